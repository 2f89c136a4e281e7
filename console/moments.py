"""Moments and periods as people write them."""

import calendar
import re
from datetime import date, datetime, time, timedelta

from shared.clock import CHINA
from shared.errors import BadInput

_QUARTER = re.compile(r"(\d{4})[Qq]([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


def moment(text: str) -> datetime:
    """The moment: a date means the end of that day in China, a time without a zone is China's.

    Raises:
        BadInput: it is neither.
    """
    try:
        if len(text) == len("2026-01-01"):
            return end_of_day(date.fromisoformat(text))
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"时间 {text!r}：应为 2026-01-31、2026-01-31T08:00 或带时区的 2026-01-31T08:00+08:00") from error
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


def end_of_day(day: date) -> datetime:
    """The last millisecond of the day in China."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA) - timedelta(milliseconds=1)


def period(label: str) -> tuple[date, date]:
    """First and last day of `2023Q4`, `2023-10` or `2023`.

    Raises:
        BadInput: it is none of these; then the days must be given.
    """
    if found := _QUARTER.fullmatch(label):
        year, quarter = int(found[1]), int(found[2])
        return date(year, quarter * 3 - 2, 1), _last_of_month(year, quarter * 3)
    if (found := _MONTH.fullmatch(label)) and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1), _last_of_month(int(found[1]), int(found[2]))
    if _YEAR.fullmatch(label):
        return date(int(label), 1, 1), date(int(label), 12, 31)
    raise BadInput(f"时期 {label!r}：应为 2023Q4、2023-10 或 2023；其他时期请用 --from 与 --to 写明起止日期")


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
