"""What every indicator's section of a rule pack has: its limit, its points, whom it asks, what differs for whom."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

from services.evaluator.mistakes import Several, instead, mistakes_in, shown
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
        found = [(d, words) for d, wanted in self._wanted() for value in wanted if (words := _wrong(d, value))]
        if found:
            raise Several(found)
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
        found = [*self._wrong_limit(), *self._wrong_points()]
        for dimension, values in self.by.items():
            for value in values:
                found += self._wrong_variant(dimension, value)
        if found:
            raise Several(found)
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

    def _wrong_points(self) -> Iterator[tuple[str, str]]:
        if self.kind in {IndicatorKind.DEDUCTION, IndicatorKind.BONUS} and self.points is None:
            what = "扣分" if self.kind is IndicatorKind.DEDUCTION else "加分"
            yield "points", f'缺少这个键：{what}项（kind = "{self.kind.value}"）须写明最多{what[0]}多少分'
        if self.step and self.points and self.step > self.points:
            yield "step", f"应不大于 points（{self.points:g}），写的是 {self.step:g}"

    def _wrong_variant(self, dimension: str, value: str) -> list[tuple[str, str]]:
        where = f"by.{dimension}.{value}"
        if words := _wrong(dimension, value):
            return [(where, words)]
        if "by" in self.by[dimension][value]:
            return [(f"{where}.by", "分别规定之内不能再分别规定：请删去")]
        try:
            self._with(((dimension, value),))
        except ValidationError as error:
            # What the section says wrongly by itself is told of itself.
            own = {*self._wrong_limit(), *self._wrong_points()}
            return [
                (f"{where}.{path}", text)
                for path, text in mistakes_in(error, "", type(self))
                if (path, text) not in own
            ]
        return []

    def _wrong_limit(self) -> Iterator[tuple[str, str]]:
        known = self.words()
        try:
            wrong = [name for _, name, _, _ in Formatter().parse(self.limit) if name is not None and name not in known]
            if not wrong:
                self.limit_text()
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            yield "limit", f"花括号须成对，里面是本节数字的名字，写的是 {shown(self.limit)}"
            return
        if wrong:
            names = "、".join(f"{{{name}}}" for name in sorted(known))
            yield "limit", f"没有 {{{wrong[0]}}} 这个数字；可用的有 {names}"


class Scored(Section):
    """The section of an indicator that takes or gives points."""

    points: Points


def _wrong(dimension: str, value: str) -> str | None:
    """What is wrong with a dimension or a value of it."""
    if dimension not in DIMENSIONS:
        return f"没有“{dimension}”这个方面；可写的有：{'、'.join(DIMENSIONS)}"
    known = DIMENSIONS[dimension]
    if known is None or value in known:
        return None
    return instead(f"{'、'.join(known)} 之一", value)


def _short(points: float | None) -> str:
    return f"{points:g}" if points is not None else ""
