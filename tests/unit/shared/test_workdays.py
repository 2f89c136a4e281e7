"""Workdays follow the published holidays and make-up days, and are never guessed."""

from datetime import date

import pytest

from shared.workdays import UnknownYear, add_workdays, is_workday, known_years, workdays_between, workdays_in


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2023, 10, 6), False, id="a Friday in the National Day holiday"),
        pytest.param(date(2023, 10, 7), True, id="a Saturday that is made up for"),
        pytest.param(date(2023, 10, 9), True, id="an ordinary Monday"),
        pytest.param(date(2023, 10, 15), False, id="an ordinary Sunday"),
    ],
)
def test_holidays_and_make_up_days_count(day: date, expected: bool):
    """A make-up Saturday is a workday, a holiday Friday is not."""
    assert expected == is_workday(day)


def test_a_term_begins_the_day_after():
    """Three workdays from Thursday before the holiday end on the make-up weekend after it."""
    assert date(2023, 10, 9) == add_workdays(date(2023, 9, 28), 3)
    assert 3 == workdays_between(date(2023, 9, 28), date(2023, 10, 9))


def test_workdays_are_counted_backwards_too():
    """Going back over the holiday gives the day the term began."""
    assert date(2023, 9, 28) == add_workdays(date(2023, 10, 9), -3)


def test_the_days_of_a_span_include_both_ends():
    """A span of one workday has one."""
    assert [date(2023, 10, 9)] == workdays_in(date(2023, 10, 9), date(2023, 10, 9))


def test_an_unknown_year_is_refused_with_the_remedy():
    """Nobody guesses next decade's holidays."""
    with pytest.raises(UnknownYear, match="chinesecalendar"):
        is_workday(date(known_years()[-1] + 5, 3, 3))
