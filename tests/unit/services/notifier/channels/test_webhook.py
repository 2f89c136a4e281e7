"""Webhooks get a CloudEvent, signed, and know it by its id."""

import hashlib
import hmac
from datetime import timedelta

import pytest

from services.notifier.channel import Outcome
from services.notifier.ledger import State
from tests.posting_world import Post
from tests.provider_server import answering, serving


def a_post(receiver, query="?team=a&secret=s%20x", **settings):
    return Post(f"webhook+{receiver.base}/hook{query}", **settings)


async def test_a_signed_cloudevent():
    """The receiver can check who sent it; the secret itself never travels."""
    async with serving(answering()) as receiver:
        post = a_post(receiver)
        receipt = await post.deliver()
        await post.close()
    [taken] = receiver.taken
    seconds, signature = (part.split("=")[1] for part in taken.headers["x-xunjian-signature"].split(","))
    wanted = hmac.new(b"s x", seconds.encode() + b"." + taken.body, hashlib.sha256).hexdigest()

    assert Outcome.ACCEPTED is receipt.outcome
    assert wanted == signature
    assert ({"team": "a"}, "e1") == (taken.query, taken.headers["idempotency-key"])
    assert ("1.0", "e1", "xunjian.warning", "u1") == tuple(
        taken.json[name] for name in ("specversion", "id", "type", "subject")
    )
    assert "正文。" == taken.json["data"]["text"]


@pytest.mark.parametrize("accident", ["cut", "half", "slow"])
async def test_in_doubt_it_is_offered_again_under_the_same_id(accident):
    """The receiver knows it by its id, so nothing is told twice and nothing stays unclear."""
    async with serving(answering()) as receiver:
        receiver.accident = accident
        impatient = a_post(receiver, notifier_http_timeout=0.4 if accident == "slow" else 20)
        first = await impatient.deliver()
        await impatient.close()
        receiver.accident = ""
        post = a_post(receiver)
        second = await post.deliver()
        await post.close()

    assert [Outcome.NOT_NOW, Outcome.ACCEPTED] == [first.outcome, second.outcome]
    assert {"e1"} == {one.headers["idempotency-key"] for one in receiver.taken}


STATUSES = {
    "created": (201, Outcome.ACCEPTED, False),
    "moved": (302, Outcome.REFUSED, False),
    "bad": (400, Outcome.REFUSED, False),
    "not allowed": (401, Outcome.NOT_NOW, False),
    "nobody there": (404, Outcome.REFUSED, True),
    "gone for good": (410, Outcome.REFUSED, True),
    "too many": (429, Outcome.NOT_NOW, False),
    "failed": (500, Outcome.NOT_NOW, False),
    "overloaded": (503, Outcome.NOT_NOW, False),
}


@pytest.mark.parametrize(("status", "outcome", "invalid"), STATUSES.values(), ids=STATUSES.keys())
async def test_what_a_status_means(status, outcome, invalid):
    """Every 2xx is delivered, a redirect is not followed, and only a missing page disables the contact."""
    async with serving(answering(status, Location="/elsewhere")) as receiver:
        post = a_post(receiver)
        receipt = await post.deliver()
        await post.close()

    assert (outcome, invalid, 1) == (receipt.outcome, receipt.contact_invalid, len(receiver.asked))


@pytest.mark.parametrize(
    ("text", "wait"),
    [("120", 120), ("Tue, 21 Nov 2023 04:05:00 GMT", 300), ("999999", 3600), ("soon", 60)],
    ids=["seconds", "a date", "an hour at most", "nonsense"],
)
async def test_retry_after_is_kept(text, wait):
    """In whatever form it is written, and nobody else tries before."""
    async with serving(answering(429, Retry_After=text)) as receiver:
        post = a_post(receiver)
        receipt = await post.deliver()
        other = await post.deliver(post.entry(number=2))
        await post.close()

    assert timedelta(seconds=wait) == receipt.retry_after
    assert (Outcome.PACED, 1) == (other.outcome, len(receiver.asked))


async def test_without_a_secret_nothing_is_sent():
    """An unsigned message proves nothing; the remedy is in the answer. It may be ours: the contact stays in use."""
    async with serving(answering()) as receiver:
        post = a_post(receiver, query="")
        waiting = await post.deliver()
        await post.close()
        signed = a_post(receiver, query="", notifier_webhook_key="everybody's")
        accepted = await signed.deliver()
        await signed.close()

        assert 1 == len(receiver.asked)

    assert (Outcome.NOT_NOW, False) == (waiting.outcome, waiting.contact_invalid)
    assert "XUNJIAN_NOTIFIER_WEBHOOK_KEY" in waiting.answer
    assert Outcome.ACCEPTED is accepted.outcome


async def test_a_dead_receiver_is_left_alone_and_the_message_waits():
    """One try shows it, the others do not wait for it; once it is back everything arrives."""
    async with serving(answering()) as receiver:
        port = receiver.port
    post = Post(f"webhook+http://127.0.0.1:{port}/hook?secret=s")
    first, second = await post.deliver(), await post.deliver(post.entry(number=2))
    await post.close()

    assert [Outcome.NOT_NOW, Outcome.PACED] == [first.outcome, second.outcome]


async def test_what_is_retried_settles():
    """A receiver that failed and recovered has the message once."""
    async with serving(answering(503)) as receiver:
        post = a_post(receiver)
        await post.deliver()
        receiver.judge = lambda _: (200, {}, {})
        settled, _ = await post.until_settled(post.entry())
        await post.close()

    assert State.SENT is settled.state
