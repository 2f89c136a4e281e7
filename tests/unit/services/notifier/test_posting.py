"""Posting: what is proof of delivery, what is proof of none, and what is neither."""

import pytest

from services.notifier.channel import Outcome
from tests.posting_world import Post
from tests.provider_server import answering, serving, wecom
from tests.warning_builders import Clock


async def attempt(provider, *, accident="", raw=None):
    async with serving(provider) as server:
        server.accident, server.raw = accident, raw
        patience = 0.4 if accident == "slow" else 20
        post = Post("wecom://KEY", notifier_wecom_url=server.base, notifier_http_timeout=patience)
        receipt = await post.deliver()
        await post.close()
        return receipt, len(server.taken)


@pytest.mark.parametrize(("accident", "taken"), [("cut", 1), ("cut_early", 0), ("half", 1), ("slow", 1)])
async def test_without_an_answer_it_is_unclear(accident, taken):
    """Taken or not, both look the same from here: shown to people, never sent again by itself."""
    receipt, kept = await attempt(wecom(Clock()), accident=accident)

    assert (Outcome.UNKNOWN, taken) == (receipt.outcome, kept)


ANSWERS = {
    "an error in a 200": (200, {"errcode": 93000}, Outcome.REFUSED),
    "busy in a 200": (200, {"errcode": -1}, Outcome.NOT_NOW),
    "a code nobody knows": (200, {"errcode": 123456}, Outcome.NOT_NOW),
    "no code": (200, {"hello": 1}, Outcome.UNKNOWN),
    "a code that is none": (200, {"errcode": True}, Outcome.UNKNOWN),
    "failed": (500, {}, Outcome.NOT_NOW),
    "a gateway lost its server": (502, {}, Outcome.UNKNOWN),
    "a gateway gave up": (504, {}, Outcome.UNKNOWN),
    "overloaded": (503, {}, Outcome.NOT_NOW),
}


@pytest.mark.parametrize(("status", "body", "outcome"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_what_an_answer_proves(status, body, outcome):
    """Only the provider's own zero is a delivery."""
    receipt, _ = await attempt(answering(status, body))

    assert outcome is receipt.outcome


@pytest.mark.parametrize("raw", [b"<html>login</html>", b"", b'{"errcode": 0'], ids=["a page", "nothing", "broken off"])
async def test_a_200_that_is_not_the_providers(raw):
    """A portal in between answers 200 to everything."""
    receipt, _ = await attempt(answering(), raw=raw)

    assert Outcome.UNKNOWN is receipt.outcome


async def test_an_endless_answer_is_cut_off():
    """Whatever follows the first kilobytes is not waited for."""
    receipt, _ = await attempt(answering(), raw=b"x" * 3_000_000)

    assert Outcome.UNKNOWN is receipt.outcome
    assert len(receipt.answer) < 500


async def test_nobody_listens():
    """Provably not sent, and the address with its key is in no answer."""
    async with serving(answering()) as server:
        base = server.base
    post = Post("wecom://SECRETKEY", notifier_wecom_url=base)
    receipt = await post.deliver()
    await post.close()

    assert Outcome.NOT_NOW is receipt.outcome
    assert "SECRETKEY" not in receipt.answer
