"""The `[scoring]` section of a rule pack: who is scored, from how much, and what a score means."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.evaluator.mistakes import Several, instead
from services.evaluator.section import Names, Numbers, Share
from services.evaluator.subject import Subject
from shared.contracts.target import TargetKind

Level = Annotated[float, Field(ge=0, le=200)]
WEBSITE_KINDS = ("portal", "department", "special")


class UnitRules(Numbers):
    """How the score of a unit is made of its websites and accounts."""

    combine: Literal["deduct", "mean", "none"] = "none"
    """`deduct`: one account of points for all of a unit's targets; `mean`: the weighted mean of their scores."""
    website_weight: Share = 0.5
    """With `mean`: how much the websites weigh, where a unit has both; the accounts weigh the rest."""
    vetoed: Level | None = None
    """A unit with a target that fails by a veto gets at most this score."""


class ScoringRules(Numbers):
    """Vetoes first; then 100 less what was deducted; enough of it opens the bonus."""

    websites: Names = ()
    """The kinds of websites that are scored."""
    accounts: bool = False
    full: Level = 100
    """Points before anything is deducted."""
    pass_from: Level = 60
    """Less than this fails."""
    basic_below: Level | None = None
    """Passing, but less than this, is 基本合格; none: two classes only."""
    bonus_above: Level = 80
    """Only more than this opens the bonus."""
    bonus_most: Level = 30
    no_service: Literal["scale", "keep"] = "keep"
    """Of units without services for the public: leave the service items out and scale the rest up, or keep all."""
    service_points: Level = 25
    """What the service items weigh together."""
    vetoed_score: Level | None = None
    """The score of what fails by a veto; none: no score."""
    unseen: Literal["open", "passed"] = "open"
    """What could not be seen leaves the result open where it could decide it, or is taken as passed."""
    units: UnitRules = UnitRules()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        known = "、".join(WEBSITE_KINDS)
        found = [("websites", instead(f"{known} 之一", kind)) for kind in self.websites if kind not in WEBSITE_KINDS]
        if self.pass_from > self.full:
            found.append(("pass_from", f"应不大于 full（{self.full:g}），写的是 {self.pass_from:g}"))
        if self.basic_below is not None and self.basic_below <= self.pass_from:
            found.append(("basic_below", f"应大于 pass_from（{self.pass_from:g}），写的是 {self.basic_below:g}"))
        if found:
            raise Several(found)
        return self

    def asks(self, subject: Subject) -> bool:
        """Whether a target is scored."""
        return self.accounts if subject.kind is TargetKind.ACCOUNT else subject.website_kind in self.websites
