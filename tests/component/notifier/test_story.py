"""What units are told as verdicts change: everything, once, until it is mended."""

from datetime import timedelta

import pytest

from services.notifier.book import Unit
from services.notifier.channel import Outcome, Receipt
from services.notifier.contact import MAIL, Contact
from services.notifier.docket import Reason
from services.notifier.ledger import Change, State
from services.notifier.ledger_port import End
from shared.contracts.notices import NoticeFailed, NoticeSent
from shared.contracts.target import TargetKind
from tests.component.notifier.world import WAIT, World
from tests.warning_builders import (
    BUREAU,
    MET,
    NOON,
    UNDETERMINED,
    a_book,
    a_change,
    a_finding,
    an_item,
    columns,
    near_miss,
)

BUSY = Receipt(outcome=Outcome.NOT_NOW, answer="450 busy")
NEVER = Receipt(outcome=Outcome.REFUSED, answer="550 no such user")
SILENCE = Receipt(outcome=Outcome.UNKNOWN, answer="no answer")
OTHER = Contact(channel=MAIL, key="deputy@bureau.example")


@pytest.fixture
def world():
    return World()


def day(n, *findings, **fields):
    return a_change(*findings, at=NOON + timedelta(days=n), **fields)


async def test_a_fault_is_told_and_the_world_knows(world):
    """One mail with the provider's answer in the ledger, and one notice.sent."""
    await world.say(day(0, a_finding()))
    [entry] = world.entries()
    [notice] = world.publisher.published

    assert [["fault"]] == world.provider.steps()
    assert (State.SENT, "250 OK") == (entry.state, entry.answer)
    assert [State.QUEUED, State.CLAIMED, State.SENT] == [change.state for change in entry.history]
    assert isinstance(notice, NoticeSent)
    assert (entry.id, "fault", entry.message_id) == (notice.warning_id, notice.step, notice.message_id)


async def test_nothing_is_told_before_the_window_closes(world):
    """All findings of a unit are collected; the mail has all of them."""
    await world.take(day(0, a_finding()))
    await world.wait(seconds=WAIT.total_seconds() - 1)
    await world.take(day(0, a_finding(indicator="account.veto.stale", title="内容不更新"), target_id="w2"))

    assert [] == world.provider.steps()

    await world.wait(seconds=1)

    assert [["fault", "fault"]] == world.provider.steps()


async def test_a_second_finding_after_the_window_is_a_second_message(world):
    """It says the new finding only."""
    await world.say(day(0, a_finding()))
    await world.say(day(0.1, near_miss(indicator="account.veto.stale"), target_id="w2"))

    assert [["fault"], ["early"]] == world.provider.steps()


async def test_the_whole_course_of_a_fault(world):
    """Early warning, fault, reminders with growing distance, recovery; then silence."""
    await world.say(day(0, near_miss()))
    await world.say(day(4, a_finding(), previous="x"))
    for _ in range(25):
        await world.wait(days=1)
    await world.say(day(30, a_finding(MET)))
    for _ in range(30):
        await world.wait(days=1)

    assert [
        ["early"],
        ["fault"],
        ["reminder-1"],
        ["reminder-2"],
        ["reminder-3"],
        ["recovery"],
    ] == world.provider.steps()


async def test_an_open_fault_always_has_a_next_time(world):
    """Between one telling and the next the unit is on the agenda."""
    await world.say(day(0, a_finding()))
    for _ in range(40):
        assert await world.agendas.next_due() is not None

        await world.wait(days=1)


async def test_undetermined_is_told_to_nobody_and_pauses_reminders(world):
    """Not seen is no fault, no recovery and no reason to remind."""
    await world.say(day(0, a_finding(UNDETERMINED)))
    await world.say(day(1, a_finding()))
    await world.say(day(2, a_finding(UNDETERMINED)))
    for _ in range(30):
        await world.wait(days=1)

    assert [["fault"]] == world.provider.steps()

    await world.say(day(40, a_finding()))

    assert [["fault"], ["reminder-1"]] == world.provider.steps()


async def test_undetermined_to_met_is_a_recovery(world):
    """After a time without sight the unit learns that its fault is gone."""
    await world.say(day(0, a_finding()))
    await world.say(day(1, a_finding(UNDETERMINED)))
    await world.say(day(2, a_finding(MET)))

    assert [["fault"], ["recovery"]] == world.provider.steps()


async def test_a_first_verdict_without_fault_says_nothing(world):
    """Nobody is congratulated on nothing."""
    await world.say(day(0, a_finding(MET)))

    assert [] == world.entries()


async def test_a_fault_mended_within_the_window_is_never_told(world):
    """Neither the fault nor a recovery from what nobody heard of; the docket remembers it."""
    await world.take(day(0, a_finding()))
    await world.say(day(0.0001, a_finding(MET)))

    assert [] == world.entries()
    assert [False] == [c.is_open for c in world.dockets.kept["website:w1"].concerns]


async def test_a_fault_mended_while_the_server_is_away_is_never_told(world):
    """The waiting message is withdrawn, visibly, and no recovery follows."""
    world.provider.answers[BUREAU.key] = [BUSY] * 3
    await world.say(day(0, a_finding()))
    await world.say(day(0.01, a_finding(MET)))
    await world.recover()

    assert [] == world.provider.steps()
    assert [State.WITHDRAWN] == [entry.state for entry in world.entries()]
    assert [] == world.publisher.published


async def test_what_still_stands_is_told_again_without_what_was_mended(world):
    """Of two faults in a withdrawn message the one that stands is said in a new one."""
    world.provider.answers[BUREAU.key] = [BUSY]
    other = a_finding(indicator="b", title="乙")
    await world.say(day(0, a_finding(), other))
    await world.say(day(0.01, a_finding(MET), other))
    await world.recover()

    assert ["b"] == [line.indicator for entry in world.provider.kept for line in entry.lines]
    assert [["fault"]] == world.provider.steps()


async def test_an_early_warning_that_came_true_before_it_was_sent(world):
    """Only the fault is told."""
    world.provider.answers[BUREAU.key] = [BUSY]
    await world.say(day(0, near_miss()))
    await world.say(day(0.01, a_finding()))
    await world.recover()

    assert [["fault"]] == world.provider.steps()


async def test_a_new_item_is_told_once(world):
    """A second stale column is a message about that column; a third verdict says nothing."""
    one, two = an_item("c1"), an_item("c2")
    await world.say(day(0, columns(one)))
    await world.say(day(0.1, columns(one, two)))
    await world.say(day(0.2, columns(two, one, outcome=columns(one).outcome)))

    assert [("c1",), ("c2",)] == [entry.lines[0].item_ids for entry in world.provider.kept]


async def test_items_of_another_unit_are_told_to_it():
    """Each unit gets one message with its own things, and its own recovery."""
    second = Contact(channel=MAIL, key="water@bureau.example")
    world = World(a_book(Unit("u1", "教育局", (BUREAU,)), Unit("u2", "水利局", (second,))))
    mine, other = an_item("c1"), an_item("c2", unit_id="u2")
    await world.say(day(0, columns(mine, other)))
    await world.say(day(1, columns(mine)))

    assert [
        (BUREAU.key, "fault", ("c1",)),
        (second.key, "fault", ("c2",)),
        (second.key, "recovery", ()),
    ] == sorted((e.contact, e.lines[0].step, e.lines[0].item_ids) for e in world.provider.kept)


@pytest.mark.parametrize(
    "events",
    [
        [day(0, a_finding()), day(0, a_finding())],
        [day(1, a_finding()), day(0, a_finding(MET))],
        [day(1, a_finding()), day(0, near_miss())],
        [day(1, a_finding()), day(0, a_finding(indicator="gone"))],
    ],
    ids=["delivered again", "an older one without fault", "an older early warning", "an older other fault"],
)
async def test_late_and_repeated_verdicts_change_nothing(world, events):
    """Only the newest verdict counts, however deliveries cross."""
    await world.say(events[0])
    await world.say(*events[1:])
    await world.recover()

    assert [["fault"]] == world.provider.steps()


async def test_the_intake_says_what_it_did(world):
    """Newer, the same, or late."""
    reasons = [
        reason
        for event in (day(1, a_finding()), day(1, a_finding()), day(0, a_finding()))
        for reason in await world.notifier.intake.take_all([event])
    ]

    assert [Reason.NEWER, Reason.SAME, Reason.LATE] == reasons


async def test_a_unit_that_cannot_be_told_is_on_record():
    """What nobody can be told is in the ledger and in notice.failed, not lost."""
    world = World(a_book(Unit("u1", "教育局")))
    await world.say(day(0, a_finding()))
    [entry] = world.entries()

    assert ("none", State.DEAD) == (entry.channel, entry.state)
    assert "未登记邮箱" in entry.answer
    assert [NoticeFailed] == [type(event) for event in world.publisher.published]


async def test_a_unit_that_is_given_a_mailbox_hears_of_what_stands():
    """The fault nobody could be told is told as soon as there is somebody."""
    world = World(a_book(Unit("u1", "教育局")))
    await world.say(day(0, a_finding()))
    world.directory.given = a_book()
    for _ in range(4):
        await world.wait(days=1)

    assert [["fault"]] == world.provider.steps()


async def test_a_channel_nobody_speaks_is_on_record():
    """The mail goes out; the bot's message is dead with its reason."""
    world = World(a_book(Unit("u1", "教育局", (BUREAU, Contact(channel="pigeon", key="pigeon:abc")))))
    await world.say(day(0, a_finding()))

    assert {"smtp": State.SENT, "pigeon": State.DEAD} == {e.channel: e.state for e in world.entries()}
    assert ["本版本尚不支持通知渠道 pigeon"] == [e.answer for e in world.entries(State.DEAD)]


async def test_a_closed_target_is_left_alone(world):
    """Neither new faults nor reminders nor recoveries of what is out of use."""
    await world.say(day(0, a_finding()))
    world.directory.given = a_book(retired=frozenset({(TargetKind.WEBSITE, "w1")}))
    await world.say(day(1, a_finding(), a_finding(indicator="b")))
    for _ in range(10):
        await world.wait(days=1)

    assert [["fault"]] == world.provider.steps()


async def test_a_server_that_is_busy_is_tried_again_later(world):
    """The message waits with growing delay, and is sent once."""
    world.provider.answers[BUREAU.key] = [BUSY, BUSY]
    await world.say(day(0, a_finding()))
    [entry] = world.entries()

    assert (State.RETRY, world.clock() + timedelta(seconds=30)) == (entry.state, entry.due_at)

    await world.wait(seconds=30)
    await world.wait(seconds=60)

    assert [["fault"]] == world.provider.steps()
    assert 3 == world.entries()[0].attempts


async def test_one_dead_mailbox_does_not_silence_the_other():
    """Each contact has its own message, its own end, and the recovery goes to exactly those who got the fault."""
    world = World(a_book(Unit("u1", "教育局", (BUREAU, OTHER))))
    world.provider.answers[OTHER.key] = [NEVER]
    await world.say(day(0, a_finding()))
    await world.say(day(1, a_finding(MET)))

    assert [(BUREAU.key, "fault"), (BUREAU.key, "recovery")] == [
        (entry.contact, entry.step) for entry in world.provider.kept
    ]
    assert [NoticeFailed] == [type(e) for e in world.publisher.published if e.TYPE == "notice.failed"]


async def test_the_recovery_reaches_who_got_the_fault_though_contacts_changed(world):
    """Whoever was told that it fails is told that it is mended; who never was, is not."""
    await world.say(day(0, a_finding()))
    world.directory.given = a_book(Unit("u1", "教育局", (OTHER,)))
    await world.say(day(0.5, a_finding(MET)))

    assert [(BUREAU.key, "fault"), (BUREAU.key, "recovery")] == [(e.contact, e.step) for e in world.provider.kept]


async def test_an_unclear_message_is_shown_and_never_sent_again(world):
    """It counts as told: its reminder and its recovery follow, itself does not."""
    world.provider.answers[BUREAU.key] = [SILENCE]
    await world.say(day(0, a_finding()))
    await world.recover()

    assert [["fault"]] == world.provider.steps()
    assert [State.MAYBE_SENT] == [entry.state for entry in world.entries()]
    assert [] == world.publisher.published

    await world.say(day(1, a_finding(MET)))

    assert [["fault"], ["recovery"]] == world.provider.steps()


async def test_a_bus_that_is_away_delays_the_notice_not_the_mail(world):
    """Mails go out; the notices follow when the bus is back, once each."""
    world.publisher.down = True
    with pytest.raises(Exception, match="did not acknowledge"):
        await world.say(day(0, a_finding()))
    world.publisher.down = False
    await world.settle()

    assert [["fault"]] == world.provider.steps()
    assert 1 == len(world.publisher.published)


async def test_a_reminder_is_on_the_agenda_as_soon_as_the_fault_was_sent(world):
    """Nobody waits for a round to find out when the next telling is due."""
    await world.say(day(0, a_finding()))

    assert NOON.replace(day=24, hour=1) == await world.agendas.next_due()


async def test_a_fault_mended_in_flight_is_followed_by_its_recovery_at_once(world):
    """The recovery waits for the end of the fault's message, and no longer."""
    await world.take(day(0, a_finding()))
    world.clock.forward(seconds=30)
    await world.notifier.planner.step()
    [entry] = world.entries()
    lease = world.clock() + WAIT * 9
    await world.ledger.claim_all("smtp", now=world.clock(), lease_until=lease, token="t", limit=1)
    await world.say(day(0.01, a_finding(MET)))

    assert [] == world.provider.steps()

    sent = Change(state=State.SENT, at=world.clock(), detail="250 OK")
    await world.ledger.record_all([End(entry.id, "t", sent)])
    await world.agendas.schedule("u1", world.clock())
    await world.settle()

    assert [["recovery"]] == world.provider.steps()
