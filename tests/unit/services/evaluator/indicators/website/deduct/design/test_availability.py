"""可用性."""

import pytest

from services.evaluator.indicators.website.deduct.design.availability import INDICATOR
from shared.contracts.observations import BrokenLink, Links, PageVisited
from shared.contracts.target import Outcome
from tests.builders import NOW, a_home_look, days_ago, judged
from tests.evaluator_findings import finding_of, subject_of

HOME = "https://www.example.gov.cn/"


def links(home: int = 0, other: int = 0) -> PageVisited:
    dead = [BrokenLink(url=f"https://example.org/{n}", status=404, on=HOME) for n in range(home)]
    dead += [BrokenLink(url=f"https://example.org/o{n}", status=404, on=f"{HOME}page.html") for n in range(other)]
    return a_home_look(NOW, NOW, links=Links(checked=500, broken=tuple(dead)))


@pytest.mark.parametrize(
    ("home", "other", "expected"),
    [(0, 1, 0.1), (1, 0, 1.0), (2, 5, 2.5), (9, 9, 3.0)],
    ids=["one elsewhere", "one on the home page", "both", "more than the item is worth"],
)
def test_dead_links_cost_by_where_they_stand(home: int, other: int, expected: float) -> None:
    """One on the home page costs more."""
    found = finding_of(INDICATOR, links(home, other))

    assert found is not None
    assert (Outcome.NOT_MET, expected) == (found.outcome, found.points)


def test_no_dead_link_costs_nothing() -> None:
    """All were checked."""
    assert Outcome.MET is judged(INDICATOR, subject_of(INDICATOR), links()).outcome


def test_without_a_recent_round_it_is_open() -> None:
    """Nobody checked, or long ago."""
    old = a_home_look(days_ago(40), days_ago(40), links=Links(checked=5))

    assert Outcome.UNDETERMINED is judged(INDICATOR, subject_of(INDICATOR), a_home_look()).outcome
    assert Outcome.UNDETERMINED is judged(INDICATOR, subject_of(INDICATOR), old).outcome
