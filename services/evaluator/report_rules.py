"""The `[report]` section of a rule pack: how a notice is written. The evaluator hands it on as it stands."""

from typing import Annotated, Literal

from pydantic import Field

from services.evaluator.section import Names, Numbers

Digits = Annotated[int, Field(ge=0, le=4)]


class ClassRule(Numbers):
    """One class of targets that a notice counts, such as 省级部门网站."""

    label: str
    kind: Literal["website", "account"]
    levels: Names = ()
    is_government: bool | None = None
    site_kinds: Names = ()


class ReportRules(Numbers):
    """How the numbers and names of a notice are written. What a pack leaves out, the template of the regime says."""

    rounding: Literal["half_up", "truncate"] = "half_up"
    decimals: Digits = 2
    """Digits of rates."""
    rate_decimals: Digits | None = None
    """The same under its other name."""
    denominator: Literal["checked"] = "checked"
    """A rate is qualified / checked; targets that could not be seen are not checked."""
    groups: Names = ()
    """Groups of units in the order of the annexes; empty: as the registry has them."""
    group_order: Names = ()
    """The same under its other name."""
    print_rates: bool = True
    template: str = Field(default="", pattern=r"^[a-z0-9_]*$")
    title: str = ""
    addressee: str = ""
    issuer: str = ""
    area: str = ""
    scope: str = ""
    red_head: str = ""
    document_number: str = ""
    mend_within_days: int = Field(default=15, ge=1)
    mend_to: str = ""
    platform_names: dict[str, str] = Field(default_factory=dict)
    classes: Annotated[tuple[ClassRule, ...], Field(strict=False)] = ()
    score_decimals: Digits = 1
    bands: Annotated[tuple[float, ...], Field(strict=False)] = ()
    publication_classes: dict[str, Names] = Field(default_factory=dict)
    leaders: int = Field(default=5, ge=0)
    publish_by_day: int | None = Field(default=None, ge=1, le=28)
    annual_due: str = Field(default="", pattern=r"^((0[1-9]|1[0-2])-(0[1-9]|[12]\d))?$")
