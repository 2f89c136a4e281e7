"""疑似异常字符."""

from services.evaluator.indicators.website.info.hints.characters import INDICATOR
from services.evaluator.indicators.website.info.hints.wording import INDICATOR as OTHER
from tests.evaluator_hints import assert_hints, assert_other_hints_are_not_its_own


def test_both_sides_of_the_lookback() -> None:
    """A suspicion is a thing for a person to look at, for three months."""
    assert_hints(INDICATOR)


def test_other_suspicions_are_not_its_own() -> None:
    """Each hint is a question of its own."""
    assert_other_hints_are_not_its_own(INDICATOR, OTHER)
