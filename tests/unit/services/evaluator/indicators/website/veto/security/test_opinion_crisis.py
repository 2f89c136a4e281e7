"""严重负面舆情."""

from services.evaluator.indicators.website.veto.security.opinion_crisis import INDICATOR
from tests.evaluator_findings import assert_only_people_know


def test_only_people_know() -> None:
    """Silent until it is entered; a record breaks it; a withdrawn one does not."""
    assert_only_people_know(INDICATOR)
