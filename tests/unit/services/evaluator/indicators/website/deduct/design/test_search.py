"""搜索功能."""

from services.evaluator.indicators.website.deduct.design.search import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import judged
from tests.evaluator_findings import (
    a_marked_home,
    assert_only_people_know,
    assert_waits_for_a_person,
    finding_of,
    subject_of,
)


def test_a_failed_test_waits_for_a_person() -> None:
    """The words of the test are told."""
    found = finding_of(INDICATOR, a_marked_home(search="no_result"))

    assert_waits_for_a_person(found)
    assert found is not None
    assert "no_result" in found.text


def test_a_search_that_works_costs_nothing() -> None:
    """And nothing is told."""
    assert Outcome.MET is judged(INDICATOR, subject_of(INDICATOR), a_marked_home(search=True)).outcome
    assert finding_of(INDICATOR, a_marked_home(search=True)) is None


def test_without_a_test_only_people_know() -> None:
    """Nobody tried."""
    assert_only_people_know(INDICATOR)
