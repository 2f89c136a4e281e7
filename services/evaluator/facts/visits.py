"""The visits of the last days: at most one a minute, each with how long it took or that it failed."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from sys import byteorder
from typing import Any, NamedTuple

from services.evaluator.facts.fact import fact
from services.evaluator.facts.look import Look
from services.evaluator.facts.minutes import minute_of, moment_of

FAILED = 255
"""The code of a visit that failed; below it a code is the time taken in whole quarters of a second."""

_SLOWEST = 254
_CODE = 0 if byteorder == "little" else 3
"""The place of the code in a word."""
_A_DAY = 24 * 60
_QUARTERS = 4
_KEPT_FAILURES = 10


class Tally(NamedTuple):
    """Visits counted over some stretch of time."""

    total: int = 0
    failed: int = 0


@fact(frozen=True, slots=True)
class Visits:
    """One word a minute, minute above code, sorted. Two visits in one minute are one, and the better one counts."""

    words: bytes = b""
    failures: tuple[Look, ...] = field(default=())
    """The latest failed visits, newest first, as evidence."""

    def join(self, visits: list[tuple[datetime, int]], failures: list[Look]) -> "Visits":
        """With more visits, each a moment and a code."""
        words = _words(self.words)
        if len(visits) == 1 and not failures and (not words or words[-1] >> 8 < minute_of(visits[0][0])):
            # Mostly it is one more, later than all others.
            ((at, code),) = visits
            return Visits(self.words + array("I", [minute_of(at) << 8 | code]).tobytes(), self.failures)
        known = {word >> 8: word & 255 for word in words}
        for at, code in visits:
            minute = minute_of(at)
            known[minute] = min(code, known.get(minute, FAILED))
        ordered = array("I", sorted(minute << 8 | code for minute, code in known.items()))
        return Visits(ordered.tobytes(), _latest({*self.failures, *failures}))

    def since(self, floor: datetime) -> "Visits":
        """Without the visits before `floor`."""
        words = _words(self.words)
        drop = bisect_left(words, minute_of(floor) << 8)
        failures = tuple(look for look in self.failures if look.at >= floor)
        return Visits(words[drop:].tobytes(), failures)

    def tally(self, after: datetime, until: datetime, *, slow: timedelta) -> Tally:
        """The visits after one moment, up to the minute of another; one that took `slow` or longer failed."""
        words = _words(self.words)
        first, end = _after(words, minute_of(after)), _after(words, minute_of(until))
        return self._tally(first, end, slow)

    def counts(self, until: datetime, count: int) -> Iterator[int]:
        """How many there were on the days of 24 hours that end with the minute of a moment, the last day first."""
        words, minute = _words(self.words), minute_of(until)
        end = _after(words, minute)
        for n in range(1, count + 1):
            first = _after(words, minute - n * _A_DAY)
            yield end - first
            end = first

    def days(self, until: datetime, count: int, *, slow: timedelta) -> list[Tally]:
        """The visits of each of these days."""
        end = _after(_words(self.words), minute_of(until))
        ends = accumulate(self.counts(until, count), int.__sub__, initial=end)
        return [self._tally(first, end, slow) for end, first in pairwise(ends)]

    def _tally(self, first: int, end: int, slow: timedelta) -> Tally:
        codes = self.words[4 * first + _CODE : 4 * end : 4]
        return Tally(end - first, len(codes.translate(None, _quicker(slow))))

    def last_at(self, until: datetime) -> datetime | None:
        """The minute of the latest visit up to a moment."""
        words = _words(self.words)
        end = _after(words, minute_of(until))
        return moment_of(words[end - 1] >> 8) if end else None

    def opened_at(self, until: datetime, *, slow: timedelta) -> datetime | None:
        """The minute of the latest visit up to a moment that opened the page, quicker than `slow`."""
        words, quicker = _words(self.words), _quicker(slow)
        end = _after(words, minute_of(until))
        return next((moment_of(word >> 8) for word in reversed(words[:end]) if word & 255 in quicker), None)

    def first_at(self, after: datetime) -> datetime | None:
        """The minute of the first visit after the minute of a moment."""
        words = _words(self.words)
        first = _after(words, minute_of(after))
        return moment_of(words[first] >> 8) if first < len(words) else None

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


def _words(packed: bytes) -> "array[int]":
    words = array("I")
    words.frombytes(packed)
    return words


def _after(words: "array[int]", minute: int) -> int:
    """The place of the first visit after a minute."""
    return bisect_left(words, (minute + 1) << 8) if minute >= 0 else 0


@lru_cache(maxsize=100)
def _quicker(slow: timedelta) -> bytes:
    """The codes of visits that took less: one that failed never did, however patient a rule is."""
    return bytes(code for code in range(FAILED) if code < slow.total_seconds() * _QUARTERS)


def _latest(failures: set[Look]) -> tuple[Look, ...]:
    return tuple(sorted(failures, key=lambda look: look.order, reverse=True)[:_KEPT_FAILURES])
