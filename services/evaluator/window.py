"""A limit in time as the regulators write it: so many days, workdays or calendar months."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from services.evaluator.mistakes import instead
from shared.clock import CHINA, local

IsWorkday = Callable[[date], bool]
"""Says whether people work on a day; raises `shared.workdays.UnknownYear` for years nobody knows."""

LAST = timedelta(milliseconds=1)
"""What tells the last moment of a day from the next day: moments are kept to the millisecond."""

_AHEAD = timedelta(hours=8)
_NO_SUMMER_TIME, _LAST_YEAR = 1992, 9999

_TEXT = re.compile(r"^(\d{1,4}) (day|workday|month|week)s?$")


class Unit(StrEnum):
    """What a window is counted in."""

    DAYS = "days"
    WORKDAYS = "workdays"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Window:
    """The last so many days, workdays or calendar months."""

    count: int
    unit: Unit = Unit.DAYS

    def __str__(self) -> str:
        """The window in Chinese."""
        if self.unit is Unit.DAYS:
            return f"{self.count // 7}周" if self.count % 7 == 0 and self.count <= 28 else f"{self.count}天"
        return f"{self.count}个{'工作日' if self.unit is Unit.WORKDAYS else '月'}"

    def start(self, last: date, is_workday: IsWorkday) -> date:
        """The earliest day that still lies in the window ending with `last`: exactly `count` units before it."""
        if self.unit is Unit.MONTHS:
            return months_after(last, -self.count)
        if self.unit is Unit.DAYS:
            return last - timedelta(days=self.count)
        return _workdays_before(last, self.count, is_workday)

    def first_day_out(self, day: date, is_workday: IsWorkday) -> date:
        """The first later day whose window no longer reaches back to `day`."""
        if self.unit is Unit.DAYS:
            return day + timedelta(days=self.count + 1)
        return self._first_day_out(day, is_workday)

    @property
    def least_days(self) -> int:
        """No day is out of the window earlier than this after it, whatever the calendar."""
        return self.count * 28 if self.unit is Unit.MONTHS else self.count

    @lru_cache(maxsize=10_000)  # noqa: B019 - windows are few, small and live as long as their rules
    def _first_day_out(self, day: date, is_workday: IsWorkday) -> date:
        out = months_after(day, self.count) if self.unit is Unit.MONTHS else day + timedelta(days=self.count)
        while self.start(out, is_workday) <= day:
            out += timedelta(days=1)
        return out

    def last_day(self, day: date, is_workday: IsWorkday) -> date:
        """The last day of a term that begins with `day`, which is not counted itself: when an answer is due."""
        if self.unit is Unit.MONTHS:
            return months_after(day, self.count)
        if self.unit is Unit.DAYS:
            return day + timedelta(days=self.count)
        left = self.count
        while left:
            day += timedelta(days=1)
            left -= is_workday(day)
        return day

    @property
    def about(self) -> timedelta:
        """Its length, roughly: for shares and for limits of sight, never for a judgement."""
        return timedelta(days=self.count * {Unit.DAYS: 1, Unit.WORKDAYS: 1.4, Unit.MONTHS: 30.4}[self.unit])


@lru_cache(maxsize=10_000)
def _workdays_before(last: date, count: int, is_workday: IsWorkday) -> date:
    day, left = last, count
    while left or not is_workday(day):
        left -= is_workday(day)
        day -= timedelta(days=1)
    return day


def months_after(day: date, count: int) -> date:
    """The same day `count` calendar months later (earlier, when negative), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def midnight(day: date) -> datetime:
    """The moment a day begins in China."""
    return datetime.combine(day, time(), CHINA)


def day_in_china(moment: datetime) -> date:
    """The day a clock in China shows. Since 1992 it is eight hours ahead, which is quicker than asking the zone."""
    if moment.tzinfo is UTC and _NO_SUMMER_TIME <= moment.year < _LAST_YEAR:
        return (moment + _AHEAD).date()
    return local(moment).date()


def parse_window(text: Any) -> Window:
    """The window a rule pack writes, such as `14 days`, `2 weeks`, `5 workdays` or `6 months`.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(text, Window):
        return text
    found = _TEXT.match(text) if isinstance(text, str) else None
    if not found or not int(found[1]):
        raise ValueError(instead('期限，如 "14 days"（天）、"2 weeks"、"5 workdays"（工作日）、"6 months"', text))
    count, unit = int(found[1]), found[2]
    return Window(count * 7) if unit == "week" else Window(count, Unit(f"{unit}s"))


WindowText = Annotated[
    Window,
    BeforeValidator(parse_window),
    PlainSerializer(lambda window: f"{window.count} {window.unit}", return_type=str),
]
"""A window as a field of a rule pack's section."""
