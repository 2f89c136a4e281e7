"""What every indicator's section of a rule pack has: its limit, its points, whom it asks, what differs for whom."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

from services.evaluator.subject import Subject
from shared.contracts.verdicts import IndicatorKind

Count = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(gt=0, le=1)]
Points = Annotated[float, Field(gt=0, le=200)]
Names = Annotated[tuple[str, ...], Field(strict=False)]


class Numbers(BaseModel):
    """A table of a rule pack. Unknown keys are refused, so that a misspelt limit is not silently the old one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_PLATFORMS = (
    "wechat_subscription",
    "wechat_service",
    "weibo",
    "douyin",
    "kuaishou",
    "toutiao",
    "video_channel",
    "app",
    "mini_program",
)
DIMENSIONS: Mapping[str, tuple[str, ...] | None] = {
    "kind": ("portal", "department", "special"),
    "level": ("province", "prefecture", "county", "township"),
    "group": None,
    "class": ("publish", "service", "app", "mini_program"),
    "platform": _PLATFORMS,
    "unit": None,
    "target": None,
}
"""What a section may differ by, the weakest first, and the words each may take; None: any of the registry's own."""

CLASSES: Mapping[str, str] = {
    "app": "app",
    "mini_program": "mini_program",
    "wechat_service": "service",
}
"""The class of an account by its platform; all others publish (发布类)."""


def traits_of(subject: Subject) -> dict[str, str]:
    """What a subject is in each dimension; empty where it is nothing."""
    platform = subject.platform
    return {
        "kind": "" if platform else subject.website_kind,
        "level": subject.unit_level,
        "group": subject.unit_group,
        "class": CLASSES.get(platform, "publish") if platform else "",
        "platform": platform,
        "unit": subject.unit_id,
        "target": subject.id,
    }


class Only(Numbers):
    """Whom a section asks; a dimension that is not named asks everybody."""

    kind: Names = ()
    level: Names = ()
    group: Names = ()
    class_: Annotated[Names, Field(alias="class")] = ()
    platform: Names = ()
    unit: Names = ()
    target: Names = ()

    @model_validator(mode="after")
    def _known(self) -> Self:
        for dimension, wanted in self._wanted():
            for value in wanted:
                _check(f"only.{dimension}", dimension, value)
        return self

    def fits(self, subject: Subject) -> bool:
        """Whether it asks this one."""
        traits = traits_of(subject)
        return all(not wanted or traits[dimension] in wanted for dimension, wanted in self._wanted())

    def _wanted(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for dimension in DIMENSIONS:
            yield dimension, getattr(self, "class_" if dimension == "class" else dimension)


class Section(Numbers):
    """What every indicator has in a pack that uses it."""

    on: bool = True
    kind: Annotated[IndicatorKind | None, Field(strict=False)] = None
    """What it does to the result, where that differs from the national standard."""
    limit: str
    """The rule in Chinese. `{name}` stands for the number of that name in the section."""
    points: Points | None = None
    """The most it costs, or gives, where the regime scores. A broken veto costs its points in the score of a unit."""
    step: Points | None = None
    """What each thing costs, up to `points`; none: the first one costs all of them."""
    result: Literal["unqualified", "basic"] = "unqualified"
    """What a broken veto makes of its target."""
    review: Literal["required", "none"] | None = None
    """Whether a person must confirm what the machine found; none said: as the indicator is made."""
    only: Only | None = None
    """Whom it asks; none: everybody of its scope."""
    by: dict[str, dict[str, dict[str, Any]]] = Field(default_factory=dict)
    """Other numbers for some: by dimension and value, such as `by.platform.weibo.window = "7 days"`."""

    _variants: dict[tuple[tuple[str, str], ...], "Self"] = PrivateAttr(default_factory=dict)
    _limit: str = PrivateAttr(default="")

    @model_validator(mode="after")
    def _can_be_used(self) -> Self:
        self._check_limit()
        if self.kind in {IndicatorKind.DEDUCTION, IndicatorKind.BONUS} and self.points is None:
            raise ValueError(f"points: missing: a {self.kind.value} needs points")
        if self.step and self.points and self.step > self.points:
            raise ValueError(f"step: expected at most points ({self.points:g}), got {self.step:g}")
        for dimension, values in self.by.items():
            for value in values:
                self._check_variant(dimension, value)
        return self

    def words(self) -> dict[str, Any]:
        """What the names in `limit` stand for."""
        own = {name: getattr(self, name) for name in type(self).model_fields if name not in Section.model_fields}
        return {**own, "points": _short(self.points), "step": _short(self.step)}

    def limit_text(self) -> str:
        """The rule in Chinese, with its numbers in it."""
        if not self._limit:
            self._limit = self.limit.format_map(self.words())
        return self._limit

    def asks(self, subject: Subject) -> bool:
        """Whether it asks anything of this one."""
        return self.only is None or self.only.fits(subject)

    def of(self, subject: Subject) -> Self:
        """The section with the numbers for this one: from the weakest dimension to the strongest."""
        if not self.by:
            return self
        traits = traits_of(subject)
        named = tuple((d, traits[d]) for d in DIMENSIONS if traits[d] in self.by.get(d, {}))
        if not named:
            return self
        if named not in self._variants:
            self._variants[named] = self._with(named)
        return self._variants[named]

    def _with(self, named: tuple[tuple[str, str], ...]) -> Self:
        values: dict[str, Any] = {**self.model_dump(by_alias=True), "by": {}}
        for dimension, value in named:
            values |= self.by[dimension][value]
        return type(self).model_validate(values)

    def _check_variant(self, dimension: str, value: str) -> None:
        _check("by", dimension, value)
        where = f"by.{dimension}.{value}"
        if "by" in self.by[dimension][value]:
            raise ValueError(f"{where}.by: what differs for some cannot differ again")
        try:
            self._with(((dimension, value),))
        except ValidationError as error:
            first = error.errors()[0]
            path = ".".join(map(str, (where, *first["loc"])))
            told = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
            known = "unknown key" if first["type"] == "extra_forbidden" else told
            raise ValueError(f"{path}: {known}, got {first['input']!r}") from error

    def _check_limit(self) -> None:
        known = self.words()
        try:
            wrong = [name for _, name, _, _ in Formatter().parse(self.limit) if name is not None and name not in known]
            if not wrong:
                self.limit_text()
        except (ValueError, TypeError) as error:
            raise ValueError(f"limit: expected a text with {{names}} of numbers, {error}") from error
        if wrong:
            raise ValueError(f"limit: expected {{names}} among {', '.join(sorted(known))}, got {{{wrong[0]}}}")


class Scored(Section):
    """The section of an indicator that takes or gives points."""

    points: Points


def _check(where: str, dimension: str, value: str) -> None:
    if dimension not in DIMENSIONS:
        raise ValueError(f"{where}: expected one of {', '.join(DIMENSIONS)}, got {dimension!r}")
    known = DIMENSIONS[dimension]
    if known is not None and value not in known:
        raise ValueError(f"{where}.{dimension}: expected one of {', '.join(known)}, got {value!r}")


def _short(points: float | None) -> str:
    return f"{points:g}" if points is not None else ""
