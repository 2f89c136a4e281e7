"""办理答复."""

import pytest

from services.evaluator.indicators.website.deduct.interact.reply_test import INDICATOR
from shared.contracts.observations import Recorded
from shared.contracts.target import Outcome
from tests.builders import a_record, judged
from tests.evaluator_findings import finding_of, subject_of


def letter(id_: str = "t1", **fields: object) -> Recorded:
    known = {"sent_at": "2026-11-02T09:00:00+08:00", "title": "咨询办理时间"}
    return a_record(kind="letter", record_id=id_, fields={**known, **fields})


@pytest.mark.parametrize(
    ("answered_at", "expected"),
    [("2026-11-09T23:00:00+08:00", Outcome.MET), ("2026-11-10T01:00:00+08:00", Outcome.NOT_MET)],
    ids=["on the fifth workday", "on the sixth"],
)
def test_both_sides_of_five_workdays(answered_at: str, expected: Outcome) -> None:
    """Sent on a Monday, due on the next."""
    assert expected is judged(INDICATOR, subject_of(INDICATOR), letter(answered_at=answered_at)).outcome


def test_each_bad_letter_costs_a_step() -> None:
    """Never answered, or evasively."""
    poor = letter("t2", answered_at="2026-11-03T09:00:00+08:00", poor=True)

    found = finding_of(INDICATOR, letter(), poor)

    assert found is not None
    assert (Outcome.NOT_MET, 6, 2) == (found.outcome, found.points, len(found.items))


def test_a_letter_that_still_has_time_is_near() -> None:
    """Its term ends at a known moment."""
    answer = judged(INDICATOR, subject_of(INDICATOR), letter(sent_at="2026-11-19T09:00:00+08:00"))

    assert Outcome.MET is answer.outcome
    assert answer.near is not None
    assert answer.near.crosses_at == answer.changes_at


def test_without_test_letters_nothing_is_said() -> None:
    """Nobody tried."""
    assert finding_of(INDICATOR, a_record()) is None
