"""How many things carry each day as their date: at most 255 a day, the most that one look showed."""

from collections.abc import Iterator, Mapping
from datetime import date

from services.evaluator.facts.fact import fact

_MOST = 255


@fact(frozen=True, slots=True)
class DayCounts:
    """A count for each day from `first` on, without empty days at either end, so that equal counts are equal values."""

    first: int = 0
    """The ordinal of the first day; 0 when nothing is counted."""
    counts: bytes = b""

    def join(self, seen: Mapping[int, int]) -> "DayCounts":
        """With each day, by its ordinal, at the larger of the two counts: one look repeats what another showed."""
        if self._holds(seen):
            return self
        first, end = min(seen), max(seen) + 1
        if self.counts:
            first, end = min(self.first, first), max(self.first + len(self.counts), end)
        row = bytearray(end - first)
        row[self.first - first : self.first - first + len(self.counts)] = self.counts
        for ordinal, count in seen.items():
            at = ordinal - first
            if row[at] < count:
                row[at] = min(count, _MOST)
        return _trimmed(first, bytes(row))

    def since(self, floor: date) -> "DayCounts":
        """Without the days before `floor`."""
        drop = floor.toordinal() - self.first
        if not self.counts or drop <= 0:
            return self
        return _trimmed(self.first + drop, self.counts[drop:])

    def newest(self, until: date) -> date | None:
        """The latest counted day up to and including `until`."""
        end = until.toordinal() - self.first + 1
        row = self.counts[: max(end, 0)].rstrip(b"\0")
        return date.fromordinal(self.first + len(row) - 1) if row else None

    def on(self, day: date) -> int:
        """The count of one day."""
        at = day.toordinal() - self.first
        return self.counts[at] if 0 <= at < len(self.counts) else 0

    def days(self, first: date, last: date) -> Iterator[date]:
        """The counted days from `first` to `last`, both included, in order."""
        start = max(first.toordinal(), self.first)
        end = min(last.toordinal() + 1, self.first + len(self.counts))
        return (date.fromordinal(day) for day in range(start, end) if self.counts[day - self.first])

    def total(self, first: date, last: date) -> int:
        """The sum over the days from `first` to `last`, both included."""
        start = max(first.toordinal() - self.first, 0)
        return sum(self.counts[start : max(last.toordinal() - self.first + 1, 0)])

    def _holds(self, seen: Mapping[int, int]) -> bool:
        start, counts = self.first, self.counts
        end = start + len(counts)
        for day, count in seen.items():
            if not start <= day < end or (counts[day - start] < count and counts[day - start] < _MOST):
                return False
        return True


def _trimmed(first: int, row: bytes) -> DayCounts:
    kept = row.lstrip(b"\0")
    if not kept:
        return DayCounts()
    return DayCounts(first + len(row) - len(kept), kept.rstrip(b"\0"))
