"""What the notifier needs from the outside, in its own words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notifier.answer import Answer
from services.notifier.book import Book
from services.notifier.concern import Concern
from services.notifier.contact import Contact
from services.notifier.docket import Docket
from services.notifier.ladder import Census, Escalation
from services.notifier.ledger_port import Ledger
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

    async def load_all(self, targets: Collection[tuple[TargetKind, str]]) -> list[Docket]:
        """The dockets of these targets; those nobody ever judged have none."""
        ...

    async def save_all(self, dockets: Sequence[Docket]) -> list[Docket]:
        """Keep each as the version after the one it was loaded as.

        Returns:
            Those that were not kept, because another was faster.
        """
        ...

    async def of_units(self, unit_ids: Collection[str]) -> list[Concern]:
        """All concerns of these units, oldest first: the open ones and those that ended of late."""
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

    async def take_all(self, now: datetime, lease_until: datetime, limit: int) -> list[Agenda]:
        """The units most overdue, which nobody else takes until the lease ends."""
        ...

    async def settle_all(self, settled: Collection[tuple[Agenda, datetime | None]]) -> None:
        """Next time then; None for not before something happens. One that was scheduled anew in between stays so."""
        ...

    async def next_due(self) -> datetime | None:
        """When the first unit is due; None when none is."""
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

    async def save_all(self, escalations: Sequence[Escalation]) -> list[Escalation]:
        """Keep each as the version after the one it was loaded as.

        Returns:
            Those that were not kept, because another was faster.
        """
        ...

    async def told_to(self, unit_ids: Collection[str], *, since: datetime) -> list[Escalation]:
        """Those that have reached one of these units, and had not ended by then."""
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

    async def publish_all(self, events: Iterable[Event]) -> None:
        """Return when all are kept. After an error some may not be."""
        ...
