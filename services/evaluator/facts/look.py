"""One look at one page or feed, as far as it matters once newer looks exist."""

from datetime import datetime
from typing import Any, NamedTuple

NOTHING_SHOWN = -1
"""The number of entries of a look that read no list."""


class Look(NamedTuple):
    """The latest look of its kind: ordered by time, then by event id, so that all replicas keep the same one."""

    at: datetime
    event_id: str
    reason: str | None = None
    """Why nothing could be seen; None for a good look."""
    failed: bool = False
    """The target did not answer as it must; otherwise a look with a reason was blind on our side."""
    url: str = ""
    complete_since: datetime | None = None
    shown: int = NOTHING_SHOWN
    """How many entries the list had."""
    dated: int = 0
    """How many of them carried a date that can be true."""
    newest_at: datetime | None = None
    newest_title: str = ""
    newest_url: str = ""
    evidence_id: str | None = None

    @property
    def order(self) -> tuple[datetime, str]:
        """What makes one look later than another."""
        return self.at, self.event_id

    @property
    def wholly_undated(self) -> bool:
        """It read a list, and nothing on it carried a date."""
        return self.shown > 0 and not self.dated

    @property
    def partly_undated(self) -> bool:
        """Something on the list carried no date that can be true."""
        return self.dated < self.shown

    def showing(self, other: "Look") -> "Look":
        """The look with what another one showed."""
        return Look(
            at=self.at,
            event_id=self.event_id,
            reason=self.reason,
            failed=self.failed,
            url=self.url,
            complete_since=self.complete_since,
            shown=other.shown,
            dated=other.dated,
            newest_at=other.newest_at,
            newest_title=other.newest_title,
            newest_url=other.newest_url,
            evidence_id=self.evidence_id,
        )

    def document(self) -> list[Any]:
        """Plain values, in the order of the fields."""
        return list(self)

    @classmethod
    def read(cls, document: list[Any]) -> "Look":
        """The look that `document` wrote; fields it did not know yet keep their defaults."""
        return cls(*document[: len(cls._fields)])


def later(one: Look | None, other: Look | None) -> Look | None:
    """The later of two looks, whichever was heard of first."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda look: look.order)
