"""How the regulator itself did in a period: the indicators of the yearly assessment of its own work."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.evaluator.indicator import Decides, Judgement, Period
from services.evaluator.org_indicator import OrgCase, OrgIndicator
from services.evaluator.reason import Reason
from services.evaluator.rulebook import Rules
from services.evaluator.section import Section
from services.evaluator.tally import Tally
from services.evaluator.window import day_in_china
from shared.contracts.records import Bonus, ManualFinding
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Evidence, Finding, IndicatorKind, Item, ReviewState


def judge_regulator(
    tallies: Sequence[Tally], rules: Rules, *, period: Period, as_of: datetime, indicators: Iterable[OrgIndicator[Any]]
) -> tuple[Finding, ...]:
    """What is to be told of the regulator's own work. People enter their findings of it on any of its websites."""
    ordered = sorted(tallies, key=lambda tally: tally.target_id)
    case = OrgCase(tallies=ordered, period=period, as_of=as_of)
    found = (_finding(one, case, rules) for one in indicators if one.id in rules.sections)
    return tuple(finding for finding in found if finding is not None)


def _finding(indicator: OrgIndicator[Any], case: OrgCase, rules: Rules) -> Finding | None:
    section = rules.sections[indicator.id]
    faults = [fault for tally in case.tallies for name, fault in tally.faults if name == indicator.id]
    given = [bonus for tally in case.tallies for name, bonus in tally.given if name == indicator.id]
    broken = [fault for fault in faults if fault.outcome is Outcome.NOT_MET]
    judgement = _vouched(indicator.judge(case, section), faults)
    if not broken and not given and judgement.reason in {Reason.NOT_ENTERED, Reason.NOT_APPLICABLE}:
        return None
    kind = section.kind or indicator.kind
    waits = indicator.decides is Decides.REVIEW and judgement.outcome is Outcome.NOT_MET and not broken
    return Finding(
        indicator=indicator.id,
        title=indicator.title,
        clause=indicator.clause,
        kind=kind,
        outcome=Outcome.NOT_MET if broken else judgement.outcome,
        reason=None if broken else judgement.reason,
        text=_text(judgement, broken, given),
        limit=section.limit_text(),
        remedy=indicator.remedy,
        provenance=rules.provenances[indicator.id],
        points=_points(judgement, section, kind, broken, given),
        items=(*judgement.items, *(_item(fault, number) for number, fault in enumerate(broken, start=1))),
        evidence=(*judgement.evidence, *map(_seen_by, broken), *map(_given_by, given)),
        review=ReviewState.PENDING if waits else None,
    )


def _vouched(judgement: Judgement, found: Sequence[ManualFinding]) -> Judgement:
    """What could not be seen is kept where a person looked and found nothing wrong; what was seen is as it was seen."""
    if not found or judgement.outcome is not Outcome.UNDETERMINED:
        return judgement
    text = "人工检查未发现问题：" + "；".join(one.text for one in found)
    return replace(judgement, outcome=Outcome.MET, reason=None, text=text, evidence=tuple(map(_seen_by, found)))


def _text(judgement: Judgement, broken: Sequence[ManualFinding], given: Sequence[Bonus]) -> str:
    told = [fault.text for fault in broken] + [bonus.why for bonus in given]
    silent = {Reason.NOT_ENTERED, Reason.NOT_APPLICABLE}
    unsaid = judgement.reason in silent or (broken and judgement.outcome is Outcome.UNDETERMINED)
    own = [] if told and unsaid else [judgement.text]
    return "；".join([*own, *told])


def _points(
    judgement: Judgement, section: Section, kind: IndicatorKind, broken: Sequence[ManualFinding], given: Sequence[Bonus]
) -> float | None:
    """So many for each fault, up to the points of the item, if it has a cap."""
    if kind is IndicatorKind.BONUS:
        total = sum(bonus.points for bonus in given)
        return min(total, section.points or total) if given else None
    if kind is not IndicatorKind.DEDUCTION:
        return None
    each = section.step or section.points or 0.0
    things = sum(1 for item in judgement.items if item.outcome is Outcome.NOT_MET)
    if judgement.outcome is Outcome.NOT_MET and not things:
        things = 1
    total = things * each + sum(fault.points if fault.points is not None else each for fault in broken)
    return min(total, section.points or total) if total else None


def _item(fault: ManualFinding, number: int) -> Item:
    on = day_in_china(fault.found_at)
    return Item(
        id=f"manual/{on}/{number}", name=fault.text[:60], kind="manual", outcome=Outcome.NOT_MET, text=fault.text
    )


def _seen_by(fault: ManualFinding) -> Evidence:
    return Evidence(text=fault.text, url=fault.urls[0] if fault.urls else None, observed_at=fault.found_at)


def _given_by(bonus: Bonus) -> Evidence:
    return Evidence(text=bonus.why, url=bonus.urls[0] if bonus.urls else None, observed_at=bonus.given_at)
