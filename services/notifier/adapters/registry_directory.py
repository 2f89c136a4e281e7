"""Who is who, from the registry that is in force."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.notifier.book import Book, Unit
from services.notifier.contact import Contact, contacts_of, of_url, split_ways
from shared.contracts.target import TargetKind
from shared.registry.model import AccountStatus, Registry, WebsiteStatus
from shared.registry.model import Contact as ContactRow
from shared.registry.model import Unit as UnitRow
from shared.registry.store import Registries
from shared.registry.vocabulary import Role


@dataclass(frozen=True)
class Office:
    """Somebody who is told and is no unit of the registry: operations, the regulator's office."""

    id: str
    name: str
    ways: str
    """Mail addresses and channel URLs, separated by semicolons; none: nobody is told."""


class RegistryDirectory:
    """The port `Directory`. The book is made anew when the registry has a new version."""

    def __init__(self, registries: Registries, offices: Iterable[Office] = ()) -> None:
        self._registries = registries
        self._offices = tuple(offices)
        self._registry: Registry | None = None
        self._book = Book()

    async def book(self) -> Book:
        """Who is who now.

        Raises:
            Transient: the registry cannot be read, or nothing was imported yet.
        """
        registry = (await self._registries.get()).registry
        if registry is not self._registry:
            self._registry, self._book = registry, book_of(registry, self._offices)
        return self._book


def book_of(registry: Registry, offices: Iterable[Office] = ()) -> Book:
    """The units with their contacts, and the targets that are out of use. Suspended accounts are out of use too."""
    people: dict[str, list[ContactRow]] = defaultdict(list)
    for contact in registry.contacts.values():
        people[contact.unit_id].append(contact)
    units = {unit.id: _unit(unit, people[unit.id]) for unit in registry.units.values()}
    offices = [office for office in offices if office.ways.strip()]
    units |= {office.id: Unit(office.id, office.name, contacts_of(*split_ways(office.ways))) for office in offices}
    told = (*registry.units.values(), *registry.contacts.values())
    urls = [url for one in told for url in one.channels]
    urls += [url for office in offices for url in split_ways(office.ways)[1]]
    closed = {(TargetKind.WEBSITE, w.id) for w in registry.websites.values() if w.status is WebsiteStatus.CLOSED}
    unused = {(TargetKind.ACCOUNT, a.id) for a in registry.accounts.values() if a.status is not AccountStatus.ACTIVE}
    addresses = {of_url(url.strip()).key: url.strip() for url in urls}
    return Book(units=units, retired=frozenset(closed | unused), addresses=addresses)


def _unit(unit: UnitRow, people: Sequence[ContactRow]) -> Unit:
    """The unit with its own ways first, then those of its people."""
    told = (unit, *people)
    emails = [address for one in told for address in one.emails]
    channels = [url for one in told for url in one.channels]
    return Unit(unit.id, unit.name, contacts_of(emails, channels), unit.parent_id, _roles(unit, people))


def _roles(unit: UnitRow, people: Iterable[ContactRow]) -> Mapping[Contact, frozenset[Role]]:
    """The roles of each contact. One that is also given without a role is told everything, so it has none here."""
    roles: dict[Contact, set[Role]] = defaultdict(set)
    everything = set(contacts_of(unit.emails, unit.channels))
    for person in people:
        for contact in contacts_of(person.emails, person.channels):
            if person.role is None:
                everything.add(contact)
            else:
                roles[contact].add(person.role)
    return {contact: frozenset(found) for contact, found in roles.items() if contact not in everything}
