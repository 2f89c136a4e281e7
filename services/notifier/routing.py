"""Whom does it concern? Each finding goes to the target's unit, and its things to the units that answer for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from services.notifier.contact import OPERATIONS
from shared.contracts.event import Fact
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Finding, IndicatorKind, Item, Near, Verdict

UNSEEN = "watch.unseen"
"""The indicator of what operations are told."""


Place = tuple[str, str, str]
"""Where a concern stands on its docket: unit, indicator, and the one thing it is about, if there is one."""


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
    item_id: str = ""
    """The one thing it is about, where each has a clock of its own."""

    @property
    def place(self) -> Place:
        """Of two shares of one place, the later verdict's continues the earlier one's."""
        return self.unit_id, self.finding.indicator, self.item_id


def route(verdict: Verdict, *, clocks: frozenset[str] = frozenset()) -> Iterator[Share]:
    """The shares of every finding: the target's own unit first, then the units of its things.

    Things of the kinds in `clocks` (letters, tickets) each make a share of their own, in the place of their finding.
    Each share is made when its turn comes: a finding may have things of thousands of units.
    """
    for finding in verdict.findings:
        yield from _shares(finding, verdict.unit_id, clocks)


def unseen(verdict: Verdict, reasons: frozenset[str]) -> Share:
    """What operations must hear about: everything of the target that cannot be seen, as one finding."""
    hidden = [f for f in verdict.findings if f.outcome is Outcome.UNDETERMINED and f.reason in reasons]
    items = tuple(
        Item(id=f.indicator, name=f.title, kind="unseen", outcome=Outcome.NOT_MET, text=f.text) for f in hidden
    )
    finding = Finding(
        indicator=UNSEEN,
        title="无法查看",
        clause="监测系统自身",
        kind=IndicatorKind.INFO,
        outcome=Outcome.NOT_MET if hidden else Outcome.MET,
        text=f"{len(hidden)} 项指标无法判定：{hidden[0].text}" if hidden else "各项指标均已能够查看。",
        remedy="请检查本系统的网络、数据源与选择器；这不是责任单位的问题，未通知责任单位。",
        items=items,
        evidence=hidden[0].evidence if hidden else (),
    )
    return Share(unit_id=OPERATIONS, finding=finding)


def _shares(finding: Finding, own: str, clocks: frozenset[str]) -> Iterable[Share]:
    ticking = [item for item in finding.items if item.kind in clocks]
    for item in ticking:
        yield Share(unit_id=item.unit_id or own, finding=_alone(finding, item), whole=False, item_id=item.id)
    if not ticking:
        yield from _split(finding, own)


def _alone(finding: Finding, item: Item) -> Finding:
    """The finding as if it were about this thing only. One that is well and has its limit ahead is still open."""
    ahead = item.outcome is Outcome.MET and item.due_at is not None
    near = Near(share=0.0, crosses_at=item.due_at, text=item.text or item.name, warn=True) if ahead else None
    reason = finding.reason or "item_undetermined" if item.outcome is Outcome.UNDETERMINED else None
    text = "：".join(filter(None, (item.name, item.text)))
    update = {"items": (item,), "outcome": item.outcome, "near": near, "reason": reason, "text": text}
    return finding.model_copy(update=update)


def _split(finding: Finding, own: str) -> Iterable[Share]:
    by_unit: dict[str, list[Item]] = defaultdict(list)
    for item in finding.items:
        by_unit[item.unit_id or own].append(item)
    mine = tuple(by_unit.pop(own, ()))
    left_out = [item for item in finding.items if (item.unit_id or own) != own and item.outcome is Outcome.NOT_MET]
    yield Share(
        unit_id=own,
        finding=finding.model_copy(update={"items": mine}),
        elsewhere=tuple(dict.fromkeys(item.unit_id or own for item in left_out)),
        elsewhere_count=len(left_out),
    )
    for unit, items in by_unit.items():
        yield Share(unit_id=unit, finding=_share_of(finding, tuple(items)), whole=False)


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
