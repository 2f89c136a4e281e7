"""What the notifier needs from the outside, in its own words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.notifier.answer import Answer
from services.notifier.book import Book
from services.notifier.concern import Concern
from services.notifier.contact import Contact
from services.notifier.docket import Docket
from services.notifier.ladder import Census, Escalation
from services.notifier.ledger import Change, Entry, State
from services.notifier.pace import Limit
from services.notifier.silence import Silence
from shared.contracts.event import Event, Fact, Moment
from shared.contracts.target import TargetKind


class Standings(Fact):
    """How many faults of one unit are open."""

    unit_id: str
    vetoes: int = 0
    others: int = 0


class Dockets(Protocol):
    """What is open, by target."""

    async def standings(self) -> list[Standings]:
        """The units with open faults, most vetoes first; operations' own concerns are not among them."""
        ...

    async def load(self, kind: TargetKind, target_id: str) -> Docket | None:
        """The docket of a target; None when nothing was ever judged."""
        ...

    async def save(self, docket: Docket) -> bool:
        """Keep it as the version after the one it was loaded as. False, and nothing kept, if another was faster."""
        ...

    async def of_unit(self, unit_id: str) -> list[Concern]:
        """All concerns of a unit, oldest first: the open ones and those that ended of late."""
        ...

    async def by_ids(self, concern_ids: Collection[str]) -> list[Concern]:
        """These concerns, whosever they are, oldest first."""
        ...

    async def open_of(self, indicators: Collection[str], target_ids: Collection[str]) -> list[Concern]:
        """The open concerns of these indicators on these targets, whosever they are."""
        ...

    async def share_with(self, reason: str, *, since: datetime) -> float:
        """Which share of the targets judged since then gave this reason for not being seen: 0 to 1."""
        ...


class Agenda(Fact):
    """When a unit is to be looked at next, as one planner took it."""

    unit_id: str
    due_at: Moment
    version: int


class Agendas(Protocol):
    """When each unit is to be looked at next: the end of its window, a reminder, a check. Never forgotten."""

    async def schedule(self, unit_id: str, at: datetime) -> None:
        """Look at the unit at that moment, or earlier if that was said before."""
        ...

    async def schedule_all(self, unit_ids: Collection[str], at: datetime) -> None:
        """The same for many units. Cut off in between, some are scheduled; doing it again changes nothing."""
        ...

    async def take(self, now: datetime, lease_until: datetime) -> Agenda | None:
        """The unit most overdue, which nobody else takes until the lease ends; None when none is due."""
        ...

    async def settle(self, agenda: Agenda, next_at: datetime | None) -> bool:
        """Next time then; None for not before something happens. False if it was scheduled anew in between."""
        ...

    async def next_due(self) -> datetime | None:
        """When the first unit is due; None when none is."""
        ...


@dataclass(frozen=True)
class Backlog:
    """What waits in one channel, for the metrics."""

    waiting: int = 0
    oldest_at: datetime | None = None
    """When the oldest waiting message was queued."""
    unclear: int = 0
    """Messages of which nobody knows whether they arrived."""


class Ledger(Protocol):
    """The messages. Every change of state is a compare-and-swap, so that two replicas share one ledger."""

    async def about(self, concern_ids: Collection[str]) -> list[Entry]:
        """All messages with a line about one of these concerns, without their letters."""
        ...

    async def said_between(self, begin: datetime, end: datetime) -> list[Entry]:
        """Messages that came to an end after `begin` and up to `end`, without their letters."""
        ...

    async def get(self, entry_id: str) -> Entry | None:
        """One message with its letter; None if there is none of this id."""
        ...

    async def amend(self, entry_id: str, change: Change, *, among: Collection[State], **fields: Any) -> Entry | None:
        """Note what became known later of a message in one of these states, and announce it anew. None if in none."""
        ...

    async def next_sequence(self, unit_id: str, contact: Contact) -> int:
        """The number after the last message to this contact; 1 for the first."""
        ...

    async def file(self, entry: Entry) -> bool:
        """Keep a new message. False, and nothing kept, if it or its number is there already."""
        ...

    async def withdraw(self, entry_id: str, change: Change) -> bool:
        """End a message that still waits. False if a sender has it, or had it."""
        ...

    async def claim(self, channel: str, *, now: datetime, lease_until: datetime, token: str) -> Entry | None:
        """The message of the channel due longest, with its letter, claimed under the token; None for none."""
        ...

    async def hand_over(self, entry_id: str, token: str, *, at: datetime, parts_done: int = 0) -> bool:
        """Note that the provider may take it, or its next part, from now on. False if the claim is another's by now."""
        ...

    async def record(
        self,
        entry_id: str,
        token: str,
        change: Change,
        *,
        due_at: datetime | None = None,
        parts_done: int = 0,
        slot_at: datetime | None = None,
    ) -> Entry | None:
        """Note how the token's attempt ended, also late. None if another sender has claimed the message since."""
        ...

    async def expired(self, now: datetime) -> list[Entry]:
        """Claimed messages whose lease has ended."""
        ...

    async def abandon(self, entry: Entry, change: Change) -> bool:
        """End the claim of a vanished sender. False if it moved in between."""
        ...

    async def unannounced(self, limit: int) -> list[Entry]:
        """Ended messages whose notice was not published yet, oldest first."""
        ...

    async def announced(self, entry_ids: Collection[str], at: datetime) -> None:
        """Note that the notices of these are published."""
        ...

    async def next_due(self, channel: str) -> datetime | None:
        """When the first waiting message of the channel is due; None when none waits."""
        ...

    async def backlog(self) -> dict[str, Backlog]:
        """What waits, by channel."""
        ...


class Paces(Protocol):
    """How often each contact is posted to, counted over all replicas."""

    async def reserve(self, contact: Contact, limits: Sequence[Limit], *, now: datetime) -> datetime:
        """The next free slot of the contact, which is taken from now on."""
        ...

    async def hold(self, contact: Contact, *, until: datetime) -> None:
        """Leave the contact alone until then."""
        ...

    async def held_until(self, contact: Contact) -> datetime | None:
        """Until when it is left alone, if it is or was."""
        ...


class Disabled(Fact):
    """A contact that is used no more, because its provider said that nothing will arrive there."""

    contact: Contact
    unit_id: str
    """The unit whose message showed it."""
    why: str
    at: Moment


class Contacts(Protocol):
    """Which contacts are used no more."""

    async def disable(self, contact: Contact, *, unit_id: str, why: str, at: datetime) -> None:
        """Use it no more. The first reason stays."""
        ...

    async def enable(self, contact: Contact) -> bool:
        """Use it again. False if it was in use."""
        ...

    async def disabled(self) -> list[Disabled]:
        """All that are used no more, oldest first."""
        ...

    async def unannounced(self) -> list[Disabled]:
        """Those the world was not told of yet."""
        ...

    async def announced(self, contact: Contact) -> None:
        """Note that the world was told."""
        ...


class Answers(Protocol):
    """What units answered."""

    async def save(self, answer: Answer) -> bool:
        """Keep it. False if it is there already."""
        ...

    async def about(self, concern_ids: Collection[str]) -> list[Answer]:
        """The answers to messages about one of these concerns, oldest first."""
        ...


class Silences(Protocol):
    """What an operator has asked not to be said for a while."""

    async def active(self, now: datetime) -> list[Silence]:
        """Those in force."""
        ...


class Escalations(Protocol):
    """The way of each fault up the organisation tree."""

    async def of(self, concern_ids: Collection[str]) -> list[Escalation]:
        """Those of these concerns."""
        ...

    async def save(self, escalation: Escalation) -> bool:
        """Keep it as the version after the one it was loaded as. False, and nothing kept, if another was faster."""
        ...

    async def told_to(self, unit_id: str, *, since: datetime) -> list[Escalation]:
        """Those that have reached this unit, and had not ended by then."""
        ...

    async def census(self, now: datetime) -> Census:
        """How many are open, and whether each has a next time."""
        ...


class Directory(Protocol):
    """The registry as the notifier needs it."""

    async def book(self) -> Book:
        """Who is who now."""
        ...


@dataclass(frozen=True)
class Stores:
    """Where the notifier keeps what it knows."""

    dockets: Dockets
    agendas: Agendas
    ledger: Ledger
    directory: Directory
    paces: Paces
    contacts: Contacts
    answers: Answers
    silences: Silences
    escalations: Escalations


class Publisher(Protocol):
    """The bus as the notifier needs it."""

    async def publish(self, event: Event) -> None:
        """Return when the event is kept. Publishing it again changes nothing."""
        ...
