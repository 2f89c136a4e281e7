"""创新发展."""

import pytest

from services.evaluator.indicators.website.bonus.innovation import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import a_home_look
from tests.evaluator_findings import a_bonus, finding_of


@pytest.mark.parametrize(("given", "expected"), [(2, 2), (5, 5), (9, 5)], ids=["some", "all", "more than all"])
def test_points_are_given_by_people_up_to_its_own(given: float, expected: float) -> None:
    """Never more than the item is worth."""
    found = finding_of(INDICATOR, a_home_look(), a_bonus(INDICATOR, points=given))

    assert found is not None
    assert (Outcome.MET, expected) == (found.outcome, found.points)


def test_nothing_given_is_nothing_said() -> None:
    """No fault, no points, no finding; what was withdrawn was not given."""
    assert finding_of(INDICATOR, a_home_look()) is None
    assert finding_of(INDICATOR, a_home_look(), a_bonus(INDICATOR, withdrawn=True)) is None
