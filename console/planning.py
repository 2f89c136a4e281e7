"""The draw of the inspection plan: the same regime, period and registry draw the same targets."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from shared.contracts.plan import InspectionPlan, PlanShare
from shared.contracts.target import TargetKind
from shared.registry.model import AccountStatus, Kind, Registry, WebsiteStatus

FEBRUARY = 2


@dataclass(frozen=True)
class Shares:
    """How much of each kind is inspected."""

    websites: float = 1.0
    accounts: float = 0.3


@dataclass(frozen=True)
class Draw:
    """Who was drawn, by kind."""

    targets: tuple[str, ...]
    shares: tuple[PlanShare, ...]


def draw(registry: Registry, seed: str, shares: Shares, *, owed: Collection[str] = ()) -> Draw:
    """Who is inspected: the owed ones first, then by the order of a hash of seed and id, up to the share of each kind.

    The share is rounded up: at least so many.
    """
    drawn: list[str] = []
    told = []
    for kind, share in ((TargetKind.WEBSITE, shares.websites), (TargetKind.ACCOUNT, shares.accounts)):
        pool = in_scope(registry, kind)
        wanted = min(len(pool), math.ceil(round(len(pool) * share, 9)))
        due = [one for one in pool if one in owed]
        others = sorted((one for one in pool if one not in owed), key=lambda one: _order(seed, one))
        chosen = [*due, *others[: max(0, wanted - len(due))]]
        drawn += chosen
        told.append(PlanShare(kind=kind, registered=len(pool), planned=len(chosen), owed=len(due), asked=share))
    return Draw(tuple(sorted(drawn)), tuple(told))


def in_scope(registry: Registry, kind: TargetKind) -> list[str]:
    """The ids of the targets that are judged at all, sorted."""
    if kind is TargetKind.WEBSITE:
        rows = registry.rows(Kind.WEBSITES).values()
        return sorted(one.id for one in rows if getattr(one, "status", None) is not WebsiteStatus.CLOSED)
    rows = registry.rows(Kind.ACCOUNTS).values()
    return sorted(one.id for one in rows if getattr(one, "status", None) is not AccountStatus.CANCELLED)


def owed_by(
    pool: Sequence[str], past: Iterable[InspectionPlan], known_then: Collection[str], last: date
) -> frozenset[str]:
    """Those that must be drawn now, or a year will have gone by without them.

    `past`: earlier plans of the regime; `known_then`: ids the registry had a year before `last`. While nothing was
    planned for a year yet, nobody is owed.
    """
    edge = year_before(last)
    plans = [plan for plan in past if plan.last < last]
    if not plans or min(plan.first for plan in plans) > edge + timedelta(days=1):
        return frozenset()
    recent = {one for plan in plans if plan.first > edge for one in plan.targets}
    return frozenset(one for one in pool if one in known_then and one not in recent)


def year_before(last: date) -> date:
    """The day a year before the last one of a period."""
    return last.replace(year=last.year - 1, day=min(last.day, 28) if last.month == FEBRUARY else last.day)


def seed_of(regime: str, label: str, registry_version: int) -> str:
    """What a draw is made from."""
    return f"{regime} {label} registry-{registry_version}"


def _order(seed: str, target_id: str) -> str:
    return sha256(f"{seed}\n{target_id}".encode()).hexdigest()
