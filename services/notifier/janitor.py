"""The janitor: ends the claims of senders that vanished, measures what waits, and audits the escalations."""

from collections import Counter
from datetime import datetime, timedelta

from services.notifier.channels import CHANNELS
from services.notifier.delivery import abandoned
from services.notifier.ledger import Entry
from services.notifier.metrics import DISABLED, ESCALATIONS, QUEUE_AGE, QUEUED, UNCLEAR, WARNINGS
from services.notifier.ports import Stores
from shared.clock import Clock
from shared.logs import get_logger

log = get_logger(__name__)


class Janitor:
    """Ends the claims of vanished senders, and measures what waits."""

    def __init__(self, *, stores: Stores, every: timedelta, clock: Clock) -> None:
        self._ledger = stores.ledger
        self._agendas = stores.agendas
        self._contacts = stores.contacts
        self._escalations = stores.escalations
        self._every = every
        self._clock = clock

    async def step(self) -> datetime | None:
        """One round. Returns when the next is due."""
        now = self._clock()
        for entry in await self._ledger.expired(now):
            await self._abandon(entry, now)
        await self._measure(now)
        await self._audit(now)
        return now + self._every

    async def _abandon(self, entry: Entry, now: datetime) -> None:
        change = abandoned(entry, now)
        if not await self._ledger.abandon(entry, change):
            return
        WARNINGS.labels(entry.channel, change.state.value).inc()
        await self._agendas.schedule(entry.unit_id, now)
        log.warning("warning.abandoned", warning_id=entry.id, unit_id=entry.unit_id, state=change.state.value)

    async def _measure(self, now: datetime) -> None:
        for channel, backlog in (await self._ledger.backlog()).items():
            age = (now - backlog.oldest_at).total_seconds() if backlog.oldest_at else 0.0
            QUEUE_AGE.labels(channel).set(max(age, 0.0))
            QUEUED.labels(channel).set(backlog.waiting)
            UNCLEAR.labels(channel).set(backlog.unclear)

    async def _audit(self, now: datetime) -> None:
        """Prove that every open escalation has a next time, and that none is forgotten."""
        census = await self._escalations.census(now)
        for state, count in census._asdict().items():
            ESCALATIONS.labels(state).set(count)
        if census.without_time or census.late:
            log.error("escalation.forgotten", without_time=census.without_time, late=census.late)
        disabled = Counter(one.contact.channel for one in await self._contacts.disabled())
        for channel in {*disabled, *CHANNELS}:
            DISABLED.labels(channel).set(disabled[channel])
