"""年度报表."""

from datetime import date, timedelta

import pytest

from services.evaluator.indicators.org.annual.report_sites import INDICATOR
from services.evaluator.reason import Reason
from shared.contracts.target import Outcome
from tests.builders import a_period
from tests.regulator_builders import a_tally, asked

FIRST = a_period("2027-01-01", "2027-03-31")


@pytest.mark.parametrize(
    ("day", "expected"), [(31, Outcome.MET), (32, Outcome.NOT_MET)], ids=["31 January", "a day later"]
)
def test_both_sides_of_the_day(day: int, expected: Outcome) -> None:
    """In the period in which it lies."""
    published = date(2026, 12, 31) + timedelta(days=day)

    answer = asked(INDICATOR, a_tally(reports=(("政府网站工作年度报表", (published,)),)), period=FIRST)

    assert expected is answer.outcome


def test_last_years_report_is_not_this_years() -> None:
    """Published in time, but a year ago."""
    assert (
        Outcome.NOT_MET
        is asked(INDICATOR, a_tally(reports=(("政府网站工作年度报表", (date(2026, 1, 5),)),)), period=FIRST).outcome
    )


@pytest.mark.parametrize(
    ("day", "expected"), [(31, Outcome.MET), (32, Outcome.UNDETERMINED)], ids=["in time", "not seen in time"]
)
def test_a_column_that_was_not_seen_until_then_accuses_nobody(day: int, expected: Outcome) -> None:
    """What stood on it may have been taken down; what is seen to have been in time was."""
    published = date(2026, 12, 31) + timedelta(days=day)
    name = "政府网站工作年度报表"

    tally = a_tally(reports=((name, (published,)),), unseen_reports=(name,))

    assert expected is asked(INDICATOR, tally, period=FIRST).outcome


def test_without_such_a_column_it_is_open_and_in_other_periods_not_asked() -> None:
    """It may stand elsewhere."""
    assert Outcome.UNDETERMINED is asked(INDICATOR, a_tally(), period=FIRST).outcome
    assert Reason.NOT_APPLICABLE is asked(INDICATOR, a_tally()).reason
