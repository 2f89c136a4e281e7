"""What the notifier needs from the outside, in its own words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from services.notifier.concern import Concern
from services.notifier.contact import UNREACHABLE, Contact
from services.notifier.docket import Docket
from services.notifier.ledger import Change, Entry
from shared.contracts.event import Event, Fact, Moment
from shared.contracts.target import TargetKind


class Dockets(Protocol):
    """What is open, by target."""

    async def load(self, kind: TargetKind, target_id: str) -> Docket | None:
        """The docket of a target; None when nothing was ever judged."""
        ...

    async def save(self, docket: Docket) -> bool:
        """Keep it as the version after the one it was loaded as. False, and nothing kept, if another was faster."""
        ...

    async def of_unit(self, unit_id: str) -> list[Concern]:
        """All concerns of a unit, oldest first: the open ones and those that ended of late."""
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

    async def hand_over(self, entry_id: str, token: str, *, at: datetime) -> bool:
        """Note that the provider may take it from now on. False if the claim is not the token's any more."""
        ...

    async def record(
        self, entry_id: str, token: str, change: Change, *, due_at: datetime | None = None
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

    async def announced(self, entry_id: str, at: datetime) -> None:
        """Note that the notice is published."""
        ...

    async def next_due(self, channel: str) -> datetime | None:
        """When the first waiting message of the channel is due; None when none waits."""
        ...

    async def backlog(self) -> dict[str, Backlog]:
        """What waits, by channel."""
        ...


@dataclass(frozen=True)
class Unit:
    """A unit as far as telling it goes."""

    id: str
    name: str
    contacts: tuple[Contact, ...] = (UNREACHABLE,)


@dataclass(frozen=True)
class Book:
    """Who is who at one moment."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    retired: frozenset[tuple[TargetKind, str]] = frozenset()
    """Closed websites and accounts out of use."""

    def unit(self, unit_id: str) -> Unit:
        """The unit; one that nobody knows has its id for a name and cannot be reached."""
        return self.units.get(unit_id) or Unit(unit_id, unit_id)

    def name(self, unit_id: str) -> str:
        """What the unit is called."""
        return self.unit(unit_id).name

    def is_retired(self, kind: TargetKind, target_id: str) -> bool:
        """Whether the target is out of use."""
        return (kind, target_id) in self.retired


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


class Publisher(Protocol):
    """The bus as the notifier needs it."""

    async def publish(self, event: Event) -> None:
        """Return when the event is kept. Publishing it again changes nothing."""
        ...
