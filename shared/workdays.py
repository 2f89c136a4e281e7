"""Workdays of China: Monday to Friday, without the public holidays, with the make-up days (调休)."""

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

from shared.errors import Permanent


class UnknownYear(Permanent):
    """The holidays of that year are not known here, so what depends on them is undetermined, never guessed."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年的放假调休安排未知：已知年份为 {known_years()[0]} 至 {known_years()[-1]}；"
            "请升级 chinesecalendar（国务院办公厅每年 11 月前后公布次年安排）"
        )
        self.year = year


def known_years() -> tuple[int, ...]:
    """The years whose workdays are known, in order."""
    return tuple(sorted({day.year for day in chinese_calendar.constants.holidays}))


@lru_cache(maxsize=20_000)
def is_workday(day: date) -> bool:
    """Whether people work that day, make-up weekends included.

    Raises:
        UnknownYear: nobody has published that year's holidays yet.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise UnknownYear(day.year) from error


def add_workdays(day: date, count: int) -> date:
    """The workday `count` workdays after `day` (before it, when negative). `day` itself is not counted.

    Raises:
        UnknownYear: the way leads through a year nobody knows.
    """
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day)
    return day


def workdays_between(first: date, last: date) -> int:
    """How many workdays there are from the day after `first` to `last`, `last` included, as a reply term is counted.

    Raises:
        UnknownYear: a day in between lies in a year nobody knows.
    """
    return sum(is_workday(day) for day in days_after(first, last))


def workdays_in(first: date, last: date) -> list[date]:
    """The workdays from `first` to `last`, both included.

    Raises:
        UnknownYear: a day in between lies in a year nobody knows.
    """
    return [day for day in days_after(first - timedelta(days=1), last) if is_workday(day)]


def days_after(first: date, last: date) -> list[date]:
    """Every day after `first` up to and including `last`."""
    return [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
