"""Keeping a unit's escalations: begun when it was told, climbed when due, paused by its word, ended when mended."""

from datetime import datetime

from services.notifier.concern import Concern, Standing
from services.notifier.contact import OPERATIONS
from services.notifier.dedup import told_of
from services.notifier.desk import LOOK_AGAIN, Desk
from services.notifier.ladder import Escalation, start
from services.notifier.ledger import FAULT, REMINDER, State, kind_of
from services.notifier.metrics import CLIMBED
from services.notifier.muting import Reason as Muted
from services.notifier.ports import Agendas, Escalations
from shared.logs import get_logger

log = get_logger(__name__)


class Climber:
    """Moves escalations on. Two may meet on one: the store lets one of them save, and the other looks again later."""

    def __init__(self, escalations: Escalations, agendas: Agendas) -> None:
        self._escalations = escalations
        self._agendas = agendas

    async def climb(self, desk: Desk) -> list[datetime]:
        """Bring the escalations of the unit's concerns to this moment. Returns when the next rungs are due."""
        if desk.unit.id == OPERATIONS:
            return []
        kept = {e.concern_id: e for e in await self._escalations.of([c.id for c in desk.concerns])}
        due: list[datetime] = []
        for concern in desk.concerns:
            before = kept.get(concern.id)
            after = moved(desk, concern, before)
            if after is not None and await self._save(before, after, desk.now):
                due += [after.next_at] if after.next_at else []
        return due

    async def _save(self, before: Escalation | None, after: Escalation, now: datetime) -> bool:
        """Keep it, then have those looked at whom it concerns by now. Cut off in between, they are woken next time."""
        if after != before and not await self._escalations.save(after):
            return False
        if after.wake:
            for unit_id in after.wake:
                await self._agendas.schedule(unit_id, now)
            stored = after if after == before else after.model_copy(update={"version": after.version + 1})
            await self._escalations.save(stored.model_copy(update={"wake": ()}))
            climbed = [rung for rung in after.rungs if rung.fired_at == now]
            for rung in climbed:
                CLIMBED.labels(rung.step).inc()
                log.info("escalation.climbed", concern_id=after.concern_id, to_unit=rung.to_unit, step=rung.name)
        return True


def moved(desk: Desk, concern: Concern, escalation: Escalation | None) -> Escalation | None:
    """The escalation of the concern as it must stand now; None where there is none to be."""
    if escalation is None:
        return _begun(desk, concern)
    if not concern.is_open:
        return escalation if escalation.ended_at else escalation.ended(desk.now)
    if escalation.ended_at is not None:
        return escalation
    reason, until = desk.hushed(concern)
    if reason is not Muted.AUDIBLE:
        return escalation.advance(desk.now, until or desk.now + LOOK_AGAIN)
    return escalation.advance(desk.now, desk.hold(concern).until)


def _begun(desk: Desk, concern: Concern) -> Escalation | None:
    told_at = _told_at(desk, concern)
    if told_at is None or not concern.is_open or concern.standing is not Standing.FAULT:
        return None
    begun = start(
        concern,
        told_at=told_at,
        above=desk.book.above(concern.unit_id),
        rises=desk.policy.escalate,
        at=desk.policy.remind.at,
        days=desk.policy.days_of(concern.unit_id),
        policy=desk.policy.version,
    )
    return begun.advance(desk.now, desk.hold(concern).until) if begun.rungs else None


def _told_at(desk: Desk, concern: Concern) -> datetime | None:
    """When the unit was told, or when it was clear that it cannot be: who has no contact does not escape."""
    told = [t for t in told_of(concern, desk.entries) if kind_of(t.line.step) in {FAULT, REMINDER}]
    reached = [t.at for t in told if t.state.has_reached]
    if reached:
        return min(reached)
    hopeless = all(t.state is State.DEAD for t in told)
    return max((t.at for t in told), default=None) if hopeless else None
