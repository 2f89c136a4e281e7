"""One date that could be the publication of an article, and how much it is worth."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum


class Certainty(StrEnum):
    """How sure a reading is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Trust(IntEnum):
    """The order of trust, best first, as measured on real pages."""

    META = 0
    STRUCTURED = 1
    SCRIPT = 2
    LABELLED = 3
    NEAR_TITLE = 4
    INFO_BAR = 5
    UPDATED = 6
    ADDRESS = 7


@dataclass(frozen=True, slots=True)
class Witness:
    """A moment, what it was read from (`meta:pubdate`, `label`, `near_title` …) and its trust."""

    origin: str
    at: datetime
    trust: Trust
    timed: bool = False
    """A time of day is written, not only the day."""
    weak: bool = False
    """Nothing says that it is not the date of the document."""

    @property
    def on(self) -> date:
        """The day in China."""
        return self.at.date()
