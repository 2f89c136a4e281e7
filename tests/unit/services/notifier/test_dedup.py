"""What is still to be said."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.answer import Hold
from services.notifier.concern import Closing, Standing
from services.notifier.dedup import Reason, decide, decide_beside, outdated, told_of
from services.notifier.ledger import State
from tests.warning_builders import (
    MET,
    NOON,
    POLICY,
    a_concern,
    a_finding,
    a_line,
    a_verdict,
    an_entry,
    an_item,
    columns,
    mended,
    near_miss,
)

FAULT = a_concern()
EARLY = a_concern(near_miss())
GROWN = EARLY.renew(a_concern().share, a_verdict(a_finding()))
TWO = a_concern(columns(an_item("c1"), an_item("c2")))
LINKS = a_concern(columns(an_item("l1", kind="link"), an_item("l2", kind="link")))
SOON = NOON + timedelta(hours=1)
DUE = NOON + timedelta(days=3)
"""Friday noon: three workdays after Tuesday, nine o'clock has passed."""


def message(concern, step, state, *, number=1, items=None, at=NOON):
    fields = {} if items is None else {"item_ids": items}
    return an_entry(f"e{number}", a_line(concern, step, **fields), state=state, sequence=number, at=at)


CASES = {
    "a new fault": (FAULT, [], SOON, Reason.FIRST_FAULT, "fault"),
    "a fault that was told": (FAULT, [("fault", State.SENT)], SOON, Reason.ALREADY_SAID, ""),
    "a fault that waits to be sent": (FAULT, [("fault", State.QUEUED)], DUE, Reason.IN_FLIGHT, ""),
    "a fault that is tried again": (FAULT, [("fault", State.RETRY)], DUE, Reason.IN_FLIGHT, ""),
    "a fault that is with a sender": (FAULT, [("fault", State.CLAIMED)], DUE, Reason.IN_FLIGHT, ""),
    "a fault that may have been sent": (FAULT, [("fault", State.MAYBE_SENT)], SOON, Reason.ALREADY_SAID, ""),
    "a fault that could not be delivered": (FAULT, [("fault", State.DEAD)], SOON, Reason.ALREADY_SAID, ""),
    "a fault whose message was withdrawn": (FAULT, [("fault", State.WITHDRAWN)], SOON, Reason.FIRST_FAULT, "fault"),
    "a fault told long ago": (FAULT, [("fault", State.SENT)], DUE, Reason.REMINDER, "reminder-1"),
    "an undelivered fault, long ago": (FAULT, [("fault", State.DEAD)], DUE, Reason.REMINDER, "reminder-1"),
    "reminded once, not yet again": (
        FAULT,
        [("fault", State.SENT), ("reminder-1", State.SENT)],
        DUE,
        Reason.ALREADY_SAID,
        "",
    ),
    "reminded once, long ago": (
        FAULT,
        [("fault", State.SENT), ("reminder-1", State.SENT)],
        NOON + timedelta(days=8),
        Reason.REMINDER,
        "reminder-2",
    ),
    "a new early warning": (EARLY, [], SOON, Reason.FIRST_EARLY, "early"),
    "an early warning that was told": (EARLY, [("early", State.SENT)], DUE, Reason.ALREADY_SAID, ""),
    "warned of, now a fault": (GROWN, [("early", State.SENT)], SOON, Reason.FIRST_FAULT, "fault"),
    "mended, told": (mended(FAULT), [("fault", State.SENT)], SOON, Reason.RECOVERY, "recovery"),
    "mended, may have been told": (mended(FAULT), [("fault", State.MAYBE_SENT)], SOON, Reason.RECOVERY, "recovery"),
    "mended, only a reminder got through": (
        mended(FAULT),
        [("fault", State.DEAD), ("reminder-1", State.CONFIRMED)],
        SOON,
        Reason.RECOVERY,
        "recovery",
    ),
    "mended, never told": (mended(FAULT), [], SOON, Reason.NEVER_TOLD, ""),
    "mended, undeliverable": (mended(FAULT), [("fault", State.DEAD)], SOON, Reason.NEVER_TOLD, ""),
    "mended, withdrawn in time": (mended(FAULT), [("fault", State.WITHDRAWN)], SOON, Reason.NEVER_TOLD, ""),
    "mended while with a sender": (mended(FAULT), [("fault", State.CLAIMED)], SOON, Reason.IN_FLIGHT, ""),
    "mended, reminder with a sender": (
        mended(FAULT),
        [("fault", State.SENT), ("reminder-1", State.CLAIMED)],
        SOON,
        Reason.IN_FLIGHT,
        "",
    ),
    "mended, said so": (
        mended(FAULT),
        [("fault", State.SENT), ("recovery", State.QUEUED)],
        SOON,
        Reason.ALREADY_SAID,
        "",
    ),
    "mended, undeliverably said so": (
        mended(FAULT),
        [("fault", State.SENT), ("recovery", State.DEAD)],
        SOON,
        Reason.ALREADY_SAID,
        "",
    ),
    "warned of and receded": (
        EARLY.close(Closing.RECEDED, a_verdict()),
        [("early", State.SENT)],
        SOON,
        Reason.NEVER_TOLD,
        "",
    ),
    "moved to another unit": (
        FAULT.close(Closing.MOVED, a_verdict()),
        [("fault", State.SENT)],
        SOON,
        Reason.NEVER_TOLD,
        "",
    ),
}


@pytest.mark.parametrize(("concern", "messages", "now", "reason", "step"), CASES.values(), ids=CASES.keys())
def test_decide(concern, messages, now, reason, step):
    """What is said follows from the concern and from what this contact was told, and from nothing else."""
    entries = [message(concern, said, state, number=n) for n, (said, state) in enumerate(messages, 1)]
    decision = decide(concern, told_of(concern, entries), now=now, policy=POLICY)

    assert (reason, step) == (decision.reason, decision.step)


def test_new_items_are_told_and_only_they():
    """A second stale column in a fault already told is a message about that column."""
    told = told_of(TWO, [message(TWO, "fault", State.SENT, items=("c1",))])
    decision = decide(TWO, told, now=SOON, policy=POLICY)

    assert (Reason.NEW_ITEMS, "fault", ("c2",)) == (decision.reason, decision.step, decision.item_ids)


def test_a_second_letter_that_comes_near_is_warned_of():
    """Each thing has its own deadline: one warning about the first says nothing of the second."""
    letters = (an_item("m1", MET, kind="message"), an_item("m2", MET, kind="message"))
    concern = a_concern(near_miss(items=letters))
    told = told_of(concern, [message(concern, "early", State.SENT, items=("m1",))])
    decision = decide(concern, told, now=SOON, policy=POLICY)

    assert (Reason.NEW_ITEMS, "early", ("m2",)) == (decision.reason, decision.step, decision.item_ids)


def test_an_item_that_comes_back_is_not_said_twice():
    """Items count as told once any message of the episode named them."""
    entries = [
        message(TWO, "fault", State.SENT, items=("c1",)),
        message(TWO, "fault", State.RETRY, number=2, items=("c2",)),
    ]

    assert Reason.IN_FLIGHT is decide(TWO, told_of(TWO, entries), now=SOON, policy=POLICY).reason


def test_things_that_come_and_go_wait_for_the_reminder():
    """A new dead link makes no message of its own, but the reminder names it."""
    told = told_of(LINKS, [message(LINKS, "fault", State.SENT, items=("l1",))])

    assert Reason.ALREADY_SAID is decide(LINKS, told, now=SOON, policy=POLICY).reason
    assert ("l1", "l2") == decide(LINKS, told, now=DUE, policy=POLICY).item_ids


def test_the_next_reminder_is_known_as_soon_as_the_fault_was_told():
    """An open fault that was told always has a next time."""
    decision = decide(FAULT, told_of(FAULT, [message(FAULT, "fault", State.SENT)]), now=SOON, policy=POLICY)

    assert NOON.replace(day=24, hour=1) == decision.due_at


FIRST = ("fault", State.SENT)
BESIDE = {
    "nobody was told of the fault": ([], [], DUE, Reason.OTHER_ROLE, ""),
    "only warned": ([("early", State.SENT)], [], DUE, Reason.OTHER_ROLE, ""),
    "the first reminder is not due": ([FIRST], [], SOON, Reason.ALREADY_SAID, ""),
    "the first reminder is due": ([FIRST], [], DUE, Reason.REMINDER, "reminder-1"),
    "the others could not be told": ([("fault", State.DEAD)], [], DUE, Reason.REMINDER, "reminder-1"),
    "the others are being told": ([("fault", State.CLAIMED)], [], DUE, Reason.IN_FLIGHT, ""),
    "the others were reminded first": ([FIRST, ("reminder-1", State.QUEUED)], [], SOON, Reason.REMINDER, "reminder-1"),
    "joined late": ([FIRST, ("reminder-3", State.SENT)], [], SOON, Reason.REMINDER, "reminder-3"),
    "the others' reminder was withdrawn": ([FIRST, ("reminder-1", State.WITHDRAWN)], [], SOON, Reason.ALREADY_SAID, ""),
    "reminded with the others": (
        [FIRST, ("reminder-1", State.SENT)],
        [("reminder-1", State.SENT)],
        DUE,
        Reason.ALREADY_SAID,
        "",
    ),
    "reminded with the others, long ago": (
        [FIRST, ("reminder-1", State.SENT)],
        [("reminder-1", State.SENT)],
        NOON + timedelta(days=8),
        Reason.REMINDER,
        "reminder-2",
    ),
}


@pytest.mark.parametrize(("others", "own", "now", "reason", "step"), BESIDE.values(), ids=BESIDE.keys())
def test_decide_for_one_who_is_only_reminded(others, own, now, reason, step):
    """The reminders of the unit, each once: the latest at once, the next by the clock of those who were told first."""
    said = [message(FAULT, what, state, number=n) for n, (what, state) in enumerate([*others, *own], 1)]
    told = told_of(FAULT, said[len(others) :])
    decision = decide_beside(FAULT, told, told_of(FAULT, said), now=now, policy=POLICY)

    assert (reason, step) == (decision.reason, decision.step)


def test_one_who_is_only_reminded_waits_while_the_unit_has_promised():
    """Also with a reminder the others were told before the promise."""
    others = [message(FAULT, "fault", State.SENT), message(FAULT, "reminder-1", State.SENT, number=2)]
    held = decide_beside(
        FAULT, (), told_of(FAULT, others), now=DUE, policy=POLICY, hold=Hold(until=DUE + timedelta(hours=12))
    )
    later = decide_beside(FAULT, (), told_of(FAULT, others), now=held.due_at, policy=POLICY, hold=Hold(until=DUE))

    assert (Reason.HELD, Reason.REMINDER) == (held.reason, later.reason)


def test_who_was_reminded_and_is_told_first_from_now_on_goes_on_counting():
    """A deputy who became the clerk: the next reminder is the third, not another second."""
    told = told_of(FAULT, [message(FAULT, "reminder-2", State.SENT)])
    decision = decide(FAULT, told, now=NOON + timedelta(days=30), policy=POLICY)

    assert "reminder-3" == decision.step


OUTDATED = {
    "a fault that stands": (a_line(FAULT), FAULT, False),
    "a fault that was mended": (a_line(FAULT), mended(FAULT), True),
    "a reminder of a mended fault": (a_line(FAULT, "reminder-1"), mended(FAULT), True),
    "a recovery": (a_line(FAULT, "recovery"), mended(FAULT), False),
    "an early warning that stands": (a_line(EARLY, "early"), EARLY, False),
    "an early warning that came true": (a_line(EARLY, "early"), GROWN, True),
    "a concern long forgotten": (a_line(FAULT), None, False),
}


@pytest.mark.parametrize(("line", "concern", "expected"), OUTDATED.values(), ids=OUTDATED.keys())
def test_outdated(line, concern, expected):
    """A waiting message is withdrawn when it says what is not so any more."""
    assert expected == outdated(line, concern)


HISTORY = st.lists(st.sampled_from([s for s in State if s is not State.WITHDRAWN]), max_size=5)


@given(HISTORY, st.sampled_from([FAULT, EARLY, GROWN, TWO, mended(FAULT)]), st.integers(0, 60))
def test_what_was_decided_and_filed_is_never_decided_again(states, concern, days):
    """Deciding, filing and deciding again in the same moment says nothing twice, whatever happened before."""
    now = NOON + timedelta(days=days)
    entries = []
    for number, state in enumerate(states, 1):
        decision = decide(concern, told_of(concern, entries), now=now, policy=POLICY)
        if decision.reason.speaks:
            entries.append(message(concern, decision.step, state, number=number, items=decision.item_ids, at=now))
    steps = [(entry.lines[0].step, entry.lines[0].item_ids) for entry in entries]

    assert len(steps) == len(set(steps))
    assert len(steps) <= 1


def test_standings_are_what_the_cases_say():
    """The concerns above are what their names promise."""
    assert [Standing.FAULT, Standing.EARLY, Standing.FAULT] == [c.standing for c in (FAULT, EARLY, GROWN)]
