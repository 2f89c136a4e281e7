"""Who is who at one moment: units, their contacts, and who is above them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.notifier.contact import REGULATOR, UNREACHABLE, Contact
from shared.contracts.target import TargetKind
from shared.registry.vocabulary import Role


@dataclass(frozen=True)
class Unit:
    """A unit as far as telling it goes."""

    id: str
    name: str
    contacts: tuple[Contact, ...] = (UNREACHABLE,)
    parent_id: str | None = None
    roles: Mapping[Contact, frozenset[Role]] = field(default_factory=dict, hash=False)
    """What its contacts are to it; those without a role are told everything."""

    @property
    def reachable(self) -> bool:
        """Whether there is any way to it."""
        return self.contacts != (UNREACHABLE,) and bool(self.contacts)


@dataclass(frozen=True)
class Book:
    """Who is who at one moment."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    retired: frozenset[tuple[TargetKind, str]] = frozenset()
    """Closed websites and accounts out of use."""
    addresses: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The URL behind the key of each contact that is not a mailbox. They carry secrets: never logged or kept."""

    def unit(self, unit_id: str) -> Unit:
        """The unit; one that nobody knows has its id for a name and cannot be reached."""
        return self.units.get(unit_id) or Unit(unit_id, unit_id)

    def name(self, unit_id: str) -> str:
        """What the unit is called."""
        return self.unit(unit_id).name

    def above(self, unit_id: str) -> tuple[str, ...]:
        """The units over it that can be reached, the nearest first, and the regulator's office at the end."""
        found: list[str] = []
        seen, parent = {unit_id}, self.unit(unit_id).parent_id
        while parent is not None and parent not in seen:
            seen.add(parent)
            if self.unit(parent).reachable:
                found.append(parent)
            parent = self.unit(parent).parent_id
        if REGULATOR in self.units and unit_id != REGULATOR:
            found.append(REGULATOR)
        return tuple(found)

    def is_retired(self, kind: TargetKind, target_id: str) -> bool:
        """Whether the target is out of use."""
        return (kind, target_id) in self.retired
