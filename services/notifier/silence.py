"""A silence: what an operator asked not to be spoken of for a while, and why. It always ends."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase

from services.notifier.concern import Concern
from shared.contracts.event import Fact, Moment

LONGEST = timedelta(days=90)
"""A silence that nobody remembers would hide a fault for ever."""


class Purpose(StrEnum):
    """Why nothing is said."""

    SILENCE = "silence"
    """An operator knows of it."""
    MAINTENANCE = "maintenance"
    """The unit works on it, as announced."""


class Silence(Fact):
    """Matches by what is named; what is not named matches anything. The console refuses one that names nothing."""

    id: str
    purpose: Purpose = Purpose.SILENCE
    unit_id: str | None = None
    target_id: str | None = None
    indicator: str | None = None
    """`*` stands for anything."""
    begins_at: Moment
    ends_at: Moment
    why: str
    by: str = ""
    created_at: Moment

    def covers(self, concern: Concern) -> bool:
        """Whether the concern is one of those not to be spoken of."""
        return (
            self.unit_id in {None, concern.unit_id}
            and self.target_id in {None, concern.target_id}
            and (self.indicator is None or fnmatchcase(concern.indicator, self.indicator))
        )


def silenced_until(concern: Concern, silences: Iterable[Silence], now: datetime) -> datetime | None:
    """The end of the last silence in force over the concern; None when it may be spoken of."""
    ends = [s.ends_at for s in silences if s.begins_at <= now < s.ends_at and s.covers(concern)]
    return max(ends, default=None)
