"""Several looks at one list, put together before they are joined to its page: what one repeats of another is free."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from services.evaluator.facts import slots
from services.evaluator.facts.look import Look
from services.evaluator.facts.minutes import EPOCH, MINUTE, days_of, minute_of, moment_of
from services.evaluator.facts.sightings import FOLLOWED, Line, Sightings, lines_of
from shared.contracts.observations import Entry, Post

Dated = tuple[datetime, Entry | Post]
"""Something on a list, with its date."""

Named = tuple[str, datetime]
"""What names it, and its date."""


_ENTRY, _POST = attrgetter(*Entry.model_fields), attrgetter(*Post.model_fields)


class Shown(NamedTuple):
    """What one look showed: what carries a date that can be true, and all there was."""

    base: Look
    dated: Sequence[Dated]
    entries: Sequence[Entry | Post]
    numbers: "Numbers"

    @property
    def number(self) -> int:
        """The whole list as one number of this process, by which it is known again; counted when asked for."""
        return self.numbers.of(self.base.event_id, self.entries)

    def look(self) -> Look:
        """The look with how much its list showed, and the newest of what carries a date."""
        base, dated, total = self.base, self.dated, len(self.entries)
        if not dated:
            return base._replace(shown=total, dated=0, newest_at=None, newest_title="", newest_url="")
        newest_at = max([at for at, _ in dated])
        title, url = max([(entry.title, entry.url) for at, entry in dated if at == newest_at])
        return base._replace(
            shown=total, dated=len(dated), newest_at=newest_at, newest_title=title[:80], newest_url=url
        )


class Looks:
    """Good looks at one list, in any order. What they come to is what joining each of them would."""

    __slots__ = (
        "_days",
        "_is_alone",
        "_is_one",
        "_latest",
        "_lines",
        "_run",
        "_seen",
        "covered",
        "empty",
        "filled",
        "undated",
    )

    def __init__(self) -> None:
        self.filled = self.empty = self.undated = self.covered = 0
        """The slots, as a page keeps them."""
        self._latest: Shown | None = None
        self._is_alone = True
        """No other look of the minute of the latest one is among them."""
        self._days: dict[int, int] = {}
        self._seen: dict[Line, tuple[int, int]] = {}
        self._lines: dict[Named, tuple[int, Line]] = {}
        """Lines with their day and as they are kept, each worked out once."""
        self._is_one = True
        """They all showed the same so far."""
        self._run: _Run | None = None
        """The looks that were added last, as far as they showed the same; the others are in days and seen."""

    def add(self, shown: Shown) -> None:
        """One more look."""
        minute = minute_of(shown.base.at)
        self._note_latest(shown, minute)
        self._note_slots(shown)
        named = named_in(shown.dated)
        if self._run is None:
            self._run = _Run(named, minute)
        elif not self._run.goes_on(named, minute):
            self._end(self._run)
            self._run = _Run(named, minute)

    @property
    def latest(self) -> Look | None:
        """The latest of them."""
        return self._latest.look() if self._latest else None

    @property
    def listed(self) -> int:
        """The list of the latest of them, as one number of this process; 0 where sightings tell it from no other."""
        return self._latest.number if self._latest and self._is_alone else 0

    @property
    def days(self) -> Mapping[int, int]:
        """How much carries each day, by its number, as its date: the most that one look showed."""
        if self._run and self._is_one:
            return self._run.days()
        self._end(self._run)
        return self._days

    def seen(self, known: Sightings) -> Sightings:
        """The sightings with theirs."""
        run = self._run
        if run and self._is_one and run.first == run.last:
            return known.shown(run.young(), run.first)
        self._end(run)
        return known.join(self._seen)

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

    def _end(self, run: "_Run | None") -> None:
        """Note what its looks showed; doing so again changes nothing."""
        if run is None:
            return
        days: dict[int, int] = {}
        for named in run.named:
            known = self._lines.get(named)
            if known is None:
                ((minute, name),) = lines_in([named])
                known = self._lines[named] = (days_of([minute])[0], lines_of([(max(0, minute), name)])[0])
            day, line = known
            days[day] = days.get(day, 0) + 1
            if named[1] >= run.oldest:
                seen = self._seen.get(line)
                self._seen[line] = (min(run.first, seen[0]), max(run.last, seen[1])) if seen else (run.first, run.last)
        for day, count in days.items():
            if count > self._days.get(day, 0):
                self._days[day] = count
        self._is_one = False


class _Run:
    """Looks that showed the very same lines, from the first to the last minute of them."""

    __slots__ = ("_young", "first", "last", "named", "oldest")

    def __init__(self, named: Sequence[Named], minute: int) -> None:
        self.named = named
        self.oldest = moment_of(minute - FOLLOWED)
        """Lines dated before it are too old to be followed."""
        self._young = _young(named, self.oldest)
        """So many of them are not."""
        self.first = self.last = minute

    def goes_on(self, named: Sequence[Named], minute: int) -> bool:
        """Whether one more look belongs to it: it shows the same lines, and no other ones are too old."""
        if named != self.named or _young(named, moment_of(minute - FOLLOWED)) != self._young:
            return False
        self.first, self.last = min(self.first, minute), max(self.last, minute)
        return True

    def days(self) -> dict[int, int]:
        """How many lines carry each day, by its number, as their date."""
        return Counter(days_of([minute for minute, _ in lines_in(self.named)]))

    def young(self) -> list[Line]:
        """The lines that are followed."""
        return lines_of(lines_in(self.named), since=max(0, self.first - FOLLOWED))


def _young(named: Sequence[Named], oldest: datetime) -> int:
    return len([1 for _, at in named if at >= oldest])


class Numbers:
    """Whole lists as numbers of this process, by which they are known again; each is counted once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[Entry | Post, ...], int]] = {}

    def of(self, event_id: str, entries: Sequence[Entry | Post]) -> int:
        """The list that an event showed; another one under the same id, which senders choose, is another list."""
        shown = tuple(entries)
        known = self._known.get(event_id)
        if known is None or known[0] != shown:
            values = _POST if shown and isinstance(shown[0], Post) else _ENTRY
            known = self._known[event_id] = (shown, hash(tuple(map(values, shown))))
        return known[1]


def name_of(entry: Entry | Post) -> str:
    """What names a line of a list."""
    return entry.url or (entry.id if isinstance(entry, Post) else "") or entry.title


def named_in(dated: Sequence[Dated]) -> list[Named]:
    """What names each line, mostly its address, and its date."""
    return [(entry.url or name_of(entry), at) for at, entry in dated]


def lines_in(named: Sequence[Named]) -> list[tuple[int, str]]:
    """The minute each line is dated, and what names it."""
    return [((at - EPOCH) // MINUTE, name) for name, at in named]
