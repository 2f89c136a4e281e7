"""The notifier's stores in memory, keeping the promises of MongoDB's: one suite in `tests/contracts` sees to it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.notifier.answer import Answer
from services.notifier.book import Book
from services.notifier.concern import Concern, Standing
from services.notifier.contact import Contact
from services.notifier.docket import Docket, docket_key
from services.notifier.ladder import Census, Escalation
from services.notifier.ledger import ENDED, Change, Entry, State
from services.notifier.ledger_port import Backlog, End, HandedOver
from services.notifier.pace import Limit, Pace, held, reserve
from services.notifier.ports import Agenda, Disabled, Standings, Stores
from services.notifier.silence import Silence
from shared.contracts.event import Event
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind
from shared.errors import Transient


class FakeDockets:
    """Dockets in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Docket] = {}

    async def load_all(self, targets: Collection[tuple[TargetKind, str]]) -> list[Docket]:
        keys = [docket_key(kind, target_id) for kind, target_id in targets]
        return [self.kept[key] for key in keys if key in self.kept]

    async def save_all(self, dockets: Sequence[Docket]) -> list[Docket]:
        return [docket for docket in dockets if not self._save(docket)]

    def _save(self, docket: Docket) -> bool:
        kept = self.kept.get(docket.key)
        if (kept.version if kept else 0) != docket.version:
            return False
        self.kept[docket.key] = docket.model_copy(update={"version": docket.version + 1})
        return True

    async def of_units(self, unit_ids: Collection[str]) -> list[Concern]:
        return [c for c in self._all() if c.unit_id in unit_ids]

    async def by_ids(self, concern_ids: Collection[str]) -> list[Concern]:
        return [c for c in self._all() if c.id in concern_ids]

    async def open_of(self, indicators: Collection[str], target_ids: Collection[str]) -> list[Concern]:
        return [c for c in self._all() if c.is_open and c.indicator in indicators and c.target_id in target_ids]

    async def share_with(self, reason: str, *, since: datetime) -> float:
        lately = [docket for docket in self.kept.values() if docket.as_of >= since]
        return sum(reason in docket.unseen for docket in lately) / max(len(lately), 1)

    async def standings(self) -> list[Standings]:
        open_ones = [c for c in self._all() if c.is_open and c.standing is Standing.FAULT and c.unit_id[0] != "@"]
        counts = Counter((c.unit_id, c.share.finding.kind is IndicatorKind.VETO) for c in open_ones)
        units = {unit_id for unit_id, _ in counts}
        found = [Standings(unit_id=u, vetoes=counts[u, True], others=counts[u, False]) for u in units]
        return sorted(found, key=lambda one: (-one.vetoes, -one.others, one.unit_id))

    def _all(self) -> list[Concern]:
        concerns = [c for docket in self.kept.values() for c in docket.concerns]
        return sorted(concerns, key=lambda concern: (concern.opened_at, concern.id))


class FakeAgendas:
    """Agendas in a dict."""

    def __init__(self) -> None:
        self.due: dict[str, datetime | None] = {}
        self.version: dict[str, int] = {}

    async def schedule(self, unit_id: str, at: datetime) -> None:
        self.due[unit_id] = min(self.due.get(unit_id) or at, at)
        self.version[unit_id] = self.version.get(unit_id, 0) + 1

    async def schedule_all(self, unit_ids: Collection[str], at: datetime) -> None:
        for unit_id in unit_ids:
            await self.schedule(unit_id, at)

    async def take_all(self, now: datetime, lease_until: datetime, limit: int) -> list[Agenda]:
        due = sorted((at, unit_id) for unit_id, at in self.due.items() if at and at <= now)
        taken = [unit_id for _, unit_id in due[:limit]]
        for unit_id in taken:
            self.due[unit_id] = lease_until
            self.version[unit_id] += 1
        return [Agenda(unit_id=one, due_at=lease_until, version=self.version[one]) for one in taken]

    async def settle_all(self, settled: Collection[tuple[Agenda, datetime | None]]) -> None:
        for agenda, next_at in settled:
            if self.version.get(agenda.unit_id) == agenda.version:
                self.due[agenda.unit_id] = next_at

    async def next_due(self) -> datetime | None:
        return min((at for at in self.due.values() if at), default=None)


class FakeLedger:
    """The ledger in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Entry] = {}

    async def about(self, concern_ids: Collection[str]) -> list[Entry]:
        wanted = set(concern_ids)
        found = (e for e in self.kept.values() if any(line.concern_id in wanted for line in e.lines))
        return [_without_letter(entry) for entry in found]

    async def said_between(self, begin: datetime, end: datetime) -> list[Entry]:
        ended = [e for e in self.kept.values() if e.finished_at and begin < e.finished_at <= end]
        return [_without_letter(e) for e in sorted(ended, key=lambda e: e.finished_at or e.queued_at)]

    async def get(self, entry_id: str) -> Entry | None:
        return self.kept.get(entry_id)

    async def amend(self, entry_id: str, change: Change, *, among: Collection[State], **fields: Any) -> Entry | None:
        entry = self.kept.get(entry_id)
        if entry is None or entry.state not in among:
            return None
        return _without_letter(self._put(entry, change, announced_at=None, **fields))

    async def last_sequences(self, unit_ids: Collection[str]) -> dict[tuple[str, Contact], int]:
        last: dict[tuple[str, Contact], int] = {}
        for entry in self.kept.values():
            if entry.unit_id in unit_ids:
                whose = (entry.unit_id, Contact(channel=entry.channel, key=entry.contact))
                last[whose] = max(last.get(whose, 0), entry.sequence)
        return last

    async def file_all(self, entries: Sequence[Entry]) -> list[Entry]:
        return [entry for entry in entries if not self._file(entry)]

    def _file(self, entry: Entry) -> bool:
        numbers = {e.sequence for e in self._to(entry.unit_id, entry.channel, entry.contact)}
        if entry.id in self.kept or entry.sequence in numbers:
            return False
        self.kept[entry.id] = entry
        return True

    async def withdraw(self, entry_id: str, change: Change) -> bool:
        entry = self.kept[entry_id]
        return entry.state.is_waiting and self._put(entry, change, finished_at=change.at) is not None

    async def claim_all(
        self, channel: str, *, now: datetime, lease_until: datetime, token: str, limit: int
    ) -> list[Entry]:
        due = sorted((e for e in self._waiting(channel) if e.due_at <= now), key=lambda e: (e.due_at, e.id))
        change = Change(state=State.CLAIMED, at=now)
        update = {"lease_until": lease_until, "token": token, "handed_over_at": None}
        return [self._put(entry, change, **update, attempts=entry.attempts + 1) for entry in due[:limit]]

    async def give_back(self, entry_ids: Collection[str], token: str) -> None:
        for entry in [self.kept[entry_id] for entry_id in entry_ids]:
            if (entry.state, entry.token, entry.handed_over_at) == (State.CLAIMED, token, None):
                update = {"state": State.QUEUED, "lease_until": None, "token": None, "history": entry.history[:-1]}
                self.kept[entry.id] = entry.model_copy(update={**update, "attempts": entry.attempts - 1})

    async def hand_over_all(self, handed_over: Sequence[HandedOver]) -> list[bool]:
        return [self._hand_over(one) for one in handed_over]

    def _hand_over(self, one: HandedOver) -> bool:
        entry = self.kept[one.entry_id]
        if entry.state is not State.CLAIMED or entry.token != one.token:
            return False
        update = {"handed_over_at": one.at, "parts_done": one.parts_done}
        self.kept[one.entry_id] = entry.model_copy(update=update)
        return True

    async def record_all(self, ends: Sequence[End]) -> list[bool]:
        return [self._record(one) for one in ends]

    def _record(self, one: End) -> bool:
        entry, change = self.kept[one.entry_id], one.change
        if entry.token == one.token and (entry.state, entry.answer) == (change.state, change.detail):
            return True
        if entry.token != one.token or entry.state not in {State.CLAIMED, State.MAYBE_SENT}:
            return False
        end: dict[str, Any] = {"due_at": one.due_at} if one.due_at else {"finished_at": change.at}
        end |= {"slot_at": one.slot_at, "parts_done": one.parts_done or entry.parts_done}
        self._put(entry, change, answer=change.detail, lease_until=None, **end)
        return True

    async def expired(self, now: datetime) -> list[Entry]:
        claimed = (e for e in self.kept.values() if e.state is State.CLAIMED)
        return [_without_letter(e) for e in claimed if e.lease_until and e.lease_until <= now]

    async def abandon(self, entry: Entry, change: Change) -> bool:
        kept = self.kept[entry.id]
        seen = (State.CLAIMED, entry.token, entry.handed_over_at)
        if (kept.state, kept.token, kept.handed_over_at) != seen:
            return False
        again: dict[str, Any] = {"due_at": change.at} if change.state is State.QUEUED else {}
        self._put(kept, change, lease_until=None, **again)
        return True

    async def unannounced(self, limit: int) -> list[Entry]:
        left = [e for e in self.kept.values() if e.state in ENDED and e.finished_at and not e.announced_at]
        return [_without_letter(e) for e in sorted(left, key=lambda e: e.finished_at or e.queued_at)[:limit]]

    async def announced(self, entry_ids: Collection[str], at: datetime) -> None:
        for entry_id in entry_ids:
            self.kept[entry_id] = self.kept[entry_id].model_copy(update={"announced_at": at})

    async def next_due(self, channel: str) -> datetime | None:
        return min((e.due_at for e in self._waiting(channel)), default=None)

    async def backlog(self) -> dict[str, Backlog]:
        return {channel: self._backlog(channel) for channel in {e.channel for e in self.kept.values()}}

    def _backlog(self, channel: str) -> Backlog:
        waiting = self._waiting(channel)
        unclear = sum(e.channel == channel and e.state is State.MAYBE_SENT for e in self.kept.values())
        return Backlog(len(waiting), min((e.queued_at for e in waiting), default=None), unclear)

    def _waiting(self, channel: str) -> list[Entry]:
        return [e for e in self.kept.values() if e.channel == channel and e.state.is_waiting]

    def _to(self, unit_id: str, channel: str, contact: str) -> list[Entry]:
        whom = (unit_id, channel, contact)
        return [e for e in self.kept.values() if (e.unit_id, e.channel, e.contact) == whom]

    def _put(self, entry: Entry, change: Change, **update: Any) -> Entry:
        self.kept[entry.id] = entry.changed(change, **update)
        return self.kept[entry.id]


class FakePaces:
    """Paces in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Pace] = {}

    async def reserve(self, contact: Contact, limits: Sequence[Limit], *, now: datetime) -> datetime:
        at, self.kept[contact.name] = reserve(self.kept.get(contact.name, Pace()), limits, now)
        return at

    async def hold(self, contact: Contact, *, until: datetime) -> None:
        self.kept[contact.name] = held(self.kept.get(contact.name, Pace()), until)

    async def held_until(self, contact: Contact) -> datetime | None:
        return self.kept.get(contact.name, Pace()).held_until


class FakeContacts:
    """Disabled contacts in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Disabled] = {}
        self.told: set[str] = set()

    async def disable(self, contact: Contact, *, unit_id: str, why: str, at: datetime) -> None:
        self.kept.setdefault(contact.name, Disabled(contact=contact, unit_id=unit_id, why=why, at=at))

    async def enable(self, contact: Contact) -> bool:
        self.told.discard(contact.name)
        return self.kept.pop(contact.name, None) is not None

    async def disabled(self) -> list[Disabled]:
        return sorted(self.kept.values(), key=lambda one: (one.at, one.contact.name))

    async def unannounced(self) -> list[Disabled]:
        return [one for one in await self.disabled() if one.contact.name not in self.told]

    async def announced(self, contact: Contact) -> None:
        self.told.add(contact.name)


class FakeAnswers:
    """Answers in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Answer] = {}

    async def save(self, answer: Answer) -> bool:
        if answer.id in self.kept:
            return False
        self.kept[answer.id] = answer
        return True

    async def about(self, concern_ids: Collection[str]) -> list[Answer]:
        found = [a for a in self.kept.values() if set(concern_ids) & set(a.concern_ids)]
        return sorted(found, key=lambda answer: (answer.at, answer.id))


class FakeSilences:
    """Silences in a list."""

    def __init__(self) -> None:
        self.kept: list[Silence] = []

    async def active(self, now: datetime) -> list[Silence]:
        return [s for s in sorted(self.kept, key=lambda s: (s.ends_at, s.id)) if s.begins_at <= now < s.ends_at]


class FakeEscalations:
    """Escalations in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Escalation] = {}

    async def of(self, concern_ids: Collection[str]) -> list[Escalation]:
        return [self.kept[one] for one in sorted(self.kept) if one in concern_ids]

    async def save_all(self, escalations: Sequence[Escalation]) -> list[Escalation]:
        return [escalation for escalation in escalations if not self._save(escalation)]

    def _save(self, escalation: Escalation) -> bool:
        kept = self.kept.get(escalation.concern_id)
        if (kept.version if kept else 0) != escalation.version:
            return False
        self.kept[escalation.concern_id] = escalation.model_copy(update={"version": escalation.version + 1})
        return True

    async def told_to(self, unit_ids: Collection[str], *, since: datetime) -> list[Escalation]:
        kept = [self.kept[one] for one in sorted(self.kept)]
        found = [e for e in kept if any(e.reached(unit_id) for unit_id in unit_ids)]
        return [e for e in found if e.ended_at is None or e.ended_at >= since]

    async def census(self, now: datetime) -> Census:
        going = [e for e in self.kept.values() if e.is_open]
        return Census(
            open=len(going),
            paused=sum(e.paused_until is not None and e.paused_until > now for e in going),
            without_time=sum(e.next_at is None for e in going),
            late=sum(e.next_at is not None and e.next_at < now - timedelta(hours=1) for e in going),
        )


def fake_stores(book: Book) -> Stores:
    """Everything in memory."""
    return Stores(
        FakeDockets(),
        FakeAgendas(),
        FakeLedger(),
        FakeDirectory(book),
        FakePaces(),
        FakeContacts(),
        FakeAnswers(),
        FakeSilences(),
        FakeEscalations(),
    )


class FakeDirectory:
    """A book that is given."""

    def __init__(self, book: Book) -> None:
        self.given = book

    async def book(self) -> Book:
        return self.given


class FakePublisher:
    """Remembers what was published; the same event twice is one, as on the bus."""

    def __init__(self) -> None:
        self.published: list[Event] = []
        self.calls = 0
        self.down = False

    async def publish(self, event: Event) -> None:
        self.calls += 1
        if self.down:
            raise Transient("NOTICES did not acknowledge")
        if event not in self.published:
            self.published.append(event)

    async def publish_all(self, events: Iterable[Event]) -> None:
        for event in events:
            await self.publish(event)


def _without_letter(entry: Entry) -> Entry:
    return entry.model_copy(update={"letter": None})
