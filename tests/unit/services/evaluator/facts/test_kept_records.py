"""The records of a target: bounded, and the same whatever the order in which they came."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluator.dossier import Dossier
from services.evaluator.facts import record
from services.evaluator.folding import absorb_all
from tests.builders import NOW, a_board_look, a_letter, a_record, days_ago

EVENTS = [
    *(a_record(days_ago(n), kind="hint", record_id=f"h{n % 5}", fields={"indicator": "x", "n": n}) for n in range(9)),
    a_record(days_ago(2), kind="ticket", record_id="t1"),
    a_record(days_ago(1), kind="ticket", record_id="t1", fields={"received_at": "2026-01-01", "valid": True}),
    a_record(days_ago(700), kind="review", record_id="r1", fields={"indicator": "x"}),
    a_record(days_ago(700), kind="ticket", record_id="t0"),
    a_record(
        NOW,
        kind="export",
        record_id="e1",
        fields={
            "board_id": "b1",
            "exported_at": days_ago(3).isoformat(),
            "whole": True,
            "messages": [{"id": "m1", "asked_at": days_ago(9).isoformat(), "replied_at": days_ago(4).isoformat()}],
        },
    ),
    a_board_look(days_ago(5), a_letter("m1", asked_at=days_ago(9))),
]
NAMED = [(str(event.event_id()), event) for event in EVENTS]


@settings(deadline=None)
@given(order=st.permutations(NAMED), cut=st.integers(0, len(NAMED)), again=st.integers(0, len(NAMED)))
def test_order_batches_and_repetition_leave_no_trace(order, cut, again):
    """Ledgers, hints, exports and looks, in any order, in any batches, some of them twice."""
    whole = absorb_all(Dossier("w1"), NAMED)

    pieces = absorb_all(absorb_all(Dossier("w1"), order[:cut]), order[cut:] + order[:again])

    assert whole == pieces


@settings(deadline=None)
@given(order=st.permutations(range(8)))
def test_only_the_newest_hints_are_kept(order):
    """Whichever came first; the limit is the same for all orders."""
    limit, record.MOST_HINTS = record.MOST_HINTS, 3
    try:
        hints = [a_record(days_ago(n), kind="hint", record_id=f"h{n}", fields={"indicator": "x"}) for n in order]
        dossier = Dossier("w1")
        for hint in hints:
            dossier = absorb_all(dossier, [(str(hint.event_id()), hint)])
    finally:
        record.MOST_HINTS = limit

    assert {"h0", "h1", "h2"} == {name for _, name in dossier.records}


def test_the_steps_of_reviews_are_kept_for_ever_and_tickets_are_not():
    """What was dismissed does not come back of itself."""
    dossier = absorb_all(Dossier("w1"), NAMED)

    assert {("review", "r1"), ("ticket", "t1")} <= set(dossier.records)
    assert ("ticket", "t0") not in dossier.records


def test_records_that_did_not_change_are_the_same_object():
    """So that a look costs nothing for them."""
    dossier = absorb_all(Dossier("w1"), NAMED)

    later = absorb_all(dossier, [("x", a_board_look(NOW + timedelta(minutes=1)))])

    assert dossier.records is later.records
