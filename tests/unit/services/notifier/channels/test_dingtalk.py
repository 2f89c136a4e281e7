"""DingTalk's robots: signed, and never so fast that they are blocked."""

from datetime import timedelta

import pytest

from services.notifier.channel import Outcome
from services.notifier.ledger import State
from tests.posting_world import Post
from tests.provider_server import dingtalk, serving
from tests.warning_builders import Clock


@pytest.fixture
async def robot():
    clock = Clock()
    async with serving(dingtalk(clock)) as provider:
        provider.clock = clock
        yield provider


def a_post(robot, url="dingtalk://TOKEN?secret=SECx"):
    return Post(url, robot.clock, notifier_dingtalk_url=robot.base)


async def test_signed_and_delivered(robot):
    """The provider itself checks the signature."""
    post = a_post(robot)
    receipt = await post.deliver()
    await post.close()

    assert Outcome.ACCEPTED is receipt.outcome
    assert "正文。" == robot.taken[0].json["text"]["content"]


@pytest.mark.parametrize(
    ("url", "code"),
    [("dingtalk://TOKEN?secret=other", "310000"), ("dingtalk://OTHER?secret=SECx", "300005")],
    ids=["a wrong secret", "a wrong token"],
)
async def test_what_will_never_work_disables_the_contact(robot, url, code):
    """Signature and token are the contact's own."""
    post = a_post(robot, url)
    receipt = await post.deliver()
    await post.close()

    assert (Outcome.REFUSED, True, []) == (receipt.outcome, receipt.contact_invalid, robot.taken)
    assert code in receipt.answer


async def test_sixty_messages_are_never_punished(robot):
    """The robot is never blocked, and everything arrives once."""
    post = a_post(robot)
    for n in range(60):
        settled, _ = await post.until_settled(post.entry(f"第{n}条", number=n))
        assert State.SENT is settled.state
    await post.close()

    assert 60 == len(robot.asked) == len(robot.taken)


async def test_a_robot_that_somebody_else_got_blocked(robot):
    """After 130101 nobody tries for ten minutes, and then it goes on by itself."""
    post = a_post(robot)
    await post.deliver()
    for _ in range(20):
        robot.judge(robot.asked[0])
    entry = post.entry(number=2)
    receipt = await post.deliver(entry)

    assert (Outcome.NOT_NOW, True) == (receipt.outcome, receipt.retry_after > timedelta(minutes=10))

    asked = len(robot.asked)
    robot.clock.forward(minutes=9)

    assert Outcome.PACED is (await post.deliver(entry)).outcome
    assert asked == len(robot.asked)

    settled, _ = await post.until_settled(entry)
    await post.close()

    assert State.SENT is settled.state


async def test_a_text_too_long_for_one_message(robot):
    """Its parts keep below the provider's limit, line ends and quotes counted as JSON counts them."""
    post = a_post(robot)
    settled, _ = await post.until_settled(post.entry('"汉"\n' * 6000))
    await post.close()

    assert State.SENT is settled.state
    assert len(robot.asked) == len(robot.taken) > 1
