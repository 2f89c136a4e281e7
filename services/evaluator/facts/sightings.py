"""When the newest lines of a list were first and last seen: what shows deletion and back-dating."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from struct import pack, unpack
from zlib import crc32

from services.evaluator.facts.fact import fact
from services.evaluator.facts.minutes import MINUTE, minute_of, moment_of

MOST = 24
"""Lines kept of one list: the newest by their own dates."""

KEPT_FOR = timedelta(days=60)
"""Lines dated longer ago than this are forgotten."""

FOLLOWED = KEPT_FOR // MINUTE
"""The same in minutes."""

_A_DAY = timedelta(days=1) // MINUTE

_STILL = 0xFFFFFFFF
"""Stands for the last minute of a line that the latest look showed: such a look, too, then changes one number."""

Line = int
"""A line as it is kept: the minute it is dated, above its name as a number of 32 bits."""

Times = Mapping[Line, tuple[int, int]]
"""The first and the last minute at which lines were seen."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One line: its name as a number, its own date, and the first and last look that showed it."""

    name: int
    published_at: datetime
    first_at: datetime
    last_at: datetime


@fact(frozen=True, slots=True)
class Sightings:
    """The lines in order of their dates, with the minutes they were first and last seen; the newest few alone are kept.

    What is cut off is older by its own date than all that stays, so the order of looks leaves no trace.
    """

    lines: bytes = b""
    """Eight bytes a line."""
    firsts: bytes = b""
    """Four bytes a line: the first minute it was seen."""
    lasts: bytes = b""
    """Four bytes a line: the last minute, or that it is the latest."""
    latest: int = 0
    """The last minute at which any of them was seen."""

    def join(self, times: Times) -> "Sightings":
        """With what more looks showed: when each line was first and last among them."""
        if not times:
            return self
        known = dict(self._times())
        for line, (first, last) in times.items():
            then = known.get(line)
            known[line] = (min(first, then[0]), max(last, then[1])) if then else (first, last)
        return _kept(known)

    def shown(self, lines: Sequence[Line], minute: int) -> "Sightings":
        """With what one more look showed at that minute: what joining it says, quicker where it is the latest look."""
        if not lines or minute <= self.latest:
            return self.join(dict.fromkeys(lines, (minute, minute)))
        known, before = _lines(self.lines), self.latest
        firsts = dict.fromkeys(lines, minute) | dict(zip(known, _minutes(self.firsts), strict=True))
        lasts = dict(zip(known, _minutes(self.lasts), strict=True))
        newest = sorted(firsts)[-MOST:]
        shown = set(lines)
        if shown.isdisjoint(newest):
            return self
        ends = [_STILL if line in shown else before if (last := lasts[line]) == _STILL else last for line in newest]
        return _packed(newest, [firsts[line] for line in newest], ends, minute)

    def again(self, then: datetime, now: datetime) -> "Sightings | None":
        """With one more look that showed the same lines as the latest one, which was at that moment.

        None where it is not certain which lines those were, or where some of them are too old to be followed by now.
        """
        before, minute = minute_of(then), minute_of(now)
        if before > self.latest or not self.lines:
            # None of its lines was young enough to be kept, so none is now.
            return self
        if before < self.latest or self._published(self.lasts[::4].find(0xFF)) < minute - FOLLOWED:
            return None
        return Sightings(self.lines, self.firsts, self.lasts, minute)

    def lack(self, since: datetime, at: datetime) -> bool:
        """Whether a look of that moment, which shows everything from `since` on, may not show a line it should.

        It may be said of a look that shows them all, never the other way round.
        """
        if self.latest != minute_of(at):
            return True
        others = len(self.lines) // 8 - self._still()
        if not self.lasts.endswith(b"\xff\xff\xff\xff" * (len(self.lasts) // 4 - others)):
            return True
        return others > 0 and self._published(others - 1) > minute_of(since)

    def since(self, floor: datetime) -> "Sightings":
        """Without the lines dated before `floor`."""
        first = minute_of(floor)
        if not self.lines or self._published(0) >= first:
            return self
        return _kept({line: times for line, times in self._times() if line >> 32 >= first})

    def __iter__(self) -> Iterator[Sighting]:
        for line, times in self._times():
            yield _sighting(line, *times)

    def brings_late(self, before: "Sightings") -> bool:
        """Whether a line was first seen a day after its own date or later, of which that was not known before."""
        late = _late_of(self)
        return bool(late) and not late <= _late_of(before)

    def late(self, by: timedelta) -> Iterator[Sighting]:
        """The lines first seen so much later than their own date."""
        minutes = by // MINUTE
        for line, (first, last) in self._times():
            if first - (line >> 32) >= minutes:
                yield _sighting(line, first, last)

    def gone(self, at: datetime, within: timedelta) -> Iterator[Sighting]:
        """The lines last seen before a look, and within so long of their own date."""
        now, minutes = minute_of(at), within // MINUTE
        for line, (first, last) in self._times():
            if last < now and last - (line >> 32) <= minutes:
                yield _sighting(line, first, last)

    def document(self) -> bytes:
        """As it is stored: the latest minute, then the lines, their first and their last minutes."""
        return pack(">I", self.latest) + self.lines + self.firsts + self.lasts if self.lines else b""

    @classmethod
    def read(cls, document: bytes) -> "Sightings":
        """What `document` wrote, or wrote when it was rows of published minute, name, first and last minute."""
        if len(document) % 16 == 0:
            numbers = unpack(f"<{len(document) // 4}I", document)
            rows = zip(*(numbers[place::4] for place in range(4)), strict=True)
            return _kept({published << 32 | name: (first, last) for published, name, first, last in rows})
        count, latest = len(document) // 16, int.from_bytes(document[:4], "big")
        return cls(
            document[4 : 4 + 8 * count], document[4 + 8 * count : 4 + 12 * count], document[-4 * count :], latest
        )

    def _still(self) -> int:
        # No minute begins with this byte.
        return self.lasts[::4].count(0xFF)

    def _published(self, place: int) -> int:
        return int.from_bytes(self.lines[8 * place : 8 * place + 4], "big")

    def _times(self) -> Iterator[tuple[Line, tuple[int, int]]]:
        lasts = [self.latest if last == _STILL else last for last in _minutes(self.lasts)]
        return zip(_lines(self.lines), zip(_minutes(self.firsts), lasts, strict=True), strict=True)


def _kept(known: Times) -> Sightings:
    newest = sorted(known)[-MOST:]
    latest = max([known[line][1] for line in newest], default=0)
    ends = [known[line][1] for line in newest]
    still = [_STILL if end == latest else end for end in ends]
    return _packed(newest, [known[line][0] for line in newest], still, latest)


def _packed(lines: list[Line], firsts: list[int], lasts: list[int], latest: int) -> Sightings:
    count = len(lines)
    return Sightings(pack(f">{count}Q", *lines), pack(f">{count}I", *firsts), pack(f">{count}I", *lasts), latest)


def _lines(packed: bytes) -> tuple[Line, ...]:
    return unpack(f">{len(packed) // 8}Q", packed)


def _minutes(packed: bytes) -> tuple[int, ...]:
    return unpack(f">{len(packed) // 4}I", packed)


def _late_of(sightings: Sightings) -> set[tuple[Line, int]]:
    pairs = zip(_lines(sightings.lines), _minutes(sightings.firsts), strict=True)
    return {(line, first) for line, first in pairs if first - (line >> 32) >= _A_DAY}


def lines_of(named: Iterable[tuple[int, str]], *, since: int = 0) -> list[Line]:
    """The lines as they are kept: of those dated in this minute or later, by the minute and what names each."""
    return [minute << 32 | crc32(name.encode()) for minute, name in named if minute >= since]


def _sighting(line: Line, first: int, last: int) -> Sighting:
    return Sighting(line & 0xFFFFFFFF, moment_of(line >> 32), moment_of(first), moment_of(last))
