"""The minutes since 2015, in which facts are kept that need no more than that."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""Before everything that is watched."""

MINUTE = timedelta(minutes=1)

_A_DAY = 24 * 60
_AHEAD = 8 * 60
"""So many minutes clocks in China are ahead of UTC, since 1992."""

_EPOCH_ON = EPOCH.toordinal()


def minute_of(moment: datetime) -> int:
    """The minute a moment lies in; the first one for moments before 2015."""
    return max(0, (moment - EPOCH) // MINUTE)


def moment_of(minute: int) -> datetime:
    """The moment a minute begins."""
    return EPOCH + minute * MINUTE


def days_of(minutes: Iterable[int]) -> list[int]:
    """The days in China that minutes lie in, as their ordinals."""
    return [_EPOCH_ON + (minute + _AHEAD) // _A_DAY for minute in minutes]
