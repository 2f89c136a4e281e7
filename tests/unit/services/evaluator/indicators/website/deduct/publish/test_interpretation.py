"""政策解读."""

import pytest

from services.evaluator.indicators.website.deduct.publish.interpretation import INDICATOR
from services.evaluator.reason import Reason
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_column, a_column_look, days_ago, judged, rules
from tests.evaluator_findings import finding_of, subject_of

COLUMN = a_column(category="interpretation", name="政策解读")
SITE = subject_of(INDICATOR, columns=(COLUMN,))
FAR = days_ago(390)


@pytest.mark.parametrize(
    ("silent", "expected"), [(183, Outcome.MET), (190, Outcome.NOT_MET)], ids=["inside the window", "outside of it"]
)
def test_both_sides_of_the_window(silent: float, expected: Outcome) -> None:
    """Silent for longer than the window costs the points."""
    look = a_column_look(NOW, days_ago(silent), complete_since=FAR)

    assert expected is judged(INDICATOR, SITE, look).outcome


def test_it_costs_its_points() -> None:
    """All of them at the first stale column."""
    found = finding_of(INDICATOR, a_column_look(NOW, days_ago(300), complete_since=FAR), subject=SITE)

    assert found is not None
    assert rules().sections[INDICATOR.id].points == found.points


def test_a_column_nobody_could_read_leaves_it_open() -> None:
    """Blind is neither updated nor silent."""
    look = a_column_look(NOW, outcome=LookOutcome.BLIND, reason="blocked")

    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, look).outcome


def test_without_such_a_column_it_asks_nothing() -> None:
    """The registry may be short of it: people say whether the website has none."""
    assert Reason.NOT_APPLICABLE is judged(INDICATOR, subject_of(INDICATOR)).reason


def test_it_warns_before_the_window_ends() -> None:
    """From the day the pack says, if the silence was watched."""
    look = a_column_look(NOW, days_ago(183), complete_since=FAR)

    near = judged(INDICATOR, SITE, look).near

    assert near is not None
    assert near.warn
