"""Several looks at one list, put together before they are joined to its page: what one repeats of another is free."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from services.evaluator.facts import slots
from services.evaluator.facts.look import Look
from services.evaluator.facts.sightings import Line, Times, minute_of, times_of
from services.evaluator.window import day_in_china
from shared.contracts.observations import Entry, Post

Dated = tuple[datetime, Entry | Post]
"""Something on a list, with its date."""


class Shown(NamedTuple):
    """What one look showed: what carries a date that can be true, and how much there was in all."""

    base: Look
    dated: Sequence[Dated]
    total: int
    listed: int = 0
    """The whole list as one number of this process; 0: not known."""

    def look(self) -> Look:
        """The look with how much its list showed, and the newest of what carries a date."""
        base, dated, total, _ = self
        if not dated:
            return base.showing(Look(at=base.at, event_id="", shown=total))
        newest_at = max([at for at, _ in dated])
        newest = max([(entry.title, entry.url) for at, entry in dated if at == newest_at])
        list_shown = Look(
            at=base.at,
            event_id="",
            shown=total,
            dated=len(dated),
            newest_at=newest_at,
            newest_title=newest[0][:80],
            newest_url=newest[1],
        )
        return base.showing(list_shown)


class Looks:
    """Good looks at one list, in any order. What they come to is what joining each of them would."""

    __slots__ = (
        "_dates",
        "_days",
        "_first",
        "_last",
        "_latest",
        "_lines",
        "_times",
        "covered",
        "empty",
        "filled",
        "undated",
    )

    def __init__(self) -> None:
        self.filled = self.empty = self.undated = self.covered = 0
        """The slots, as a page keeps them."""
        self._latest: Shown | None = None
        self._days: Counter[date] = Counter()
        self._times: Times = {}
        # A run: looks that showed the very same lines, from the first to the last minute of them.
        self._dates: list[datetime] = []
        self._lines: list[Line] = []
        self._first = self._last = 0

    def add(self, shown: Shown, lines: list[Line]) -> None:
        """One more look, with those of its dated lines that are remembered by name."""
        base = shown.base
        if self._latest is None or base.order > self._latest.base.order:
            self._latest = shown
        self._note_slots(shown)
        dates, minute = [at for at, _ in shown.dated], minute_of(base.at)
        if lines == self._lines and dates == self._dates:
            self._first, self._last = min(self._first, minute), max(self._last, minute)
        else:
            self._end_run()
            self._dates, self._lines, self._first, self._last = dates, lines, minute, minute

    @property
    def latest(self) -> Look | None:
        """The latest of them."""
        return self._latest.look() if self._latest else None

    @property
    def listed(self) -> int:
        """The list of the latest of them as one number of this process; 0: not known."""
        return self._latest.listed if self._latest else 0

    @property
    def days(self) -> Counter[date]:
        """How much carries each day as its date: the most that one look showed."""
        self._end_run()
        return self._days

    @property
    def times(self) -> Times:
        """When each line was first and last seen."""
        self._end_run()
        return self._times

    def _note_slots(self, shown: Shown) -> None:
        base = shown.base
        slot = 1 << slots.slot_of(base.at)
        if shown.dated:
            self.filled |= slot
        elif shown.total:
            self.undated |= slot
            return
        else:
            self.empty |= slot
        if base.complete_since:
            self.covered |= slots.whole_slots(base.complete_since, base.at)

    def _end_run(self) -> None:
        if not self._dates:
            return
        days = Counter(map(day_in_china, self._dates))
        self._days = self._days | days if self._days else days
        for key, (first, last) in times_of(self._lines, self._first, self._last).items():
            known = self._times.get(key)
            self._times[key] = (min(first, known[0]), max(last, known[1])) if known else (first, last)
        self._dates, self._lines = [], []
