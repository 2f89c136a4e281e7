"""What a report is composed from: frozen inputs, gathered by the adapters, so that composing needs nothing else."""

from datetime import date, timedelta
from typing import Any, Literal, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from services.reporter.part import Part
from services.reporter.plain import Address, Line
from services.reporter.report import Report
from services.reporter.rounding import Rounding
from services.reporter.tally import RateRule
from shared.clock import local
from shared.contracts.assessment import Assessment, AssessmentSummary
from shared.contracts.notices import ContactDisabled, NoticeFailed, NoticeSent
from shared.contracts.target import TargetKind
from shared.errors import BadInput

FIRST_OF_LAST_QUARTER, LAST_SECOND_MONTH = 10, 11

Telling = NoticeSent | NoticeFailed | ContactDisabled
"""What the reports know of telling: a message that arrived or did not, and an address at which nothing ever will."""


class _Given(BaseModel):
    """A frozen input."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class UnitView(_Given):
    """A unit as a report names it."""

    id: str
    name: Line
    group: Line = ""
    level: str = ""
    """province, prefecture, county or township: names the group of a unit that has none."""
    is_government: bool = False
    """It is a government itself, no department of one: it runs a portal."""


class TargetView(_Given):
    """A website or an account the regulator answers for. Closed sites and cancelled accounts are not among them."""

    kind: TargetKind
    id: str
    name: Line
    unit_id: str
    url: Address = None
    platform: str | None = None
    site_kind: str = ""
    """portal, department or special."""
    site_code: Line = ""
    icp: Line = ""
    psb: Line = ""
    columns: int = 0
    """How many columns it has in the registry."""


class RegistryView(_Given):
    """Whom the regulator answered for in the period."""

    units: tuple[UnitView, ...] = ()
    targets: tuple[TargetView, ...] = ()


class Edition(_Given):
    """Which report is wanted."""

    label: str
    regime: str
    first: date
    last: date
    issued_on: date | None = None
    """The date under the notice; None: the day after the period, or the day it was judged in the middle of it."""


class ClassRule(Part):
    """One class of targets that a notice counts by level and kind, such as 省级部门网站."""

    label: Line
    kind: TargetKind
    levels: tuple[str, ...] = ()
    """Levels of the responsible unit; empty: any."""
    is_government: bool | None = None
    """Of governments themselves (True), of their departments (False), or of both."""
    site_kinds: tuple[str, ...] = ()
    """portal, department, special; empty: any."""


class ReportRules(BaseModel):
    """The regime's rules for reports: the `[report]` section of its rule pack."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    rounding: Rounding = Rounding.HALF_UP
    decimals: int = Field(default=2, ge=0, le=6, validation_alias=AliasChoices("decimals", "rate_decimals"))
    print_rates: bool = True
    """Some regimes print numbers only."""
    denominator: Literal["checked"] = "checked"
    """What a rate is divided by. Undetermined targets are not checked, so nothing else would be fair."""
    template: str = Field(default="", pattern=r"^[a-z0-9_]*$")
    """Empty: the one named like the regime, else the national one."""
    title: Line = "{area}{period}政府网站和政务新媒体检查情况通报"
    """`{area}` and `{period}` are filled in."""
    addressee: Line = ""
    issuer: Line = ""
    red_head: Line = ""
    document_number: Line = ""
    area: Line = ""
    """Such as 全州."""
    scope: Line = ""
    mend_within_days: int = Field(default=15, ge=1)
    """Calendar days from the date of the notice to the deadline for mending."""
    mend_to: Line = ""
    group_order: tuple[Line, ...] = Field(default=(), validation_alias=AliasChoices("group_order", "groups"))
    """Groups of units in the order of the lists; those it does not name follow."""
    platform_names: dict[str, Line] = Field(default_factory=dict)
    """What the regime calls a platform, where it differs: two platforms of one name stand in one table."""
    classes: tuple[ClassRule, ...] = ()
    """How registered targets are counted; each target belongs to the first class it fits."""
    score_decimals: int = Field(default=1, ge=0, le=4)
    bands: tuple[float, ...] = ()
    """Scores from which on units are named, highest first, such as 100 and 95."""
    publication_classes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What the regime calls the categories of columns together, such as 动态类; `*` stands for all the others."""
    leaders: int = Field(default=5, ge=0)
    """How many of the units that published most are named."""
    publish_by_day: int | None = Field(default=None, ge=1, le=28)
    """Results are to be published by this day of the second month of each quarter."""
    annual_due: str = Field(default="", pattern=r"^((0[1-9]|1[0-2])-(0[1-9]|[12]\d))?$")
    """Month and day by which the yearly reports are to be filed; notices of a last quarter remind of it."""

    @classmethod
    def read(cls, section: dict[str, Any]) -> Self:
        """The rules in a pack's `[report]` section; what it does not say, the template of the regime may.

        Raises:
            BadInput: a value that cannot be; every mistake with its field.
        """
        try:
            return cls.model_validate(section)
        except ValidationError as mistakes:
            lines = [
                f"[report] {'.'.join(str(part) for part in mistake['loc'])}: {mistake['msg']}, got {mistake['input']!r}"
                for mistake in mistakes.errors()
            ]
            raise BadInput("指标体系的 [report] 一节有错，报告无法生成；请改正后重试", lines) from mistakes

    @property
    def rates(self) -> RateRule:
        """How rates are printed."""
        return RateRule(rounding=self.rounding, decimals=self.decimals)


_OTHER_NAMES = {"rate_decimals", "groups", "provenance"}


def unknown_rules(section: dict[str, Any]) -> list[str]:
    """Keys of a `[report]` section that nobody here reads, sorted."""
    return sorted(set(section) - set(ReportRules.model_fields) - _OTHER_NAMES)


class Material(_Given):
    """Everything one report is composed from."""

    edition: Edition
    summary: AssessmentSummary
    registry: RegistryView
    assessments: tuple[Assessment, ...] = ()
    rules: ReportRules = ReportRules()
    told: tuple[Telling, ...] = ()
    plan: frozenset[str] | None = None
    """Ids of the targets drawn for this period; None: all of the registry."""
    previous: Report | None = None
    """The report of the period before under the same regime."""
    corrected: Report | None = None
    """The newest report of the very same period and regime, if it was written before."""
    within: tuple[Report, ...] = ()
    """The reports of shorter periods inside of this one, such as the quarters of a year."""

    @property
    def issued_on(self) -> date:
        """The date under the notice: if nobody chose one, the first day on which all that was judged was over."""
        return self.edition.issued_on or local(self.summary.as_of + timedelta(milliseconds=1)).date()

    @property
    def mend_by(self) -> date:
        """The deadline for mending."""
        return self.issued_on + timedelta(days=self.rules.mend_within_days)

    @property
    def publish_by(self) -> date | None:
        """The next deadline for publishing results when this notice is issued, in regimes that have one."""
        day = self.rules.publish_by_day
        return publication_deadline(max(self.edition.last, self.issued_on), day) if day else None

    @property
    def annual_due(self) -> date | None:
        """When the yearly reports are due; None outside of the last quarter of a year."""
        last = self.edition.last
        if not self.rules.annual_due or last.month < FIRST_OF_LAST_QUARTER:
            return None
        return date.fromisoformat(f"{last.year + 1}-{self.rules.annual_due}")


def publication_deadline(day: date, day_of_month: int) -> date:
    """The next such day of a quarter's second month, that day itself included."""
    second = (day.month - 1) // 3 * 3 + 2
    due = date(day.year, second, day_of_month)
    if day <= due:
        return due
    if second == LAST_SECOND_MONTH:
        return date(day.year + 1, 2, day_of_month)
    return date(day.year, second + 3, day_of_month)
