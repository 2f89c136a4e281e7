"""Text messages through a gateway whose fields the operator names."""

import pytest

from services.notifier.channel import Outcome
from services.notifier.settings import Settings
from tests.posting_world import Post
from tests.provider_server import answering, serving


def a_post(gateway, **settings):
    return Post(f"sms+{gateway.base}/send?app=7&to=13800000000", **settings)


async def test_the_operators_fields_are_filled_in():
    """Number, a short text and the key; what is filled in stays in its place."""
    body = '{"mobile": ["{to}"], "params": {"content": "{text}"}, "sn": "{id}", "sign": "政务"}'
    async with serving(answering(body={"result": {"status": "ok"}})) as gateway:
        post = a_post(
            gateway,
            notifier_sms_body=body,
            notifier_sms_success="result.status=ok",
            notifier_sms_authorization="Bearer k",
        )
        receipt = await post.deliver()
        await post.close()
    [taken] = gateway.taken

    assert Outcome.ACCEPTED is receipt.outcome
    assert ["13800000000"] == taken.json["mobile"]
    assert "【巡检提醒】某局" in taken.json["params"]["content"]
    assert ("e1", "政务", {"app": "7"}, "Bearer k") == (
        taken.json["sn"],
        taken.json["sign"],
        taken.query,
        taken.headers["authorization"],
    )


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"code": 0}, Outcome.ACCEPTED),
        ({"code": "0"}, Outcome.ACCEPTED),
        ({"code": 15}, Outcome.NOT_NOW),
        ({"msg": "?"}, Outcome.UNKNOWN),
        (["?"], Outcome.UNKNOWN),
    ],
    ids=["a number", "a text", "another code", "no code", "no object"],
)
async def test_only_the_sign_of_success_is_success(body, outcome):
    """HTTP 200 alone says nothing."""
    async with serving(answering(body=body)) as gateway:
        post = a_post(gateway)
        receipt = await post.deliver()
        await post.close()

    assert outcome is receipt.outcome


@pytest.mark.parametrize(
    ("by_key", "outcome"), [(False, Outcome.UNKNOWN), (True, Outcome.NOT_NOW)], ids=["no key", "knows its key"]
)
async def test_a_cut_answer_is_unclear_unless_the_gateway_knows_the_key(by_key, outcome):
    """Two text messages are a bill and a nuisance; none is a loss: so a person decides."""
    async with serving(answering(body={"code": 0})) as gateway:
        gateway.accident = "cut"
        post = a_post(gateway, notifier_sms_by_key=by_key)
        receipt = await post.deliver()
        await post.close()

    assert outcome is receipt.outcome


@pytest.mark.parametrize(
    "setting",
    [{"notifier_sms_body": "{to}"}, {"notifier_sms_success": "code"}],
    ids=["no JSON", "no value"],
)
def test_settings_nobody_understands_are_refused(setting):
    """At the start, not with the first message."""
    with pytest.raises(ValueError, match="expected"):
        Settings(**setting)
