"""Feishu's robots: 20 KB a body, and `code` says what became of it."""

import pytest

from services.notifier.channel import Outcome
from services.notifier.ledger import State
from tests.posting_world import Post
from tests.provider_server import feishu, serving
from tests.warning_builders import Clock


@pytest.fixture
async def robot():
    clock = Clock()
    async with serving(feishu(clock, secret="s3")) as provider:
        provider.clock = clock
        yield provider


def a_post(robot, url="feishu://TOKEN?secret=s3"):
    return Post(url, robot.clock, notifier_feishu_url=robot.base)


async def test_signed_and_delivered(robot):
    """The provider itself checks the signature; a page cannot call everybody."""
    post = a_post(robot)
    receipt = await post.deliver(post.entry('<at user_id="all">所有人</at>'))
    await post.close()

    assert Outcome.ACCEPTED is receipt.outcome
    assert "<" not in robot.taken[0].json["content"]["text"]


@pytest.mark.parametrize(
    "url", ["feishu://TOKEN?secret=other", "feishu://OTHER?secret=s3"], ids=["a wrong secret", "a wrong token"]
)
async def test_what_will_never_work_disables_the_contact(robot, url):
    """19021 and 19001."""
    post = a_post(robot, url)
    receipt = await post.deliver()
    await post.close()

    assert (Outcome.REFUSED, True, []) == (receipt.outcome, receipt.contact_invalid, robot.taken)


async def test_too_many_requests_wait(robot):
    """Somebody else has used up the robot: 9499 holds it a minute."""
    post = a_post(robot)
    await post.deliver()
    for _ in range(100):
        robot.judge(robot.asked[0])
    settled, receipts = await post.until_settled(post.entry(number=2))
    await post.close()

    assert [Outcome.NOT_NOW, Outcome.ACCEPTED] == [receipt.outcome for receipt in receipts]
    assert State.SENT is settled.state


@pytest.mark.parametrize("text", ["汉" * 9000, '"\n' * 9000], ids=["three bytes each", "doubled by JSON"])
async def test_a_body_stays_below_20_kilobytes(robot, text):
    """Whatever the text is made of."""
    post = a_post(robot)
    settled, _ = await post.until_settled(post.entry(text))
    await post.close()

    assert State.SENT is settled.state
    assert len(robot.asked) == len(robot.taken) > 1
