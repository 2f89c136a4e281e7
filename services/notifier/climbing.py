"""Keeping a unit's escalations: begun when it was told, climbed when due, paused by its word, ended when mended."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

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

    def __init__(self, escalations: Escalations, agendas: Agendas, *, gather: timedelta = timedelta()) -> None:
        self._escalations = escalations
        self._agendas = agendas
        self._gather = gather

    async def climb(self, desks: Sequence[Desk]) -> dict[str, list[datetime]]:
        """Bring the escalations of these units' concerns to this moment. Returns when the next rungs are due, by unit.

        Saved first, then those are woken whom it concerns by now. Cut off in between, they are woken next time.
        """
        climbing = [desk for desk in desks if desk.unit.id != OPERATIONS]
        ids = [concern.id for desk in climbing for concern in desk.concerns]
        kept = {e.concern_id: e for e in await self._escalations.of(ids)} if ids else {}
        moves = list(_moves(climbing, kept))
        changed = [after for _, before, after in moves if after != before]
        refused = {e.concern_id for e in await self._escalations.save_all(changed)}
        mine = [move for move in moves if move[2].concern_id not in refused]
        await self._wake([(after, after != before) for _, before, after in mine], desks)
        due: dict[str, list[datetime]] = {}
        for desk, before, after in mine:
            due.setdefault(desk.unit.id, []).extend([after.next_at] if after.next_at else [])
            if desk.unit.roles and _climbed(after) != _climbed(before):
                due[desk.unit.id].append(desk.now)  # others of the unit are reminded from now on
        return due

    async def _wake(self, saved: Sequence[tuple[Escalation, bool]], desks: Sequence[Desk]) -> None:
        """Have the units looked at that a rung has led to, a little later: what comes up meanwhile is one message."""
        waking = [(e, is_new) for e, is_new in saved if e.wake]
        if not waking:
            return
        now = desks[0].now
        units = {unit_id for escalation, _ in waking for unit_id in escalation.wake}
        await self._agendas.schedule_all(sorted(units), now + self._gather)
        await self._escalations.save_all(
            [e.model_copy(update={"wake": (), "version": e.version + is_new}) for e, is_new in waking]
        )
        for escalation, _ in waking:
            for rung in escalation.rungs:
                if rung.fired_at == now:
                    CLIMBED.labels(rung.step).inc()
                    log.info(
                        "escalation.climbed", concern_id=escalation.concern_id, to_unit=rung.to_unit, step=rung.name
                    )


def _climbed(escalation: Escalation | None) -> int:
    return sum(rung.fired_at is not None for rung in escalation.rungs) if escalation else 0


def _moves(
    desks: Iterable[Desk], kept: Mapping[str, Escalation]
) -> Iterable[tuple[Desk, Escalation | None, Escalation]]:
    for desk in desks:
        for concern in desk.concerns:
            before = kept.get(concern.id)
            after = moved(desk, concern, before)
            if after is not None:
                yield desk, before, after


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
