"""Who is who, from the registry that is in force."""

from services.notifier.contact import contacts_of
from services.notifier.ports import Book, Unit
from shared.contracts.target import TargetKind
from shared.registry.model import AccountStatus, Registry, WebsiteStatus
from shared.registry.store import Registries


class RegistryDirectory:
    """The port `Directory`. The book is made anew when the registry has a new version."""

    def __init__(self, registries: Registries) -> None:
        self._registries = registries
        self._registry: Registry | None = None
        self._book = Book()

    async def book(self) -> Book:
        """Who is who now.

        Raises:
            Transient: the registry cannot be read, or nothing was imported yet.
        """
        registry = (await self._registries.get()).registry
        if registry is not self._registry:
            self._registry, self._book = registry, book_of(registry)
        return self._book


def book_of(registry: Registry) -> Book:
    """The units with their contacts, and the targets that are out of use. Suspended accounts are out of use too."""
    units = {
        unit.id: Unit(unit.id, unit.name, contacts_of(unit.emails, unit.channels)) for unit in registry.units.values()
    }
    closed = {(TargetKind.WEBSITE, w.id) for w in registry.websites.values() if w.status is WebsiteStatus.CLOSED}
    unused = {(TargetKind.ACCOUNT, a.id) for a in registry.accounts.values() if a.status is not AccountStatus.ACTIVE}
    return Book(units=units, retired=frozenset(closed | unused))
