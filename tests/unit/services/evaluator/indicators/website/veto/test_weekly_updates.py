"""每周更新."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.evaluator.indicator import Judgement
from services.evaluator.indicators.website.veto.weekly_updates import INDICATOR
from shared.clock import CHINA
from shared.contracts.target import Outcome
from tests.builders import NOW, a_home_look, a_period, a_website, days_ago, judged, rules

NUMBERS = """
[website.veto.weekly_updates]
limit = "每周更新不少于{posts}条"
posts = 3
warn_before = "2 days"
"""
MONDAY = datetime(2026, 11, 9, 12, tzinfo=CHINA)
FAR = days_ago(60)


def asked(*moments: datetime, numbers: str = NUMBERS, **fields: Any) -> Judgement:
    look = a_home_look(NOW, *moments, complete_since=FAR)
    return judged(INDICATOR, a_website(), look, rules=rules("national", numbers), **fields)


@pytest.mark.parametrize(("count", "expected"), [(3, Outcome.MET), (2, Outcome.NOT_MET)])
def test_the_last_whole_week_is_judged(count: int, expected: Outcome) -> None:
    """From Monday to Sunday; this week is not over."""
    moments = [MONDAY + timedelta(days=n) for n in range(count)]

    assert expected is asked(*moments).outcome


def test_every_whole_week_of_a_period_is_judged() -> None:
    """The last one of October is bad."""
    weeks = [datetime(2026, 10, 5 + 7 * n, 12, tzinfo=CHINA) + timedelta(days=d) for n in range(3) for d in range(3)]

    answer = asked(*weeks, period=a_period("2026-10-01", "2026-11-01"))

    assert (Outcome.NOT_MET, ["week/2026-10-26"]) == (answer.outcome, [item.id for item in answer.items])


@pytest.mark.parametrize(("tolerated", "expected"), [(1, Outcome.NOT_MET), (2, Outcome.MET)])
def test_so_many_bad_weeks_are_tolerated(tolerated: int, expected: Outcome) -> None:
    """Two bad weeks."""
    numbers = NUMBERS + f"tolerated = {tolerated}\n"
    weeks = [datetime(2026, 10, 5 + 7 * n, 12, tzinfo=CHINA) + timedelta(days=d) for n in range(2) for d in range(3)]

    assert expected is asked(*weeks, numbers=numbers, period=a_period("2026-10-01", "2026-11-01")).outcome


def test_a_week_nobody_watched_is_open() -> None:
    """One look today does not show last week."""
    look = a_home_look(NOW, NOW)

    assert Outcome.UNDETERMINED is judged(INDICATOR, a_website(), look, rules=rules("national", NUMBERS)).outcome


def test_it_warns_before_the_week_is_over() -> None:
    """Friday morning, and only one update so far; but not on Tuesday."""
    moments = [*(MONDAY + timedelta(days=n) for n in range(3)), MONDAY + timedelta(days=7)]
    tuesday = NOW - timedelta(days=3)

    late, early = asked(*moments, as_of=NOW + timedelta(days=1)).near, asked(*moments, as_of=tuesday).near

    assert late is not None
    assert late.warn
    assert early is None or not early.warn
