"""Windows in days, workdays and months."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from services.evaluator.window import Unit, Window, day_in_china, months_after, parse_window
from shared.clock import CHINA
from shared.workdays import UnknownYear, is_workday


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("14 days", Window(14), "2周"),
        ("1 day", Window(1), "1天"),
        ("2 weeks", Window(14), "2周"),
        ("10 days", Window(10), "10天"),
        ("5 workdays", Window(5, Unit.WORKDAYS), "5个工作日"),
        ("6 months", Window(6, Unit.MONTHS), "6个月"),
    ],
)
def test_a_window_is_read_and_said(text: str, expected: Window, words: str) -> None:
    """Packs write English, people read Chinese."""
    window = parse_window(text)

    assert expected == window
    assert words == str(window)


@pytest.mark.parametrize("text", ["两周", "14", 14, "0 days", "-3 days", "14 hours", None, ""])
def test_anything_else_is_refused(text: object) -> None:
    """The mistake says what was expected and what was found."""
    with pytest.raises(ValueError, match=f"应为 期限，.*，写的是 {json.dumps(text, ensure_ascii=False)}"):
        parse_window(text)


@pytest.mark.parametrize(
    ("window", "newest", "last_day_in"),
    [
        ("14 days", date(2026, 11, 6), date(2026, 11, 20)),
        ("6 months", date(2026, 5, 20), date(2026, 11, 20)),
        ("6 months", date(2026, 8, 31), date(2027, 2, 28)),
        ("3 months", date(2026, 11, 30), date(2027, 2, 28)),
        ("5 workdays", date(2026, 11, 13), date(2026, 11, 22)),
        ("5 workdays", date(2026, 9, 30), date(2026, 10, 13)),
    ],
    ids=[
        "days",
        "months",
        "end of a longer month",
        "end of February",
        "over a weekend",
        "over 国庆 with its make-up day",
    ],
)
def test_an_update_lies_in_the_window_up_to_its_last_day(window: str, newest: date, last_day_in: date) -> None:
    """`start` and `first_day_out` agree on the edge."""
    limit = parse_window(window)

    out = limit.first_day_out(newest, is_workday)

    assert limit.start(last_day_in, is_workday) <= newest
    assert out > last_day_in
    assert limit.start(out, is_workday) > newest


@pytest.mark.parametrize(
    "window", [Window(14), Window(7, Unit.WORKDAYS), Window(1, Unit.MONTHS), Window(3, Unit.MONTHS)]
)
def test_no_day_is_out_before_the_least_days(window: Window) -> None:
    """Whatever day of the year it is counted from; and one is out about then."""
    days = (date(2025, 1, 1) + timedelta(days=n) for n in range(365))

    spans = [(window.first_day_out(day, is_workday) - day).days for day in days]

    assert window.least_days <= min(spans) <= window.least_days + 6


def test_five_workdays_reach_over_the_weekend() -> None:
    """From Friday back five workdays is the Friday before."""
    assert date(2026, 11, 13) == Window(5, Unit.WORKDAYS).start(date(2026, 11, 20), is_workday)


def test_an_unknown_year_is_not_guessed() -> None:
    """Workdays of a year nobody has published are an error to the caller."""
    with pytest.raises(UnknownYear):
        Window(5, Unit.WORKDAYS).start(date(2035, 3, 1), is_workday)


def test_months_end_on_the_last_day_of_shorter_ones() -> None:
    """31 January and one month is the end of February."""
    assert date(2028, 2, 29) == months_after(date(2028, 1, 31), 1)
    assert date(2025, 12, 31) == months_after(date(2026, 1, 31), -1)


@pytest.mark.parametrize("year", [1, 1990, 1991, 1992, 2026, 9998])
@pytest.mark.parametrize("hour", [15, 16])
def test_a_day_in_china_is_that_of_its_zone(year, hour):
    """Eight hours ahead, and nine in the summers up to 1991."""
    moment = datetime(year, 7, 1, hour, 30, tzinfo=UTC)

    assert moment.astimezone(CHINA).date() == day_in_china(moment)
