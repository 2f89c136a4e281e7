"""WeCom's robots: delivered is what `errcode` says."""

from datetime import timedelta

import pytest

from services.notifier.channel import LeaseLost, Outcome
from services.notifier.ledger import State
from tests.posting_world import Handing, Post
from tests.provider_server import serving, wecom
from tests.warning_builders import Clock


@pytest.fixture
async def robot():
    clock = Clock()
    async with serving(wecom(clock)) as provider:
        provider.clock = clock
        yield provider


@pytest.fixture
async def post(robot):
    made = Post("wecom://KEY", robot.clock, notifier_wecom_url=robot.base)
    yield made
    await made.close()


async def test_delivered_is_what_the_body_says(robot, post):
    """The text as it is; handed over once."""
    handing = Handing()
    receipt = await post.deliver(handing=handing)

    assert (Outcome.ACCEPTED, [0]) == (receipt.outcome, handing.passed)
    assert {"msgtype": "text", "text": {"content": "正文。"}} == robot.taken[0].json
    assert '"errcode": 0' in receipt.answer


async def test_a_key_that_is_not_valid_disables_the_contact(robot):
    """HTTP says 200, the body says 93000: nothing will ever arrive there."""
    post = Post("wecom://WRONG", robot.clock, notifier_wecom_url=robot.base)
    receipt = await post.deliver()
    await post.close()

    assert (Outcome.REFUSED, True) == (receipt.outcome, receipt.contact_invalid)
    assert "93000" in receipt.answer
    assert "WRONG" not in receipt.answer


@pytest.mark.parametrize(("extra", "parts"), [(0, 1), (1, 2)], ids=["exactly 2048 bytes", "one byte more"])
async def test_a_text_of_2048_bytes_is_one_message(robot, post, extra, parts):
    """At the limit it is sent whole; beyond it in numbered parts, none too long for the provider."""
    await post.until_settled(post.entry("汉" * 682 + "xx" + "y" * extra))

    assert parts == len(robot.taken) == len(robot.asked)


async def test_markdown_takes_4096_bytes_and_no_markup_from_pages(robot):
    """What a page put into its title stays text."""
    post = Post("wecom://KEY?as=markdown", robot.clock, notifier_wecom_url=robot.base)
    await post.until_settled(post.entry("[点我](http://evil.example) <font color=red>"))
    await post.until_settled(post.entry("x" * 4096, number=2))
    await post.close()
    first, second = (one.json["markdown"]["content"] for one in robot.taken)

    assert r"\[点我\](http://evil.example) \<font color=red\>" == first
    assert 4096 == len(second)


async def test_too_many_messages_wait_for_their_slot(robot, post):
    """Of forty messages none is refused for being too fast, none is lost, none is said twice."""
    waiting = [post.entry(f"第{n}条", number=n) for n in range(40)]
    for entry in waiting:
        settled, receipts = await post.until_settled(entry)
        assert State.SENT is settled.state
        assert {Outcome.PACED, Outcome.ACCEPTED} >= {receipt.outcome for receipt in receipts}

    assert [f"第{n}条" for n in range(40)] == [one.json["text"]["content"] for one in robot.taken]
    assert len(robot.asked) == len(robot.taken)


async def test_refused_for_being_too_fast_holds_all_messages_to_the_robot(robot, post):
    """Another program uses the robot too: 45009 stops everybody for a minute, then it goes on."""
    for _ in range(20):
        robot.judge(robot.asked[0]) if robot.asked else await post.deliver()
    entry = post.entry(number=2)
    receipt = await post.deliver(entry)

    assert (Outcome.NOT_NOW, timedelta(seconds=62)) == (receipt.outcome, receipt.retry_after)

    other = await post.deliver(post.entry(number=3))

    assert Outcome.PACED is other.outcome
    assert 2 == len(robot.asked)

    settled, _ = await post.until_settled(entry)

    assert State.SENT is settled.state


async def test_a_long_text_that_is_stopped_in_the_middle_goes_on_where_it_was(robot, post):
    """The parts the provider has are not sent again."""
    for n in range(19):
        await post.deliver(post.entry(number=n))
    long = post.entry("行\n" * 2000, number=99)
    settled, receipts = await post.until_settled(long)
    parts = [one.json["text"]["content"] for one in robot.taken][19:]

    assert Outcome.PACED is receipts[0].outcome
    assert 1 == receipts[0].parts_done
    assert State.SENT is settled.state
    assert [f"（{n}/{len(parts)}）" for n in range(1, len(parts) + 1)] == [part.split("\n")[0] for part in parts]
    assert "行" * 2000 == "".join(part.split("\n", 1)[1] for part in parts).replace("\n", "")


async def test_a_lost_lease_between_two_parts_sends_no_more(robot, post):
    """Another sender has the message by now."""
    with pytest.raises(LeaseLost):
        await post.deliver(post.entry("行\n" * 2000), Handing(lost_at=1))

    assert 1 == len(robot.taken)


async def test_a_contact_the_registry_has_no_more(robot, post):
    """It was taken out of the registry: nothing is sent."""
    post.known = False

    assert Outcome.REFUSED is (await post.deliver()).outcome
    assert [] == robot.asked
