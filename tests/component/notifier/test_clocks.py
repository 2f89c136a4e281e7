"""Letters and tickets: each has a clock of its own, from the warning to the answer."""

from datetime import timedelta

import pytest

from shared.clock import local
from tests.component.notifier.world import World
from tests.warning_builders import BUREAU, MET, NOON, NOT_MET, UNDETERMINED, a_change, a_finding, an_item

DUE = NOON + timedelta(days=9, hours=12)
"""The end of Thursday 30 November in China."""


def ticket(number="t1", outcome=MET, **fields):
    known = {"kind": "ticket", "name": f"找错留言{number}", "text": "尚未答复", "due_at": DUE}
    return an_item(number, outcome, **(known | fields))


def tickets(*items, outcome=MET):
    return a_finding(outcome, indicator="website.deduct.tickets", title="找错留言办理", items=items)


def day(n, *findings):
    return a_change(*findings, at=NOON + timedelta(days=n))


@pytest.fixture
def world():
    return World()


def told(world):
    return [(line.step, line.item_ids, line.title) for e in world.provider.kept for line in e.lines]


def steps(world, item="t1"):
    kept = [c.id for d in world.dockets.kept.values() for c in d.concerns if c.item_id == item]
    return [line.step for e in world.provider.kept for line in e.lines if line.concern_id in kept]


async def test_it_is_warned_of_one_workday_before_its_limit(world):
    """Not when it comes in, and at nine in the morning."""
    await world.say(day(0, tickets(ticket())))
    await world.wait(days=7)

    assert [] == world.entries()

    await world.wait(hours=20)

    assert [] == world.entries()

    await world.wait(hours=1)
    [entry] = world.provider.kept

    assert ["early"] == steps(world)
    assert "找错留言t1" in entry.letter.text
    assert "2023-11-29 09:00" == f"{local(entry.queued_at):%Y-%m-%d %H:%M}"


async def test_a_limit_after_the_holidays_is_counted_in_workdays(world):
    """国庆 and its make-up days: the workday before 9 October is 8 October, a Sunday at work."""
    world.clock.at = NOON - timedelta(days=62)
    monday = NOON.replace(month=10, day=9, hour=16)
    await world.say(a_change(tickets(ticket(due_at=monday)), at=NOON - timedelta(days=62)))
    for _ in range(30):
        await world.wait(days=1)
    [entry] = world.provider.kept

    assert (10, 8) == (entry.queued_at.month, entry.queued_at.day)


async def test_each_ticket_is_told_for_itself(world):
    """One is overdue, one was answered, one is far off: each by its own clock, in one message."""
    await world.say(day(0, tickets(ticket("t1"), ticket("t2"), ticket("t3", due_at=DUE + timedelta(days=30)))))
    for _ in range(9):
        await world.wait(days=1)
    late = ticket("t2", NOT_MET)
    await world.say(day(10, tickets(late, ticket("t3", due_at=DUE + timedelta(days=30)), outcome=NOT_MET)))

    assert (["early"], ["early", "fault"], []) == (steps(world, "t1"), steps(world, "t2"), steps(world, "t3"))

    await world.say(day(11, tickets(ticket("t3", due_at=DUE + timedelta(days=30)))))

    assert ["early", "fault", "recovery"] == steps(world, "t2")
    assert ["early"] == steps(world, "t1")


async def test_a_ticket_that_is_opened_again_is_told_again(world):
    """It was answered, and the answer was not accepted."""
    for n, outcome in enumerate((NOT_MET, None, NOT_MET)):
        await world.say(day(10 + n, tickets(*([ticket(outcome=outcome)] if outcome else []), outcome=outcome or MET)))

    assert ["fault", "recovery", "fault"] == steps(world)


async def test_a_ledger_nobody_can_read_ends_nothing(world):
    """Out of sight is not answered."""
    await world.say(day(10, tickets(ticket(outcome=NOT_MET), outcome=NOT_MET)))
    await world.say(day(11, tickets(outcome=UNDETERMINED)))
    await world.wait(days=20)

    assert ["fault"] == steps(world)
    assert [True] == [c.is_open for c in world.dockets.kept["website:w1"].concerns]
    assert BUREAU.key == world.provider.kept[0].contact
