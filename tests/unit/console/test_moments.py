"""Moments and periods as people write them."""

from datetime import UTC, date, datetime

import pytest

from console.moments import end_of_day, moment, period
from shared.errors import BadInput


def test_a_date_means_the_end_of_that_day_in_china():
    """What was seen late that evening still counts."""
    assert datetime(2026, 1, 31, 15, 59, 59, 999_000, tzinfo=UTC) == moment("2026-01-31")
    assert end_of_day(date(2026, 1, 31)) == moment("2026-01-31")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-01-31T08:00", datetime(2026, 1, 31, 0, 0, tzinfo=UTC), id="without a zone it is China's"),
        pytest.param(
            "2026-01-31T08:00+00:00", datetime(2026, 1, 31, 8, 0, tzinfo=UTC), id="with a zone it is that zone's"
        ),
        pytest.param("2026-01-31T08:00:05.250Z", datetime(2026, 1, 31, 8, 0, 5, 250_000, tzinfo=UTC), id="Zulu"),
    ],
)
def test_a_time_is_taken_as_it_stands(text, expected):
    """A time of day is that very moment."""
    assert expected == moment(text)


@pytest.mark.parametrize("text", ["", "gestern", "2026-13-01", "2026-02-30", "31.01.2026", "2026-01-31T25:00"])
def test_what_is_no_moment_is_wrong_usage(text):
    """The answer shows how moments are written."""
    with pytest.raises(BadInput, match="2026-01-31T08:00"):
        moment(text)


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        pytest.param("2023Q1", date(2023, 1, 1), date(2023, 3, 31), id="first quarter"),
        pytest.param("2023q4", date(2023, 10, 1), date(2023, 12, 31), id="last quarter, small letter"),
        pytest.param("2024-02", date(2024, 2, 1), date(2024, 2, 29), id="February of a leap year"),
        pytest.param("2023", date(2023, 1, 1), date(2023, 12, 31), id="year"),
    ],
)
def test_a_label_names_its_days(label, first, last):
    """First and last day, both included."""
    assert (first, last) == period(label)


@pytest.mark.parametrize("label", ["2023Q5", "2023Q0", "2023-13", "2023-00", "23Q1", "2023Q4x", "", "上季度"])
def test_what_is_no_period_is_wrong_usage(label):
    """The answer says how to name other periods."""
    with pytest.raises(BadInput, match="--from"):
        period(label)
