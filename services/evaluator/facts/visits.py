"""The visits of the last days: at most one a minute, each with how long it took or that it failed."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from services.evaluator.facts.look import Look

FAILED = 255
"""The code of a visit that failed; below it a code is the time taken in whole quarters of a second."""

_SLOWEST = 254
_QUARTERS = 4
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_KEPT_FAILURES = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """Visits counted over some stretch of time."""

    total: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Visits:
    """One word a minute, minute above code, sorted. Two visits in one minute are one, and the better one counts."""

    words: bytes = b""
    failures: tuple[Look, ...] = field(default=())
    """The latest failed visits, newest first, as evidence."""

    def join(self, visits: list[tuple[datetime, int]], failures: list[Look]) -> "Visits":
        """With more visits, each a moment and a code."""
        words = _words(self.words)
        if len(visits) == 1 and not failures and (not words or words[-1] >> 8 < _minute(visits[0][0])):
            # Mostly it is one more, later than all others.
            ((at, code),) = visits
            return Visits(self.words + array("I", [_minute(at) << 8 | code]).tobytes(), self.failures)
        known = {word >> 8: word & 255 for word in words}
        for at, code in visits:
            minute = _minute(at)
            known[minute] = min(code, known.get(minute, FAILED))
        ordered = array("I", sorted(minute << 8 | code for minute, code in known.items()))
        return Visits(ordered.tobytes(), _latest({*self.failures, *failures}))

    def since(self, floor: datetime) -> "Visits":
        """Without the visits before `floor`."""
        words = _words(self.words)
        drop = bisect_left(words, _minute(floor) << 8)
        failures = tuple(look for look in self.failures if look.at >= floor)
        return Visits(words[drop:].tobytes(), failures)

    def count(self, after: datetime, until: datetime) -> int:
        """How many visits there were after one moment, up to the minute of another."""
        words = _words(self.words)
        return bisect_left(words, (_minute(until) + 1) << 8) - bisect_left(words, (_minute(after) + 1) << 8)

    def tally(self, after: datetime, until: datetime, *, slow: timedelta) -> Tally:
        """The visits after one moment, up to the minute of another; one that took `slow` or longer failed."""
        words = _words(self.words)
        first = bisect_left(words, (_minute(after) + 1) << 8)
        end = bisect_left(words, (_minute(until) + 1) << 8)
        limit = slow.total_seconds() * _QUARTERS
        return Tally(end - first, sum(1 for word in words[first:end] if word & 255 >= limit))

    def last_at(self, until: datetime) -> datetime | None:
        """The minute of the latest visit up to a moment."""
        words = _words(self.words)
        end = bisect_left(words, (_minute(until) + 1) << 8)
        return _EPOCH + (words[end - 1] >> 8) * _MINUTE if end else None

    def document(self) -> list[Any]:
        """Plain values for the database."""
        return [self.words, [look.document() for look in self.failures]]

    @classmethod
    def read(cls, document: list[Any]) -> "Visits":
        """The visits that `document` wrote."""
        words, failures = document
        return cls(bytes(words), tuple(Look.read(look) for look in failures))


def code_of(elapsed_ms: int | None) -> int:
    """The code of a visit that succeeded: how long it took, up to about a minute."""
    return min((elapsed_ms or 0) * _QUARTERS // 1000, _SLOWEST)


def _minute(moment: datetime) -> int:
    return max(0, (moment - _EPOCH) // _MINUTE)


def _words(packed: bytes) -> "array[int]":
    words = array("I")
    words.frombytes(packed)
    return words


def _latest(failures: set[Look]) -> tuple[Look, ...]:
    return tuple(sorted(failures, key=lambda look: look.order, reverse=True)[:_KEPT_FAILURES])
