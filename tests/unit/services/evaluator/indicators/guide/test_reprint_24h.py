"""重要信息转载."""

from services.evaluator.indicators.guide.reprint_24h import INDICATOR
from services.evaluator.indicators.website.info.hints import duplicate
from tests.evaluator_findings import assert_only_people_know
from tests.evaluator_hints import assert_hints, assert_other_hints_are_not_its_own


def test_a_late_reprint_waits_for_a_person() -> None:
    """Within the lookback."""
    assert_hints(INDICATOR)
    assert_other_hints_are_not_its_own(INDICATOR, duplicate.INDICATOR)


def test_people_enter_what_was_never_reprinted() -> None:
    """Nobody sees what is not there."""
    assert_only_people_know(INDICATOR)
