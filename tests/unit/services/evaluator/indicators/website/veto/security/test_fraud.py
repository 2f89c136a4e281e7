"""弄虚作假."""

from datetime import timedelta

import pytest

from services.evaluator.indicators.website.veto.security.fraud import INDICATOR
from shared.contracts.observations import PageVisited
from shared.contracts.target import Outcome
from tests.builders import NOW, a_column, a_column_look, a_home_look, a_website, days_ago, judged, looks_every
from tests.evaluator_findings import assert_waits_for_a_person, finding_of

SITE = a_website(columns=(a_column(),))


def watched(line: PageVisited) -> list[PageVisited]:
    return [
        *(a_column_look(at, days_ago(60)) for at in looks_every(timedelta(days=1), days_ago(20), days_ago(1))),
        line,
    ]


@pytest.mark.parametrize(
    ("ahead", "expected"), [(1, Outcome.MET), (1.01, Outcome.NOT_MET)], ids=["a day ahead", "more than a day ahead"]
)
def test_a_date_in_the_future_is_for_a_person(ahead: float, expected: Outcome) -> None:
    """发布日期超前: a day is a matter of clocks, more is a thing to confirm."""
    look = a_home_look(NOW, NOW + timedelta(days=ahead))

    assert expected is judged(INDICATOR, SITE, look).outcome
    if expected is Outcome.NOT_MET:
        assert_waits_for_a_person(finding_of(INDICATOR, look, subject=SITE))


@pytest.mark.parametrize(
    ("days", "expected"), [(6, Outcome.MET), (8, Outcome.NOT_MET)], ids=["a few days late", "more than a week late"]
)
def test_a_line_that_appears_long_after_its_date_is_for_a_person(days: float, expected: Outcome) -> None:
    """倒填日期: only where the list was watched in between."""
    events = watched(a_column_look(NOW, days_ago(days), days_ago(60)))

    assert expected is judged(INDICATOR, SITE, *events).outcome


def test_a_list_that_was_not_watched_proves_nothing() -> None:
    """An old line may have stood there for long before the first look."""
    look = a_column_look(NOW, days_ago(30), days_ago(60))

    assert Outcome.MET is judged(INDICATOR, SITE, look).outcome


def test_dates_of_the_future_are_forgotten_after_a_while() -> None:
    """The pack says how far back they count."""
    then = days_ago(100)
    events = [a_home_look(then, then + timedelta(days=5)), a_home_look(NOW, NOW)]

    assert Outcome.MET is judged(INDICATOR, SITE, *events).outcome
