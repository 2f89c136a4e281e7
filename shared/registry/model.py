"""Whom to watch: the typed rows of the registry, and the registry that holds them."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from pydantic import Field

from shared.contracts.event import Fact
from shared.contracts.target import Target, TargetKind
from shared.registry.vocabulary import (
    AccountStatus,
    Answer,
    BoardKind,
    Category,
    Kind,
    Level,
    Platform,
    Role,
    WebsiteKind,
    WebsiteStatus,
)

__all__ = [
    "MODELS",
    "Account",
    "AccountStatus",
    "Answer",
    "Board",
    "BoardKind",
    "Category",
    "Column",
    "Contact",
    "Guide",
    "Kind",
    "Level",
    "Page",
    "Platform",
    "Registry",
    "Row",
    "Unit",
    "Website",
    "WebsiteKind",
    "WebsiteStatus",
    "kind_of",
]


class Row(Fact):
    """What every row has. Empty text means that nothing was given."""

    id: str
    name: str


class Told(Row):
    """Whoever can be told."""

    emails: tuple[str, ...] = ()
    channels: tuple[str, ...] = Field(default=(), repr=False)
    """URLs of bots and gateways. They carry keys: never logged, never in a repr."""


class Unit(Told):
    """An organ of government: answers for websites and accounts, and is told about them."""

    group: str = ""
    level: Level | None = None
    parent_id: str | None = None
    public_service: Answer = Answer.UNKNOWN


class Contact(Told):
    """Somebody of a unit, told what their role hears; without a role everything, as by the unit's own ways."""

    name: str = ""
    unit_id: str
    role: Role | None = None


class Website(Row):
    """A government website."""

    url: str
    unit_id: str
    kind: WebsiteKind
    site_code: str = ""
    icp: str = ""
    psb: str = ""
    status: WebsiteStatus = WebsiteStatus.RUNNING
    navigation_home: bool = False
    """The home page only leads on, so the pages of the second level are judged in its place."""


class Page(Row):
    """A page of a website that is watched for itself."""

    website_id: str
    url: str
    unit_id: str | None = None
    """The responsible unit; none means the website's. Ask `Registry.unit_of`."""


class Column(Page):
    """A column of a website: a list of articles."""

    category: Category
    level: int
    """1 for a column of the first level (一级栏目), 2 for one below it, and so on."""
    cycle_days: int | None = None
    """How often it must be updated, if that was said; otherwise the rule pack decides by category."""
    list_selector: str = ""
    date_selector: str = ""


class Account(Row):
    """An account of a government unit on a social-media platform."""

    platform: Platform
    unit_id: str
    feed_url: str = ""
    filed: Answer = Answer.UNKNOWN
    status: AccountStatus = AccountStatus.ACTIVE
    interaction: Answer = Answer.UNKNOWN


class Board(Page):
    """A page where citizens ask and units reply."""

    kind: BoardKind


class Guide(Page):
    """A guide to one service (办事指南)."""


MODELS: Mapping[Kind, type[Row]] = MappingProxyType(
    {
        Kind.UNITS: Unit,
        Kind.CONTACTS: Contact,
        Kind.WEBSITES: Website,
        Kind.COLUMNS: Column,
        Kind.ACCOUNTS: Account,
        Kind.BOARDS: Board,
        Kind.GUIDES: Guide,
    }
)
"""Which kind of row is which class."""

_KINDS = {model: kind for kind, model in MODELS.items()}


def kind_of(row: Row) -> Kind:
    """Which kind of row it is."""
    return _KINDS[type(row)]


SomeRow = TypeVar("SomeRow", bound=Row)


def _none() -> Mapping[str, SomeRow]:
    return MappingProxyType({})


def _gathered(rows: Iterable[SomeRow], key: Callable[[SomeRow], str | None]) -> Mapping[str, tuple[SomeRow, ...]]:
    gathered: dict[str, list[SomeRow]] = {}
    for row in rows:
        under = key(row)
        if under is not None:
            gathered.setdefault(under, []).append(row)
    return {under: tuple(group) for under, group in gathered.items()}


@dataclass(frozen=True)
class Registry:
    """All rows by id, in the order they were given. References are sound: `shared.registry.rows` has seen to it."""

    units: Mapping[str, Unit] = field(default_factory=_none)
    contacts: Mapping[str, Contact] = field(default_factory=_none)
    websites: Mapping[str, Website] = field(default_factory=_none)
    columns: Mapping[str, Column] = field(default_factory=_none)
    accounts: Mapping[str, Account] = field(default_factory=_none)
    boards: Mapping[str, Board] = field(default_factory=_none)
    guides: Mapping[str, Guide] = field(default_factory=_none)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Registry":
        """The registry of these rows, whatever their kinds. The rows are taken as sound."""
        by_kind: dict[str, dict[str, Row]] = {kind.value: {} for kind in Kind}
        for row in rows:
            by_kind[kind_of(row).value][row.id] = row
        return cls(**{name: MappingProxyType(group) for name, group in by_kind.items()})  # type: ignore[arg-type]

    def rows(self, kind: Kind) -> Mapping[str, Row]:
        """The rows of one kind by id."""
        rows: Mapping[str, Row] = getattr(self, kind.value)
        return rows

    def __iter__(self) -> Iterator[Row]:
        for kind in Kind:
            yield from self.rows(kind).values()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        return {kind.value: len(self.rows(kind)) for kind in Kind}

    def target(self, target_id: str) -> Website | Account | None:
        """The website or account of this id; they share one space of ids."""
        return self.websites.get(target_id) or self.accounts.get(target_id)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """All websites, then all accounts, closed and cancelled ones too."""
        websites = (Target(kind=TargetKind.WEBSITE, id=id_) for id_ in self.websites)
        accounts = (Target(kind=TargetKind.ACCOUNT, id=id_) for id_ in self.accounts)
        return (*websites, *accounts)

    def unit_of(self, row: Website | Account | Page) -> Unit:
        """The responsible unit; for a page that names none, its website's."""
        if row.unit_id is None:
            return self.units[self.websites[row.website_id].unit_id]
        return self.units[row.unit_id]

    def superior(self, unit_id: str) -> Unit | None:
        """The unit directly above; none for the top, and for a unit nobody knows."""
        unit = self.units.get(unit_id)
        return self.units[unit.parent_id] if unit and unit.parent_id else None

    def superiors(self, unit_id: str) -> tuple[Unit, ...]:
        """All units above, the nearest first."""
        above: list[Unit] = []
        superior = self.superior(unit_id)
        while superior:
            above.append(superior)
            superior = self.superior(superior.id)
        return tuple(above)

    def subordinates(self, unit_id: str) -> tuple[Unit, ...]:
        """The units directly below."""
        return self._units_below.get(unit_id, ())

    def websites_of(self, unit_id: str) -> tuple[Website, ...]:
        """The websites of a unit."""
        return self._websites_of_units.get(unit_id, ())

    def accounts_of(self, unit_id: str) -> tuple[Account, ...]:
        """The accounts of a unit."""
        return self._accounts_of_units.get(unit_id, ())

    def columns_of(self, website_id: str) -> tuple[Column, ...]:
        """The columns of a website."""
        return self._columns_of_websites.get(website_id, ())

    def boards_of(self, website_id: str) -> tuple[Board, ...]:
        """The boards of a website."""
        return self._boards_of_websites.get(website_id, ())

    def guides_of(self, website_id: str) -> tuple[Guide, ...]:
        """The guides of a website."""
        return self._guides_of_websites.get(website_id, ())

    def digest(self) -> str:
        """The sha256 of what it says; the order of rows makes no difference, nor do fields left at their default."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        content = {
            kind.value: [
                row.model_dump(mode="json", exclude_defaults=True) for _, row in sorted(self.rows(kind).items())
            ]
            for kind in Kind
            if kind is not Kind.CONTACTS or self.contacts  # they came later: without any it is what it was
        }
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @cached_property
    def _units_below(self) -> Mapping[str, tuple[Unit, ...]]:
        return _gathered(self.units.values(), lambda unit: unit.parent_id)

    @cached_property
    def _websites_of_units(self) -> Mapping[str, tuple[Website, ...]]:
        return _gathered(self.websites.values(), lambda website: website.unit_id)

    @cached_property
    def _accounts_of_units(self) -> Mapping[str, tuple[Account, ...]]:
        return _gathered(self.accounts.values(), lambda account: account.unit_id)

    @cached_property
    def _columns_of_websites(self) -> Mapping[str, tuple[Column, ...]]:
        return _gathered(self.columns.values(), lambda column: column.website_id)

    @cached_property
    def _boards_of_websites(self) -> Mapping[str, tuple[Board, ...]]:
        return _gathered(self.boards.values(), lambda board: board.website_id)

    @cached_property
    def _guides_of_websites(self) -> Mapping[str, tuple[Guide, ...]]:
        return _gathered(self.guides.values(), lambda guide: guide.website_id)
