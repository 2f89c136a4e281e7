"""Planning a unit: what is still to be said to a contact becomes one message; what is no longer so is withdrawn."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from services.notifier import dedup
from services.notifier.channels import CHANNELS
from services.notifier.climbing import Climber
from services.notifier.compose import Office, Recipient, Render, Saying, compose
from services.notifier.concern import Concern
from services.notifier.contact import NOBODY, OPERATIONS, REGULATOR, Contact
from services.notifier.desk import Desk
from services.notifier.digest import Digester
from services.notifier.docket import KEPT
from services.notifier.ladder import Rung
from services.notifier.ledger import Change, Entry, State
from services.notifier.metrics import DECISIONS, WARNINGS
from services.notifier.policy import Policy
from services.notifier.ports import Stores
from services.notifier.silence import Silence
from shared.clock import Clock
from shared.logs import get_logger

log = get_logger(__name__)

LEASE = timedelta(minutes=2)
"""How long a planner may take for one unit before another looks at it too, which does no harm."""

CHECK = timedelta(minutes=10)
"""While a message about a unit is on its way, the unit is looked at again at least this often."""

CONTESTED = timedelta(seconds=1)
"""After another planner filed, or a sender claimed, in between, the unit is looked at anew this soon."""

LARGEST = 200
"""Findings in one message at most; the rest make the next one."""

OWN_NETWORK = "own_network"
"""The reason that means: nothing we saw of late is worth anything."""
LATELY = timedelta(days=2)
FRESH = timedelta(seconds=2)
"""How long what holds for all units is believed."""


class Planned(NamedTuple):
    """What planning one unit came to."""

    filed: tuple[Entry, ...] = ()
    next_at: datetime | None = None


class Weather(NamedTuple):
    """What holds for all units at a moment."""

    at: datetime
    own_network_down: bool
    """What was seen of late proves nothing, so only operations hear of anything."""
    silences: Sequence[Silence]
    disabled: Mapping[Contact, str]


class Planner:
    """Turns agendas into messages. Two planners may meet on one unit: the ledger lets one of them file."""

    def __init__(
        self,
        *,
        stores: Stores,
        policy: Policy,
        office: Office,
        render: Render,
        digester: Digester,
        clock: Clock,
        on_filed: Callable[[], None],
    ) -> None:
        self._stores = stores
        self._agendas = stores.agendas
        self._ledger = stores.ledger
        self._policy = policy
        self._office = office
        self._render = render
        self._digester = digester
        self._climber = Climber(stores.escalations, stores.agendas)
        self._clock = clock
        self._on_filed = on_filed
        self._weather: Weather | None = None

    async def step(self) -> datetime | None:
        """Plan the unit most overdue, if any. Returns when to be called again; None: not before something happens."""
        now = self._clock()
        agenda = await self._agendas.take(now, now + LEASE)
        if agenda is None:
            return await self._agendas.next_due()
        planned = await self.plan(agenda.unit_id)
        await self._agendas.settle(agenda, planned.next_at)
        if planned.filed:
            self._on_filed()
        return now

    async def plan(self, unit_id: str) -> Planned:
        """File what is to be said to the unit now, one message for each contact."""
        now = self._clock()
        if unit_id != OPERATIONS and (await self._weather_at(now)).own_network_down:
            DECISIONS.labels("mute", OWN_NETWORK).inc()
            return Planned(next_at=now + CHECK)
        desk = await self._desk(unit_id, now)
        if desk is None:
            return Planned(next_at=now + CONTESTED)
        if unit_id.startswith("@") and not desk.unit.reachable:
            return Planned()
        filed: list[Entry] = []
        waits = [now + CHECK] if any(not _is_final(entry) for entry in desk.entries) else []
        for contact in desk.contacts():
            sayings, due = desk.sayings(contact)
            waits += due
            if sayings:
                entry = await self._file(desk, contact, sayings[:LARGEST])
                if entry is None:
                    return Planned(tuple(filed), now + CONTESTED)
                filed.append(entry)
                waits.append(now + (CHECK if len(sayings) <= LARGEST else timedelta()))
        if unit_id == REGULATOR:
            digests, next_at = await self._digester.digest(desk)
            filed += digests
            waits.append(next_at)
        waits += await self._climber.climb(desk)
        return Planned(tuple(filed), min(waits, default=None))

    async def _weather_at(self, now: datetime) -> Weather:
        """What holds for all units, looked up once for all that are planned within two seconds."""
        if self._weather is None or not now - FRESH < self._weather.at <= now:
            share = await self._stores.dockets.share_with(OWN_NETWORK, since=now - LATELY)
            self._weather = Weather(
                at=now,
                own_network_down=share >= self._policy.blind.everything,
                silences=await self._stores.silences.active(now),
                disabled={one.contact: one.why for one in await self._stores.contacts.disabled()},
            )
        return self._weather

    async def _desk(self, unit_id: str, now: datetime) -> Desk | None:
        """What is known of the unit, after withdrawing what is not so any more. None if that was contested."""
        stores = self._stores
        book, weather = await stores.directory.book(), await self._weather_at(now)
        concerns = await stores.dockets.of_unit(unit_id)
        below = await self._below(unit_id, now)
        everything = [*concerns, *(concern for concern, _ in below)]
        entries = await self._settled_entries(unit_id, everything, now)
        if entries is None:
            return None
        ids = [concern.id for concern in everything]
        return Desk(
            unit=book.unit(unit_id),
            book=book,
            policy=self._policy,
            now=now,
            concerns=concerns,
            below=below,
            entries=entries,
            answers=await stores.answers.about(ids) if ids else (),
            silences=weather.silences,
            causes=await self._causes(everything),
            disabled=weather.disabled,
        )

    async def _below(self, unit_id: str, now: datetime) -> list[tuple[Concern, tuple[Rung, ...]]]:
        """The faults of others that have come up to this unit."""
        reached = await self._stores.escalations.told_to(unit_id, since=now - KEPT)
        concerns = {c.id: c for c in await self._stores.dockets.by_ids([e.concern_id for e in reached])}
        return [(concerns[e.concern_id], e.reached(unit_id)) for e in reached if e.concern_id in concerns]

    async def _causes(self, concerns: Sequence[Concern]) -> list[Concern]:
        sources = {rule.source for rule in self._policy.inhibit}
        targets = {concern.target_id for concern in concerns if concern.is_open}
        return await self._stores.dockets.open_of(sources, targets) if sources and targets else []

    async def _settled_entries(self, unit_id: str, concerns: Sequence[Concern], now: datetime) -> list[Entry] | None:
        by_id = {concern.id: concern for concern in concerns}
        entries = await self._entries(unit_id, list(by_id))
        stale = [
            entry
            for entry in entries
            if entry.state.is_waiting and any(dedup.outdated(line, by_id.get(line.concern_id)) for line in entry.lines)
        ]
        for entry in stale:
            change = Change(state=State.WITHDRAWN, at=now, detail="发出前情况已变化，未发送")
            if not await self._ledger.withdraw(entry.id, change):
                return None
            WARNINGS.labels(entry.channel, State.WITHDRAWN.value).inc()
            log.info("warning.withdrawn", warning_id=entry.id, unit_id=entry.unit_id)
        return await self._entries(unit_id, list(by_id)) if stale else entries

    async def _entries(self, unit_id: str, concern_ids: list[str]) -> list[Entry]:
        """What this unit was told. Those above are told of the same concerns, often at the same mailbox."""
        return [entry for entry in await self._ledger.about(concern_ids) if entry.unit_id == unit_id]

    async def _file(self, desk: Desk, contact: Contact, sayings: Sequence[Saying]) -> Entry | None:
        sequence = await self._ledger.next_sequence(desk.unit.id, contact)
        if await self._overtaken(desk, contact):
            log.info("warning.contested", unit_id=desk.unit.id)
            return None
        entry = compose(
            Recipient(unit_id=desk.unit.id, unit_name=desk.unit.name, contact=contact),
            sayings,
            office=self._office,
            policy=self._policy,
            now=desk.now,
            sequence=sequence,
            render=self._render,
            unit_names=desk.book.name,
        )
        entry = settled_by(entry, undeliverable(contact, desk.disabled), desk.now)
        if not await self._ledger.file(entry):
            log.info("warning.contested", unit_id=desk.unit.id, warning_id=entry.id)
            return None
        WARNINGS.labels(entry.channel, entry.state.value).inc()
        log.info("warning.filed", warning_id=entry.id, unit_id=entry.unit_id, step=entry.step, state=entry.state.value)
        return entry

    async def _overtaken(self, desk: Desk, contact: Contact) -> bool:
        """Whether another planner filed to the contact since the desk was laid. Any later one meets our number."""
        ids = [concern.id for concern in (*desk.concerns, *(concern for concern, _ in desk.below))]
        known = {entry.id for entry in desk.entries}
        filed = [entry for entry in await self._entries(desk.unit.id, ids) if entry.id not in known]
        return any((entry.channel, entry.contact) == (contact.channel, contact.key) for entry in filed)


def settled_by(entry: Entry, reason: str | None, now: datetime) -> Entry:
    """The message, dead from the start where there is a reason that it can never be sent."""
    if reason is None:
        return entry
    dead = Change(state=State.DEAD, at=now, detail=reason)
    return entry.changed(dead, answer=reason, finished_at=now)


def undeliverable(contact: Contact, disabled: Mapping[Contact, str] | None = None) -> str | None:
    """Why nothing can be sent to this contact at all; None if it can be tried."""
    if contact.channel == NOBODY:
        return "该单位未登记邮箱或其他通知渠道，无法通知"
    if contact.channel not in CHANNELS:
        return f"本版本尚不支持通知渠道 {contact.channel}"
    if disabled and contact in disabled:
        return f"该联系方式已停用：{disabled[contact]}"
    return None


def _is_final(entry: Entry) -> bool:
    return not (entry.state.is_waiting or entry.state is State.CLAIMED)
