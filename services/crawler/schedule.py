"""Which visits are due: every page has slots of its own, the same on every replica, spread by the name of the page."""

import hashlib
import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.crawler.watch import Watch
from shared.contracts.visits import VisitDue

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
JITTER_SHARE = 0.2
"""A slot starts up to this share of the interval late, each by another amount: visits stay four fifths apart."""
MANUAL = "manual-"
"""How the slots begin that somebody asked for."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time in which one visit is due."""

    number: int
    starts_at: datetime
    ends_at: datetime

    @property
    def name(self) -> str:
        """Its start: names the slot wherever it is worked out."""
        return self.starts_at.isoformat(timespec="seconds")


def slot_at(key: str, interval: timedelta, now: datetime) -> Slot:
    """The slot of a page that `now` lies in. Its visit is due from its start; late from its end on."""
    number = (now - _EPOCH - _offset(key, interval)) // interval
    start, following = _start(key, interval, number), _start(key, interval, number + 1)
    if now < start:
        return Slot(number - 1, _start(key, interval, number - 1), start)
    if now >= following:
        # a start is cut to the millisecond: it may lie a moment before its number begins
        return Slot(number + 1, following, _start(key, interval, number + 2))
    return Slot(number, start, following)


def visit_due(watch: Watch, slot: Slot) -> VisitDue:
    """The visit of a page in a slot."""
    return VisitDue(
        kind=watch.kind,
        target_id=watch.target_id,
        purpose=watch.purpose,
        url=watch.url,
        page_id=watch.page_id,
        slot=slot.name,
        due_at=slot.starts_at,
        expires_at=slot.ends_at,
    )


def is_manual(visit: VisitDue) -> bool:
    """Whether somebody asked for it: then it is done, whatever the time."""
    return visit.slot.startswith(MANUAL)


def is_late(visit: VisitDue, now: datetime) -> bool:
    """Whether its slot is over; at the very end of the slot it is."""
    return not is_manual(visit) and visit.expires_at is not None and now >= visit.expires_at


def slot_id(visit: VisitDue) -> str:
    """The id of the visit whose repetition this may be: one slot, one observation."""
    return str(visit.model_copy(update={"attempt": 1}).event_id())


class Timetable:
    """The next slot of every page. Working out what is due costs no more than what is due."""

    def __init__(self, watches: Iterable[Watch], interval_of: Callable[[Watch], timedelta]) -> None:
        self._watches = list(watches)
        self._intervals = [interval_of(watch) for watch in self._watches]
        self._queue: list[tuple[datetime, int]] = [(_EPOCH, index) for index in range(len(self._watches))]

    def __len__(self) -> int:
        return len(self._watches)

    def due(self, now: datetime) -> list[tuple[Watch, Slot]]:
        """The slots that began since the last call, and on the first call those that are under way; earliest first."""
        found = []
        while self._queue and self._queue[0][0] <= now:
            _, index = self._queue[0]
            watch, interval = self._watches[index], self._intervals[index]
            slot = slot_at(watch.key, interval, now)
            heapq.heapreplace(self._queue, (slot.ends_at, index))
            found.append((watch, slot))
        return sorted(found, key=lambda pair: (pair[1].starts_at, pair[0].key))

    def next_at(self) -> datetime | None:
        """When the next slot begins; None when nothing is watched."""
        return self._queue[0][0] if self._queue else None


def _offset(key: str, interval: timedelta) -> timedelta:
    return interval * _share(key)


def _start(key: str, interval: timedelta, number: int) -> datetime:
    late = interval * (JITTER_SHARE * _share(f"{key}#{number}"))
    start = _EPOCH + _offset(key, interval) + interval * number + late
    return start.replace(microsecond=start.microsecond // 1000 * 1000)


def _share(text: str) -> float:
    """A number from 0 to 1, always the same for the same text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big") / 2**48
