"""Planning a unit: what is still to be said to a contact becomes one message; what is no longer so is withdrawn."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from services.notifier import dedup
from services.notifier.channels import CHANNELS
from services.notifier.compose import Office, Recipient, Render, Saying, compose
from services.notifier.concern import Concern
from services.notifier.contact import NOBODY, Contact
from services.notifier.dedup import Decision, decide, told_of
from services.notifier.ledger import Change, Entry, State
from services.notifier.metrics import DECISIONS, WARNINGS
from services.notifier.muting import Reason as Muted
from services.notifier.muting import hush
from services.notifier.policy import Policy
from services.notifier.ports import Book, Stores, Unit
from shared.clock import Clock
from shared.logs import get_logger

log = get_logger(__name__)

LEASE = timedelta(minutes=2)
"""How long a planner may take for one unit before another looks at it too, which does no harm."""

CHECK = timedelta(minutes=10)
"""While a message about a unit is on its way, the unit is looked at again at least this often."""


CONTESTED = timedelta(seconds=1)
"""After another planner filed, or a sender claimed, in between, the unit is looked at anew this soon."""


class Planned(NamedTuple):
    """What planning one unit came to."""

    filed: tuple[Entry, ...] = ()
    next_at: datetime | None = None


class Planner:
    """Turns agendas into messages. Two planners may meet on one unit: the ledger lets one of them file."""

    def __init__(
        self,
        *,
        stores: Stores,
        policy: Policy,
        office: Office,
        render: Render,
        clock: Clock,
        on_filed: Callable[[], None],
    ) -> None:
        self._agendas = stores.agendas
        self._dockets = stores.dockets
        self._ledger = stores.ledger
        self._directory = stores.directory
        self._policy = policy
        self._office = office
        self._render = render
        self._clock = clock
        self._on_filed = on_filed

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
        book = await self._directory.book()
        concerns = await self._dockets.of_unit(unit_id)
        entries = await self._settled_entries(concerns, now)
        if entries is None:
            return Planned(next_at=now + CONTESTED)
        desk = _Desk(book.unit(unit_id), book, concerns, entries, now)
        filed: list[Entry] = []
        waits: list[datetime] = [now + CHECK] if any(not _is_final(entry) for entry in entries) else []
        for contact in desk.contacts():
            sayings, due = self._to_say(desk, contact)
            waits += due
            if sayings:
                entry = await self._file(desk, contact, sayings)
                if entry is None:
                    return Planned(tuple(filed), now + CONTESTED)
                filed.append(entry)
                waits.append(now + CHECK)
        return Planned(tuple(filed), min(waits, default=None))

    async def _settled_entries(self, concerns: Sequence[Concern], now: datetime) -> list[Entry] | None:
        """What the ledger says, after withdrawing what is not so any more. None if that was contested."""
        entries = await self._ledger.about([concern.id for concern in concerns])
        by_id = {concern.id: concern for concern in concerns}
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
        return await self._ledger.about(list(by_id)) if stale else entries

    def _to_say(self, desk: "_Desk", contact: Contact) -> tuple[list[Saying], list[datetime]]:
        said = desk.entries_to(contact)
        sayings: list[Saying] = []
        due: list[datetime] = []
        for concern in desk.concerns:
            told = told_of(concern, said)
            decision = self._decide(desk, contact, concern, told)
            if decision is None:
                continue
            DECISIONS.labels("dedup", decision.reason.value).inc()
            if decision.reason.speaks:
                sayings.append(Saying(concern, decision, told))
            elif decision.due_at:
                due.append(decision.due_at)
        return sayings, due

    def _decide(
        self, desk: "_Desk", contact: Contact, concern: Concern, told: tuple[dedup.Told, ...]
    ) -> Decision | None:
        """What dedup says. None for a hushed concern; contacts of the past hear of ends only."""
        retired = desk.book.is_retired(concern.target_kind, concern.target_id)
        hushed = hush(retired=retired, blind=concern.blind)
        if hushed is not Muted.AUDIBLE:
            DECISIONS.labels("mute", hushed.value).inc()
            return None
        if concern.is_open and contact not in desk.unit.contacts:
            return None
        return decide(concern, told, now=desk.now, policy=self._policy)

    async def _file(self, desk: "_Desk", contact: Contact, sayings: Sequence[Saying]) -> Entry | None:
        entry = compose(
            Recipient(unit_id=desk.unit.id, unit_name=desk.unit.name, contact=contact),
            sayings,
            office=self._office,
            policy=self._policy,
            now=desk.now,
            sequence=await self._ledger.next_sequence(desk.unit.id, contact),
            render=self._render,
            unit_names=desk.book.name,
        )
        if reason := _undeliverable(contact):
            dead = Change(state=State.DEAD, at=desk.now, detail=reason)
            entry = entry.changed(dead, answer=reason, finished_at=desk.now)
        if not await self._ledger.file(entry):
            log.info("warning.contested", unit_id=desk.unit.id, warning_id=entry.id)
            return None
        WARNINGS.labels(entry.channel, entry.state.value).inc()
        log.info("warning.filed", warning_id=entry.id, unit_id=entry.unit_id, step=entry.step, state=entry.state.value)
        return entry


class _Desk(NamedTuple):
    """All that is known of one unit while it is planned."""

    unit: Unit
    book: Book
    concerns: Sequence[Concern]
    entries: Sequence[Entry]
    now: datetime

    def contacts(self) -> tuple[Contact, ...]:
        """The unit's contacts of today, then those of the past that were told something: they hear of its end."""
        past = (Contact(channel=entry.channel, key=entry.contact) for entry in self.entries)
        return tuple(dict.fromkeys((*self.unit.contacts, *(c for c in past if c.channel != NOBODY))))

    def entries_to(self, contact: Contact) -> list[Entry]:
        """The messages to one contact."""
        return [e for e in self.entries if (e.channel, e.contact) == (contact.channel, contact.key)]


def _is_final(entry: Entry) -> bool:
    return not (entry.state.is_waiting or entry.state is State.CLAIMED)


def _undeliverable(contact: Contact) -> str | None:
    if contact.channel == NOBODY:
        return "该单位未登记邮箱或其他通知渠道，无法通知"
    return None if contact.channel in CHANNELS else f"本版本尚不支持通知渠道 {contact.channel}"
