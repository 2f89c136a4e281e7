"""When the newest lines of a list were first and last seen: what shows deletion and back-dating."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import Struct, pack, unpack
from zlib import crc32

MOST = 24
"""Lines kept of one list: the newest by their own dates."""

KEPT_FOR = timedelta(days=60)
"""Lines dated longer ago than this are forgotten."""

_ROW = Struct("<IIII")
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)

Line = tuple[str, datetime]
"""What names a dated line, and its date."""

Times = dict[tuple[int, int], tuple[int, int]]
"""By published minute and name: the first and the last minute it was seen."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One line: its name as a number, its own date, and the first and last look that showed it."""

    name: int
    published_at: datetime
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Sightings:
    """Rows of published minute, name, first and last minute seen, sorted; the newest few alone are kept.

    What is cut off is older by its own date than all that stays, so the order of looks leaves no trace.
    """

    rows: bytes = b""

    def join(self, times: Times) -> "Sightings":
        """With what more looks showed: when each line was first and last among them."""
        if not times:
            return self
        known = self._times()
        for key, (first, last) in times.items():
            then = known.get(key)
            known[key] = (min(first, then[0]), max(last, then[1])) if then else (first, last)
        return _kept(known)

    def again(self, then: datetime, now: datetime, count: int) -> "Sightings | None":
        """With one more look that showed the same lines as the latest one, `count` of them young enough to be kept.

        None where it is not certain which lines those were.
        """
        before, after = minute_of(then), minute_of(now)
        numbers = list(unpack(f"<{len(self.rows) // 4}I", self.rows))
        lasts = numbers[3::4]
        if lasts.count(before) != min(count, MOST):
            return None
        numbers[3::4] = [after if last == before else last for last in lasts]
        return Sightings(pack(f"<{len(numbers)}I", *numbers))

    def since(self, floor: datetime) -> "Sightings":
        """Without the lines dated before `floor`."""
        first = minute_of(floor)
        if not self.rows or _ROW.unpack_from(self.rows)[0] >= first:
            return self
        return _kept({key: times for key, times in self._times().items() if key[0] >= first})

    def __iter__(self) -> Iterator[Sighting]:
        for published, name, first, last in _ROW.iter_unpack(self.rows):
            yield Sighting(name, _moment(published), _moment(first), _moment(last))

    def late(self, by: timedelta) -> Iterator[Sighting]:
        """The lines first seen so much later than their own date."""
        minutes = by // _MINUTE
        for published, name, first, last in _ROW.iter_unpack(self.rows):
            if first - published >= minutes:
                yield Sighting(name, _moment(published), _moment(first), _moment(last))

    def gone(self, at: datetime, within: timedelta) -> Iterator[Sighting]:
        """The lines last seen before a look, and within so long of their own date."""
        now, minutes = minute_of(at), within // _MINUTE
        for published, name, first, last in _ROW.iter_unpack(self.rows):
            if last < now and last - published <= minutes:
                yield Sighting(name, _moment(published), _moment(first), _moment(last))

    def _times(self) -> Times:
        return {(published, name): (first, last) for published, name, first, last in _ROW.iter_unpack(self.rows)}


def _kept(known: Times) -> Sightings:
    newest = sorted(known)[-MOST:]
    numbers = [number for key in newest for number in (*key, *known[key])]
    return Sightings(pack(f"<{len(numbers)}I", *numbers))


def key_of(line: Line) -> tuple[int, int]:
    """A line as it is kept: the minute it is dated, and its name as a number."""
    name, at = line
    return minute_of(at), crc32(name.encode())


def minute_of(moment: datetime) -> int:
    """The minute a moment lies in, counted from 2015."""
    return max(0, (moment - _EPOCH) // _MINUTE)


def _moment(minute: int) -> datetime:
    return _EPOCH + minute * _MINUTE
