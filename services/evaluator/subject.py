"""What is judged: one website or account as the registry knows it, without the registry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.contracts.target import TargetKind

OUT_OF_SCOPE = frozenset({"closed", "cancelled"})
"""Closed websites and cancelled accounts are not judged at all."""


MOST_NAMED = 50
"""Other targets of a unit that a finding names one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a website."""

    id: str
    name: str
    url: str = ""
    category: str = "other"
    """`news`, `notice`, `policy`, `interpretation`, `personnel`, `planning` or `other`."""
    level: int = 1
    cycle_days: int | None = None
    """How often it must be updated; None: as often as its category."""
    unit_id: str | None = None
    """The unit responsible, if it is not the website's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A message board of a website."""

    id: str
    name: str
    url: str = ""
    kind: str = "consultation"
    """`consultation`, `mailbox`, `complaint`, `petition`, `interview` or `survey`."""
    unit_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A service guide of a website."""

    id: str
    name: str
    url: str = ""
    unit_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """A target in scope of the same unit."""

    kind: TargetKind
    id: str
    name: str
    platform: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One target with everything the registry says that a rule may ask."""

    kind: TargetKind
    id: str
    name: str
    unit_id: str
    url: str = ""
    """The home page, or the account's feed."""
    status: str = "running"
    """`running` or `closed`; for accounts `active`, `suspended` or `cancelled`."""
    unit_name: str = ""
    unit_group: str = ""
    unit_level: str = ""
    public_service: bool = True
    """The unit serves the public (有对外服务)."""
    registered_on: date | None = None
    """Since when the registry knows it, if it says so."""

    website_kind: str = "department"
    """`portal`, `department` or `special`."""
    navigation_home: bool = False
    """The home page is only an entry: its second-level pages are judged in its place."""
    site_code: str = ""
    icp: str = ""
    psb: str = ""
    columns: tuple[Column, ...] = ()
    boards: tuple[Board, ...] = ()
    guides: tuple[Guide, ...] = ()

    platform: str = ""
    filed: bool = True
    interaction: str = "unknown"
    siblings: tuple[Sibling, ...] = ()
    """The targets of its unit that are in scope, itself perhaps among them: one tuple for all of the unit."""

    @property
    def in_scope(self) -> bool:
        """Whether it is judged at all."""
        return self.status not in OUT_OF_SCOPE

    @property
    def others(self) -> Iterator[Sibling]:
        """The other targets of its unit that are in scope."""
        return (one for one in self.siblings if one.id != self.id)

    @property
    def suspended(self) -> bool:
        """An account that announced it has stopped (停更)."""
        return self.status == "suspended"
