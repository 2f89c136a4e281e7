"""在线访谈."""

import pytest

from services.evaluator.indicators.website.bonus.interview import INDICATOR
from shared.contracts.observations import PageVisited
from tests.builders import NOW, a_board, a_board_look, a_letter, days_ago, rules
from tests.evaluator_findings import a_bonus, finding_of, subject_of

SITE = subject_of(INDICATOR, boards=(a_board(kind="interview"),))


def look(count: int) -> PageVisited:
    letters = (a_letter(f"m{n}", asked_at=days_ago(30 * n + 1)) for n in range(count))
    return a_board_look(NOW, *letters)


@pytest.mark.parametrize(("count", "given"), [(5, False), (6, True)])
def test_six_a_year_give_the_points(count: int, given: bool) -> None:
    """Five give nothing, and nothing is said of them."""
    found = finding_of(INDICATOR, look(count), subject=SITE)

    assert given is (found is not None)
    if found:
        assert rules().sections[INDICATOR.id].points == found.points


def test_what_was_more_than_a_year_ago_does_not_count() -> None:
    """Six, of which one is too old."""
    letters = [a_letter(f"m{n}", asked_at=days_ago(n)) for n in (1, 2, 3, 4, 5, 370)]

    assert finding_of(INDICATOR, a_board_look(NOW, *letters), subject=SITE) is None


def test_people_may_give_the_points_too() -> None:
    """Activities elsewhere, up to the points of the item."""
    found = finding_of(INDICATOR, look(6), a_bonus(INDICATOR, points=9), subject=SITE)

    assert found is not None
    assert rules().sections[INDICATOR.id].points == found.points
