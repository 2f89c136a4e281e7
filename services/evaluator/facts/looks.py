"""Several looks at one list, put together before they are joined to its page: what one repeats of another is free."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from services.evaluator.facts import slots
from services.evaluator.facts.look import Look
from services.evaluator.facts.sightings import KEPT_FOR, Line, Times, key_of, minute_of
from services.evaluator.window import day_in_china
from shared.contracts.observations import Entry, Post

Dated = tuple[datetime, Entry | Post]
"""Something on a list, with its date."""


class Shown(NamedTuple):
    """What one look showed: what carries a date that can be true, and all there was."""

    base: Look
    dated: Sequence[Dated]
    entries: Sequence[Entry | Post]

    def look(self) -> Look:
        """The look with how much its list showed, and the newest of what carries a date."""
        base, dated, total = self.base, self.dated, len(self.entries)
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

    __slots__ = ("_days", "_days_of", "_is_alone", "_latest", "_run", "_seen", "covered", "empty", "filled", "undated")

    def __init__(self) -> None:
        self.filled = self.empty = self.undated = self.covered = 0
        """The slots, as a page keeps them."""
        self._latest: Shown | None = None
        self._is_alone = True
        """No other look of the minute of the latest one is among them."""
        self._days: dict[date, int] = {}
        self._days_of: dict[datetime, date] = {}
        self._seen: dict[Line, tuple[int, int]] = {}
        self._run: _Run | None = None

    def add(self, shown: Shown) -> None:
        """One more look."""
        base, minute = shown.base, minute_of(shown.base.at)
        self._note_latest(shown, minute)
        self._note_slots(shown)
        lines, recent = [(name_of(entry), at) for at, entry in shown.dated], base.at - KEPT_FOR
        if self._run is None or not self._run.goes_on(lines, recent, minute):
            self._end_run()
            self._run = _Run(lines, recent, minute)

    @property
    def latest(self) -> Look | None:
        """The latest of them."""
        return self._latest.look() if self._latest else None

    @property
    def listed(self) -> int:
        """The list of the latest of them, as one number of this process; 0 where sightings tell it from no other."""
        return number_of(self._latest.entries) if self._latest and self._is_alone else 0

    @property
    def days(self) -> Mapping[date, int]:
        """How much carries each day as its date: the most that one look showed."""
        self._end_run()
        return self._days

    @property
    def times(self) -> Times:
        """When each line was first and last seen."""
        self._end_run()
        times: Times = {}
        for line, (first, last) in self._seen.items():
            key = key_of(line)
            known = times.get(key)
            times[key] = (min(first, known[0]), max(last, known[1])) if known else (first, last)
        return times

    def _note_latest(self, shown: Shown, minute: int) -> None:
        known = self._latest
        is_later = known is None or shown.base.order > known.base.order
        if known and minute_of(known.base.at) == minute:
            self._is_alone = False
        elif is_later:
            self._is_alone = True
        if is_later:
            self._latest = shown

    def _note_slots(self, shown: Shown) -> None:
        base = shown.base
        slot = 1 << slots.slot_of(base.at)
        if shown.dated:
            self.filled |= slot
        elif shown.entries:
            self.undated |= slot
            return
        else:
            self.empty |= slot
        if base.complete_since:
            self.covered |= slots.whole_slots(base.complete_since, base.at)

    def _end_run(self) -> None:
        run, seen = self._run, self._seen
        if run is None:
            return
        days: dict[date, int] = {}
        for line in run.lines:
            at = line[1]
            day = self._days_of.get(at)
            if day is None:
                day = self._days_of[at] = day_in_china(at)
            days[day] = days.get(day, 0) + 1
            if at >= run.recent:
                known = seen.get(line)
                seen[line] = (min(run.first, known[0]), max(run.last, known[1])) if known else (run.first, run.last)
        for day, count in days.items():
            if count > self._days.get(day, 0):
                self._days[day] = count
        self._run = None


class _Run:
    """Looks that showed the very same lines, from the first to the last minute of them."""

    __slots__ = ("first", "last", "lines", "recent", "young")

    def __init__(self, lines: Sequence[Line], recent: datetime, minute: int) -> None:
        self.lines = lines
        self.recent = recent
        """Lines dated before it are too old to be followed."""
        self.young = _young(lines, recent)
        self.first = self.last = minute

    def goes_on(self, lines: Sequence[Line], recent: datetime, minute: int) -> bool:
        """Whether one more look belongs to it: it shows the same lines, and no other ones are too old."""
        if lines != self.lines or _young(lines, recent) != self.young:
            return False
        self.first, self.last = min(self.first, minute), max(self.last, minute)
        return True


def _young(lines: Sequence[Line], recent: datetime) -> int:
    return len([at for _, at in lines if at >= recent])


def number_of(entries: Sequence[Entry | Post]) -> int:
    """A whole list as one number of this process, by which it is known again."""
    return hash(tuple([tuple(vars(entry).values()) for entry in entries]))


def name_of(entry: Entry | Post) -> str:
    """What names a line of a list."""
    return entry.url or (entry.id if isinstance(entry, Post) else "") or entry.title
