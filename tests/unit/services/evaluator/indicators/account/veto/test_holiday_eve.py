"""节假日前一日更新."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.evaluator.indicator import Judgement
from services.evaluator.indicators.account.veto.holiday_eve import INDICATOR
from shared.clock import CHINA
from shared.contracts.target import Outcome
from tests.builders import a_feed_look, a_period, an_account, judged, rules

NUMBERS = """
[account.veto.holiday_eve]
limit = "节假日前一日更新不少于{posts}条"
lookback = "2 months"
warn_before = "1 day"
"""
EVE = datetime(2024, 9, 30, 12, tzinfo=CHINA)
"""The last workday before 国庆节 2024."""
AFTER = datetime(2024, 10, 8, 9, tzinfo=CHINA)
FAR = datetime(2024, 6, 1, tzinfo=CHINA)
MIDAUTUMN = datetime(2024, 9, 14, 12, tzinfo=CHINA)
"""The Saturday before 中秋节 2024, a workday."""


def asked(*moments: datetime, as_of: datetime = AFTER, **fields: Any) -> Judgement:
    look = a_feed_look(as_of, *moments, complete_since=FAR)
    return judged(INDICATOR, an_account(), look, rules=rules("national", NUMBERS), as_of=as_of, **fields)


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ([EVE, MIDAUTUMN], Outcome.MET),
        ([EVE + timedelta(days=1), MIDAUTUMN], Outcome.NOT_MET),
        ([EVE], Outcome.NOT_MET),
    ],
    ids=["before both holidays", "on the holiday itself", "before one of them"],
)
def test_the_last_workday_before_a_holiday_needs_an_update(moments: list[datetime], expected: Outcome) -> None:
    """Make-up days are workdays, ordinary weekends are no holidays."""
    assert expected is asked(*moments).outcome


def test_only_holidays_of_the_period_count() -> None:
    """中秋节 lies before it."""
    assert Outcome.MET is asked(EVE, period=a_period("2024-09-20", "2024-10-07")).outcome


def test_a_day_nobody_watched_is_open() -> None:
    """A look after the holiday does not show it."""
    look = a_feed_look(AFTER, AFTER)

    assert (
        Outcome.UNDETERMINED
        is judged(INDICATOR, an_account(), look, rules=rules("national", NUMBERS), as_of=AFTER).outcome
    )


def test_it_warns_on_the_day_itself() -> None:
    """Nothing came yet, and tomorrow is a holiday."""
    near = asked(MIDAUTUMN, as_of=EVE).near

    assert near is not None
    assert near.warn
