"""一号登录."""

from services.evaluator.indicators.website.deduct.design.login import INDICATOR
from tests.builders import a_home_look, rules
from tests.evaluator_findings import a_manual, assert_only_people_know, finding_of


def test_only_people_know() -> None:
    """Silent until it is entered; a record breaks it; a withdrawn one does not."""
    assert_only_people_know(INDICATOR)


def test_it_costs_its_points() -> None:
    """As many as the pack says, unless the person who entered it says fewer."""
    found = finding_of(INDICATOR, a_home_look(), a_manual(INDICATOR))
    less = finding_of(INDICATOR, a_home_look(), a_manual(INDICATOR, points=0.5))

    assert found is not None
    assert less is not None
    assert (rules().sections[INDICATOR.id].points, 0.5) == (found.points, less.points)
