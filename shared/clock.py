"""The only place that reads the clock. Everything else takes the moment as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Answers with the present moment, always aware."""

CHINA = ZoneInfo("Asia/Shanghai")
"""The zone every day, workday and deadline of the standard is counted in."""


def now() -> datetime:
    """The present moment in UTC, to the millisecond: what MongoDB keeps, so that a moment survives being stored."""
    moment = datetime.now(UTC)  # noqa: TID251 - this is the one place
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def local(moment: datetime) -> datetime:
    """The same moment as a clock in China shows it. A moment without a zone is taken as China's own time."""
    return moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
