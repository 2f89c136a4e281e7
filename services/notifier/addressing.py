"""Who of a unit is told? Those whose role the step asks for; others stand in before anything is told to nobody."""

from collections.abc import Collection
from enum import StrEnum

from services.notifier.book import Unit
from services.notifier.contact import NOBODY, Contact
from services.notifier.policy import Roles
from shared.registry.vocabulary import Role

_RANKS = {role: rank for rank, role in enumerate(Role)}


class Reason(StrEnum):
    """Why a contact is told a step, or is not."""

    ASKED = "asked"
    """Its role is asked for, or it has none and is told everything."""
    STANDS_IN = "stands_in"
    """Nobody who is asked for can be told, and its role is the nearest."""
    OTHER_ROLE = "other_role"
    """Others are asked for, and one of them can be told."""

    @property
    def hears(self) -> bool:
        """Whether it is told."""
        return self is not Reason.OTHER_ROLE


def address(unit: Unit, contact: Contact, kind: str, *, rules: Roles, disabled: Collection[Contact] = ()) -> Reason:
    """Whether this contact of the unit is told steps of this kind. Of every unit somebody is, if it has anybody."""
    if _is_asked(unit, contact, wanted := rules.wanted(kind)):
        return Reason.ASKED
    usable = [one for one in unit.contacts if one.channel != NOBODY and one not in disabled]
    if any(_is_asked(unit, one, wanted) for one in usable):
        return Reason.OTHER_ROLE
    # where nothing arrives at anybody, it is recorded with somebody that it could not be told
    there = {role for one in usable or unit.contacts for role in unit.roles.get(one, ())}
    return Reason.STANDS_IN if _nearest(wanted, there) in unit.roles[contact] else Reason.OTHER_ROLE


def _is_asked(unit: Unit, contact: Contact, wanted: frozenset[Role]) -> bool:
    roles = unit.roles.get(contact)
    return roles is None or not roles.isdisjoint(wanted)


def _nearest(wanted: frozenset[Role], there: Collection[Role]) -> Role | None:
    """The next role up from the lowest that is asked for; where nobody is above, the next down."""
    lowest = min(_RANKS[role] for role in wanted)
    return min(there, key=lambda role: (_RANKS[role] < lowest, abs(_RANKS[role] - lowest)), default=None)
