"""Whom does it concern? Each finding goes to the target's unit, and its things to the units that answer for them."""

from collections.abc import Iterable

from shared.contracts.event import Fact
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Finding, Item, Verdict


class Share(Fact):
    """The part of one finding that one unit must hear about."""

    unit_id: str
    finding: Finding
    """The finding; its outcome and its items are this unit's share."""
    whole: bool = True
    """The unit answers for the target itself, and so for the finding as a whole."""
    elsewhere: tuple[str, ...] = ()
    """Units that answer for the things left out here, in the order they appear."""
    elsewhere_count: int = 0
    """How many faulty things those are."""


def route(verdict: Verdict) -> tuple[Share, ...]:
    """The shares of every finding: the target's own unit first, then the units of its things."""
    return tuple(share for finding in verdict.findings for share in _split(finding, verdict.unit_id))


def _split(finding: Finding, own: str) -> Iterable[Share]:
    others = list(dict.fromkeys(unit for item in finding.items if (unit := item.unit_id or own) != own))
    left_out = [item for item in finding.items if (item.unit_id or own) != own and item.outcome is Outcome.NOT_MET]
    yield Share(
        unit_id=own,
        finding=finding.model_copy(update={"items": tuple(i for i in finding.items if (i.unit_id or own) == own)}),
        elsewhere=tuple(dict.fromkeys(item.unit_id or own for item in left_out)),
        elsewhere_count=len(left_out),
    )
    for unit in others:
        items = tuple(item for item in finding.items if item.unit_id == unit)
        yield Share(unit_id=unit, finding=_share_of(finding, items), whole=False)


def _share_of(finding: Finding, items: tuple[Item, ...]) -> Finding:
    """What the finding says of these things alone. A unit whose things are all well has no fault in it."""
    update: dict[str, object] = {"items": items}
    outcomes = {item.outcome for item in items}
    if finding.outcome is Outcome.NOT_MET and Outcome.NOT_MET not in outcomes:
        unseen = Outcome.UNDETERMINED in outcomes
        update["outcome"] = Outcome.UNDETERMINED if unseen else Outcome.MET
        update["near"] = None
    if finding.near and finding.near.warn and not near_items(finding.model_copy(update={"items": items})):
        update["near"] = None
    return finding.model_copy(update=update)


def faulty_items(finding: Finding) -> tuple[Item, ...]:
    """The things that break the rule."""
    return tuple(item for item in finding.items if item.outcome is Outcome.NOT_MET)


def near_items(finding: Finding) -> tuple[Item, ...]:
    """The things an early warning is about: bad ones, and well ones, which are listed only when their limit is near."""
    return tuple(item for item in finding.items if item.outcome is not Outcome.UNDETERMINED)
