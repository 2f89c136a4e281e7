"""The way of a fault up the organisation tree: noted whole when it starts, each rung with its time."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple, Self

from services.notifier.concern import Concern
from services.notifier.policy import Rise
from services.notifier.workdays_of import Days
from shared.clock import CHINA, local
from shared.contracts.event import Fact, Moment


class Rung(Fact):
    """Whom it goes to, and when."""

    number: int
    step: str
    to_unit: str
    due_at: Moment
    fired_at: Moment | None = None

    @property
    def name(self) -> str:
        """The step as the ledger has it, such as `escalation-2`."""
        return f"{self.step}-{self.number}"


class Escalation(Fact):
    """One document per fault. Who is above, and every due time, as they were when it started."""

    concern_id: str
    unit_id: str
    started_at: Moment
    policy: str
    """The edition of the policy."""
    rungs: tuple[Rung, ...] = ()
    paused_until: Moment | None = None
    next_at: Moment | None = None
    """When the next rung is due, a pause counted in; None: all were climbed, or it has ended."""
    ended_at: Moment | None = None
    wake: tuple[str, ...] = ()
    """Units that have to be looked at because of the last change, and were not put on the agenda yet."""
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a rung is still to come."""
        return self.ended_at is None and any(rung.fired_at is None for rung in self.rungs)

    def reached(self, unit_id: str) -> tuple[Rung, ...]:
        """The rungs that have led to this unit."""
        return tuple(rung for rung in self.rungs if rung.fired_at and rung.to_unit == unit_id)

    def ended(self, at: datetime) -> Self:
        """The same, ended: everybody who heard of it is to hear of that."""
        told = tuple(dict.fromkeys(rung.to_unit for rung in self.rungs if rung.fired_at))
        return self.model_copy(update={"ended_at": at, "next_at": None, "wake": told})

    def advance(self, now: datetime, paused_until: datetime | None) -> Self:
        """The same at this moment: rungs that are due are climbed, unless it is paused."""
        if paused_until is not None and paused_until <= now:
            paused_until = None
        rungs = tuple(
            rung.model_copy(update={"fired_at": now})
            if rung.fired_at is None and rung.due_at <= now and paused_until is None
            else rung
            for rung in self.rungs
        )
        fired = tuple(dict.fromkeys(new.to_unit for old, new in zip(self.rungs, rungs, strict=True) if old != new))
        waiting = [max(rung.due_at, paused_until or rung.due_at) for rung in rungs if rung.fired_at is None]
        update = {
            "rungs": rungs,
            "paused_until": paused_until,
            "next_at": min(waiting, default=None),
            "wake": tuple(dict.fromkeys((*self.wake, *fired))),
        }
        return self.model_copy(update=update)


class Census(NamedTuple):
    """What the auditor counts."""

    open: int = 0
    paused: int = 0
    without_time: int = 0
    """Open, and yet nothing will ever happen: must be zero."""
    late: int = 0
    """Due for more than an hour, and nobody climbed."""


def start(
    concern: Concern,
    *,
    told_at: datetime,
    above: Sequence[str],
    rises: Sequence[Rise],
    at: time,
    days: Days,
    policy: str,
) -> Escalation:
    """The way up from the moment the unit was told. Rungs nobody stands on are left out."""
    mine = [rise for rise in rises if concern.share.finding.kind in rise.kinds] if above else []
    rungs = tuple(
        Rung(
            number=number,
            step=rise.step,
            to_unit=above[min(rise.up, len(above)) - 1],
            due_at=_due(told_at, rise.after, at, days),
        )
        for number, rise in enumerate(sorted(mine, key=lambda rise: rise.after), start=1)
    )
    return Escalation(
        concern_id=concern.id,
        unit_id=concern.unit_id,
        started_at=told_at,
        policy=policy,
        rungs=rungs,
        next_at=min((rung.due_at for rung in rungs), default=None),
    )


def _due(told_at: datetime, workdays: int, at: time, days: Days) -> datetime:
    if workdays == 0:
        return told_at
    return datetime.combine(days.add_or_guess(local(told_at).date(), workdays), at, tzinfo=CHINA)
