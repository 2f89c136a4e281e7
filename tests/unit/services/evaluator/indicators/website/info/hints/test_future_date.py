"""发布日期超前."""

from datetime import timedelta

import pytest

from services.evaluator.indicators.website.info.hints.future_date import INDICATOR
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_column, a_column_look, a_home_look, a_website, days_ago, judged
from tests.evaluator_findings import assert_waits_for_a_person, finding_of

SITE = a_website(columns=(a_column(),))


@pytest.mark.parametrize(
    ("ahead", "expected"), [(1, Outcome.MET), (1.01, Outcome.NOT_MET)], ids=["a day ahead", "more than a day ahead"]
)
def test_both_sides_of_a_day(ahead: float, expected: Outcome) -> None:
    """On the home page and in columns."""
    dated = NOW + timedelta(days=ahead)

    assert expected is judged(INDICATOR, SITE, a_home_look(NOW, dated)).outcome
    assert expected is judged(INDICATOR, SITE, a_column_look(NOW, dated)).outcome


def test_it_waits_for_a_person() -> None:
    """The page may have been misread."""
    assert_waits_for_a_person(finding_of(INDICATOR, a_home_look(NOW, NOW + timedelta(days=30)), subject=SITE))


def test_it_is_forgotten_after_a_while_and_open_where_nobody_saw() -> None:
    """A mended list shows no such date any more."""
    then = days_ago(100)
    old = a_home_look(then, then + timedelta(days=30))
    blind = a_home_look(NOW, outcome=LookOutcome.BLIND, reason="blocked")

    assert Outcome.MET is judged(INDICATOR, SITE, old, a_home_look(NOW, NOW)).outcome
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, blind).outcome
