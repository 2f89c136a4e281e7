"""The numbers of a report."""

from datetime import date

from pydantic import Field

from services.reporter.part import Part
from services.reporter.plain import Line
from services.reporter.rounding import NOTHING_CHECKED, Rounding
from shared.contracts.target import TargetKind


class RateRule(Part):
    """How rates are printed."""

    rounding: Rounding = Rounding.HALF_UP
    decimals: int = 2


class Counts(Part):
    """How many of one kind. Undetermined ones are not checked; a rate is qualified/checked."""

    registered: int = 0
    planned: int = 0
    checked: int = 0
    qualified: int = 0
    unqualified: int = 0
    undetermined: int = 0
    pass_rate: str = NOTHING_CHECKED
    pass_rate_exact: tuple[int, int] = (0, 0)
    basic: int = 0
    """Those of the qualified that are only 基本合格, in regimes of three classes."""
    unplanned: int = 0
    """Registered, but not drawn for this period's inspection."""


class AccountCounts(Counts):
    """The accounts, and the same for each platform."""

    by_platform: dict[str, Counts] = Field(default_factory=dict)


class Group(Part):
    """The counts of one group of units, such as 州直部门."""

    group: Line
    websites: Counts = Counts()
    accounts: AccountCounts = AccountCounts()


class ClassCounts(Part):
    """The counts of one class of targets by level and kind, such as 省级部门网站."""

    label: Line
    kind: TargetKind
    counts: Counts = Counts()


class TrendPoint(Part):
    """The rates of one period."""

    label: Line
    websites: Counts = Counts()
    accounts: Counts = Counts()


class IndicatorCount(Part):
    """How often one indicator was not met or could not be determined."""

    indicator: str
    title: Line
    kind: str
    clause: Line = ""
    limit: Line = ""
    provenance: str = "text"
    not_met: int = 0
    undetermined: int = 0
    targets: tuple[str, ...] = ()
    """The ids of the targets that did not meet it."""


class UnitLetters(Part):
    """The overdue letters of one unit."""

    unit_id: str
    unit: Line
    overdue: int


class Messages(Part):
    """The letters of citizens in the period."""

    open: int = 0
    overdue: int = 0
    answered: int = 0
    median_days: float | None = None
    overdue_by_unit: tuple[UnitLetters, ...] = ()
    """By the unit responsible for the board, most first."""


class Tickets(Part):
    """我为政府网站找错 in the period, as the ledger says."""

    received: int = 0
    valid: int = 0
    overdue: int = 0
    overdue_names: tuple[Line, ...] = ()


class LetterTests(Part):
    """The letter test of the period, as the ledger says."""

    tested: int = 0
    in_time: int = 0
    late: int = 0
    never: int = 0
    broken: int = 0
    same_day: tuple[Line, ...] = ()
    """The websites that answered every test letter on the day it was sent."""
    in_time_names: tuple[Line, ...] = ()
    late_names: tuple[Line, ...] = ()
    never_names: tuple[Line, ...] = ()
    broken_names: tuple[Line, ...] = ()


class UnitPublication(Part):
    """What one unit published."""

    unit_id: str
    unit: Line
    count: int
    by_category: dict[str, int] = Field(default_factory=dict)
    by_class: dict[str, int] = Field(default_factory=dict)


class Publications(Part):
    """What was published in the period, as far as it was seen."""

    total: int = 0
    by_category: dict[str, int] = Field(default_factory=dict)
    by_unit: tuple[UnitPublication, ...] = ()
    by_class: dict[str, int] = Field(default_factory=dict)
    """By the classes of the regime; accounts are in none."""
    leaders: dict[str, tuple[Line, ...]] = Field(default_factory=dict)
    """The units that published most, for each class."""
    silent: dict[str, tuple[Line, ...]] = Field(default_factory=dict)
    """The units responsible for columns of a class in which nothing was seen."""


class Unreachable(Part):
    """An address of a unit at which nothing will arrive, by the word of its provider; or a unit without any."""

    unit_id: str
    unit: Line
    channel: str
    contact: Line = ""
    since: date
    why: Line = ""


class Warnings(Part):
    """What units were told in the period."""

    sent: int = 0
    recovered: int = 0
    units: int = 0
    failed: int = 0
    by_step: dict[str, int] = Field(default_factory=dict)
    unreachable: tuple[Unreachable, ...] = ()
    """What is wrong with the contacts of units. It says nothing of their websites and accounts."""
