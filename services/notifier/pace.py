"""When may the next message go to a bot? A sliding window, exact at its edges, shared by all replicas."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.contracts.event import Fact, Moment


class Limit(Fact):
    """So many messages in any stretch of this length."""

    count: int
    period: timedelta


class Pace(Fact):
    """The slots given out for one contact, oldest first, and until when it must be left alone."""

    slots: tuple[Moment, ...] = ()
    held_until: Moment | None = None
    version: int = 0


def reserve(pace: Pace, limits: Sequence[Limit], now: datetime) -> tuple[datetime, Pace]:
    """The earliest moment the next message may go, and the pace with that slot taken."""
    at = max(now, pace.held_until or now)
    for limit in limits:
        if len(pace.slots) >= limit.count:
            at = max(at, pace.slots[-limit.count] + limit.period)
    kept = max((limit.count for limit in limits), default=0)
    slots = tuple(sorted((*pace.slots, at)))[-kept:] if kept else ()
    return at, pace.model_copy(update={"slots": slots})


def held(pace: Pace, until: datetime) -> Pace:
    """The same, left alone until then; an earlier end changes nothing."""
    longer = max(until, pace.held_until or until)
    return pace.model_copy(update={"held_until": longer})
