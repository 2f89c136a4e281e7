"""Which targets a regulator has drawn to be inspected in a period. Kept in the collection `plans`."""

from datetime import date

from shared.contracts.event import Fact, Moment
from shared.contracts.target import TargetKind


class PlanShare(Fact):
    """How many of one kind were drawn, and why so many."""

    kind: TargetKind
    registered: int
    """Those in scope on the day the plan was drawn."""
    planned: int
    owed: int = 0
    """Those among the planned that had not been planned for a year, and would not be otherwise."""
    asked: float = 1.0
    """The share that was asked for, 0 to 1."""


class InspectionPlan(Fact):
    """One draw. The same regime, period and registry draw the same targets."""

    regime: str
    label: str
    """Such as `2023Q4`."""
    first: date
    last: date
    registry_version: int
    seed: str
    """What the draw was made from; anybody can make it again."""
    drawn_at: Moment
    targets: tuple[str, ...]
    """Ids of the planned targets, sorted."""
    shares: tuple[PlanShare, ...] = ()

    @property
    def key(self) -> str:
        """The `_id` of its document."""
        return plan_key(self.regime, self.first, self.last)


def plan_key(regime: str, first: date, last: date) -> str:
    """The `_id` of the plan of a regime for a period."""
    return f"{regime}:{first.isoformat()}:{last.isoformat()}"
