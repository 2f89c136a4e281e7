"""Planning a unit: what is still to be said to a contact becomes one message; what is no longer so is withdrawn."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from services.notifier.channels import CHANNELS
from services.notifier.climbing import Climber
from services.notifier.compose import Office, Recipient, Render, Saying, compose, gravest_first
from services.notifier.contact import NOBODY, OPERATIONS, REGULATOR, Contact
from services.notifier.desk import Desk
from services.notifier.desks import OWN_NETWORK, Desks
from services.notifier.digest import Digester
from services.notifier.ledger import Change, Entry, State
from services.notifier.metrics import DECISIONS, LOOP_FAILURES, WARNINGS
from services.notifier.policy import Policy
from services.notifier.ports import Stores
from shared.clock import Clock
from shared.logs import get_logger
from shared.mongo import is_outage

log = get_logger(__name__)

LEASE = timedelta(minutes=2)
"""How long a planner may take for its units, at most, before another looks at them too, which does no harm."""

AT_A_TIME = 100
"""Units planned together: what they rest on is read, and what comes of it is written, in a few operations for all."""

CHECK = timedelta(minutes=10)
"""While a message about a unit is on its way, the unit is looked at again at least this often."""

CONTESTED = timedelta(seconds=1)
"""After another planner filed, or a sender claimed, in between, the unit is looked at anew this soon."""

LARGEST = 200
"""Findings in one message at most; the rest make the next one."""


class Planned(NamedTuple):
    """What planning one unit came to."""

    filed: tuple[Entry, ...] = ()
    next_at: datetime | None = None


class Draft(NamedTuple):
    """What is to be said to the contacts of one unit, before it is filed."""

    desk: Desk
    entries: list[Entry]
    waits: list[datetime]
    """The moments at which there may be more to say."""


class Planner:
    """Turns agendas into messages. Two planners may meet on one unit: the ledger lets one of them file."""

    def __init__(  # noqa: PLR0913 - what it is put together from
        self,
        *,
        stores: Stores,
        policy: Policy,
        office: Office,
        render: Render,
        digester: Digester,
        clock: Clock,
        on_filed: Callable[[], None],
        gather: timedelta = timedelta(),
        lease: timedelta = LEASE,
    ) -> None:
        self._lease = min(lease, LEASE)
        self._agendas = stores.agendas
        self._ledger = stores.ledger
        self._policy = policy
        self._office = office
        self._render = render
        self._digester = digester
        self._desks = Desks(stores=stores, policy=policy, gather=gather)
        self._climber = Climber(stores.escalations, stores.agendas, gather=gather)
        self._clock = clock
        self._on_filed = on_filed

    async def step(self) -> datetime | None:
        """Plan the units most overdue, if any. Returns when to be called again; None: not before something happens."""
        now = self._clock()
        agendas = await self._agendas.take_all(now, now + self._lease, AT_A_TIME)
        if not agendas:
            return await self._agendas.next_due()
        planned = await self._plan_apart([agenda.unit_id for agenda in agendas])
        await self._agendas.settle_all([(a, planned[a.unit_id].next_at) for a in agendas if a.unit_id in planned])
        if any(one.filed for one in planned.values()):
            self._on_filed()
        return now

    async def _plan_apart(self, unit_ids: Sequence[str]) -> dict[str, Planned]:
        """Plan them together; where that fails, each by itself, so that one nobody can plan holds up no other.

        Raises:
            Exception: none of them could be planned; they are looked at again when the lease is over.
        """
        try:
            return await self.plan(unit_ids)
        except Exception as error:
            if len(unit_ids) == 1 or is_outage(error):
                raise
            log.warning("planner.apart", units=len(unit_ids), exc_info=error)
        planned: dict[str, Planned] = {}
        for unit_id in unit_ids:
            try:
                planned |= await self.plan([unit_id])
            except Exception as error:  # its agenda keeps the lease, after which it is tried again
                LOOP_FAILURES.labels("planner").inc()
                log.exception("planner.failed", unit_id=unit_id, exc_info=error)
        return planned

    async def plan(self, unit_ids: Sequence[str]) -> dict[str, Planned]:
        """File what is to be said to the units now, one message for each contact."""
        now = self._clock()
        blind = (await self._desks.weather(now)).own_network_down
        asleep = [unit_id for unit_id in unit_ids if blind and unit_id != OPERATIONS]
        DECISIONS.labels("mute", OWN_NETWORK).inc(len(asleep))
        planned = {unit_id: Planned(next_at=now + CHECK) for unit_id in asleep}
        awake = [unit_id for unit_id in unit_ids if unit_id not in planned]
        desks = await self._desks.lay(awake, now) if awake else {}
        planned |= {unit_id: Planned(next_at=now + CONTESTED) for unit_id in awake if unit_id not in desks}
        planned |= {d.unit.id: Planned() for d in desks.values() if d.unit.id[0] == "@" and not d.unit.reachable}
        drafts = [self._draft(desk) for unit_id, desk in desks.items() if unit_id not in planned]
        return planned | await self._file(drafts)

    def _draft(self, desk: Desk) -> Draft:
        entries: list[Entry] = []
        waits = [desk.now + CHECK] if any(not _is_final(entry) for entry in desk.entries) else []
        for contact in desk.contacts():
            sayings, due = desk.sayings(contact)
            waits += due
            if sayings:
                entry = self._entry(desk, contact, gravest_first(sayings)[:LARGEST])
                entries.append(entry)
                goes_on = len(sayings) > LARGEST or _is_final(entry)
                waits.append(desk.now + (timedelta() if goes_on else CHECK))
        return Draft(desk, entries, waits)

    def _entry(self, desk: Desk, contact: Contact, sayings: Sequence[Saying]) -> Entry:
        entry = compose(
            Recipient(unit_id=desk.unit.id, unit_name=desk.unit.name, contact=contact),
            sayings,
            office=self._office,
            policy=self._policy,
            now=desk.now,
            sequence=desk.next_sequence(contact),
            render=self._render,
            unit_names=desk.book.name,
        )
        return settled_by(entry, undeliverable(contact, desk.disabled), desk.now)

    async def _file(self, drafts: Sequence[Draft]) -> dict[str, Planned]:
        """File all that was drafted, then climb with those that nobody contested."""
        refused = await self._ledger.file_all([entry for draft in drafts for entry in draft.entries])
        contested = {entry.unit_id for entry in refused}
        ids = {entry.id for entry in refused}
        for entry in (e for draft in drafts for e in draft.entries):
            _report(entry, filed=entry.id not in ids)
        mine = [draft for draft in drafts if draft.desk.unit.id not in contested]
        digests = {d.desk.unit.id: await self._digester.digest(d.desk) for d in mine if d.desk.unit.id == REGULATOR}
        climbed = await self._climber.climb([draft.desk for draft in mine]) if mine else {}
        planned: dict[str, Planned] = {}
        for desk, entries, waits in drafts:
            unit_id = desk.unit.id
            filed = [entry for entry in entries if entry.id not in ids]
            if unit_id in contested:
                planned[unit_id] = Planned(tuple(filed), desk.now + CONTESTED)
                continue
            digest, next_digest = digests.get(unit_id, ([], None))
            due = [*waits, *climbed.get(unit_id, ()), *([next_digest] if next_digest else [])]
            planned[unit_id] = Planned((*filed, *digest), min(due, default=None))
        return planned


def _report(entry: Entry, *, filed: bool) -> None:
    if not filed:
        log.info("warning.contested", unit_id=entry.unit_id, warning_id=entry.id)
        return
    WARNINGS.labels(entry.channel, entry.state.value).inc()
    log.info("warning.filed", warning_id=entry.id, unit_id=entry.unit_id, step=entry.step, state=entry.state.value)


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
