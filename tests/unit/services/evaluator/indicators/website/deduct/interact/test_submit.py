"""信息提交."""

from services.evaluator.indicators.website.deduct.interact.submit import INDICATOR
from shared.contracts.observations import Recorded
from shared.contracts.target import Outcome
from tests.builders import a_record, judged
from tests.evaluator_findings import finding_of, subject_of


def letter(id_: str = "t1", **fields: object) -> Recorded:
    known = {"sent_at": "2026-11-02T09:00:00+08:00", "title": "咨询办理时间"}
    return a_record(kind="letter", record_id=id_, fields={**known, **fields})


def test_a_letter_that_could_not_be_handed_in_breaks_it() -> None:
    """A person tried."""
    assert Outcome.NOT_MET is judged(INDICATOR, subject_of(INDICATOR), letter(outcome="broken")).outcome


def test_a_letter_that_was_answered_was_handed_in() -> None:
    """Late or in time."""
    sent = letter(answered_at="2026-11-20T09:00:00+08:00")

    assert Outcome.MET is judged(INDICATOR, subject_of(INDICATOR), sent).outcome


def test_without_test_letters_nothing_is_said() -> None:
    """Nobody tried."""
    assert finding_of(INDICATOR, a_record()) is None
