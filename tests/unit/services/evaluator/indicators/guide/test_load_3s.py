"""加载时长."""

from datetime import datetime, timedelta

import pytest

from services.evaluator.indicators.guide.load_3s import INDICATOR
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import a_visit, a_website, days_ago, judged

FIRST = days_ago(6)


@pytest.mark.parametrize(
    ("slow", "expected"), [(9, Outcome.MET), (10, Outcome.NOT_MET)], ids=["fewer than half", "half of them"]
)
def test_both_sides_of_half(slow: int, expected: Outcome) -> None:
    """Exactly half of the visits took longer."""
    visits = [a_visit(FIRST + timedelta(hours=n), elapsed_ms=3500 if n < slow else 900) for n in range(20)]

    assert expected is judged(INDICATOR, a_website(), *visits).outcome


def test_three_seconds_are_fast_enough() -> None:
    """Up to and including the limit; visits that failed are another matter."""
    visits = [a_visit(FIRST + timedelta(hours=n), elapsed_ms=3000) for n in range(20)]
    failed = [
        a_visit(FIRST + timedelta(hours=n, minutes=30), outcome=LookOutcome.FAILED, reason="timeout") for n in range(20)
    ]

    assert Outcome.MET is judged(INDICATOR, a_website(), *visits, *failed).outcome


def test_too_few_visits_leave_it_open() -> None:
    """One less than the pack asks for."""
    visits = [a_visit(FIRST + timedelta(hours=n), elapsed_ms=9000) for n in range(19)]

    assert Outcome.UNDETERMINED is judged(INDICATOR, a_website(), *visits).outcome


def test_what_is_said_fades_when_a_visit_leaves_the_seven_days() -> None:
    """Though nothing else is observed: from then on one fewer counts."""
    fades: list[datetime] = []
    judged(INDICATOR, a_website(), *[a_visit(FIRST + timedelta(hours=n)) for n in range(20)], fades=fades.append)

    assert [FIRST + timedelta(days=7)] == fades
