"""From all indicators to one verdict on one target."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, undetermined
from services.evaluator.manual import next_boundary, with_manual
from services.evaluator.reason import Reason
from services.evaluator.review import reviewed
from services.evaluator.scoring import is_left_out, judged_of, result_of
from services.evaluator.section import Section
from services.evaluator.signature import signature_of
from services.evaluator.suggested import suggested
from shared.contracts.event import content_id
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Finding, IndicatorKind, ReviewState, Verdict
from shared.workdays import UnknownYear

__all__ = ["Evaluation", "Indicators", "asked_of", "evaluate", "next_change_at", "result_of"]

Indicators = Iterable[Indicator[Any]]

_ORDER = (IndicatorKind.VETO, IndicatorKind.DEDUCTION, IndicatorKind.BONUS, IndicatorKind.INFO)
"""Findings are listed the gravest kind first, whatever the regime made of an indicator; then in their own order."""

_SCORED = frozenset({IndicatorKind.DEDUCTION, IndicatorKind.BONUS})


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A verdict, and how long it holds if nothing is observed."""

    verdict: Verdict
    next_change_at: datetime | None
    """The earliest moment at which the mere passing of time can change it; None: never."""


def evaluate(case: Case, indicators: Indicators) -> Evaluation | None:
    """The verdict on a target as of a moment; None for what is out of scope. Same case, same bytes."""
    if not case.subject.in_scope:
        return None
    judged = [(one, _judged(one, case)) for one in asked_of(case, indicators)]
    told = filter(None, (_told(one, judgement, case) for one, judgement in judged))
    findings = tuple(sorted(told, key=lambda finding: _ORDER.index(finding.kind)))
    changes = (judgement.changes_at for _, judgement in judged)
    return Evaluation(_verdict(case, findings), min(filter(None, (*changes, next_boundary(case))), default=None))


def asked_of(case: Case, indicators: Indicators) -> Iterator[Indicator[Any]]:
    """The indicators that the regime asks of the subject; points only of those it scores."""
    subject, scoring = case.subject, case.rules.scoring
    is_scored = scoring.asks(subject)
    for one in indicators:
        section = case.rules.sections.get(one.id)
        if section is None or one.scope is not subject.kind or not section.asks(subject):
            continue
        kind = section.of(subject).kind or one.kind
        if kind not in _SCORED or (is_scored and not is_left_out(one.id, kind, subject, scoring)):
            yield one


def next_change_at(case: Case, indicators: Indicators) -> datetime | None:
    """The earliest moment at which the mere passing of time can change the verdict; None: never."""
    evaluation = evaluate(case, indicators)
    return evaluation.next_change_at if evaluation else None


def _judged(indicator: Indicator[Any], case: Case) -> Judgement:
    try:
        return indicator.judged(case)
    except UnknownYear as error:
        return undetermined(Reason.CALENDAR_UNKNOWN, f"无法判定：{error}")


def _told(indicator: Indicator[Any], judgement: Judgement, case: Case) -> Finding | None:
    """The finding as people left it; None where there is nothing to tell."""
    section = case.rules.sections[indicator.id].of(case.subject)
    if not case.dossier.records and _is_silent(judgement, indicator, section):
        return None
    finding = with_manual(_finding(indicator, judgement, section, case), case, section)
    review = suggested if finding.kind is IndicatorKind.BONUS else reviewed
    finding = review(finding, case.dossier.records, case.as_of, step=section.step)
    return _capped(finding, section) if _is_told(finding, indicator, section) else None


def _is_silent(judgement: Judgement, indicator: Indicator[Any], section: Section) -> bool:
    """Whether there is nothing to tell, seen before it is put into words: as `_is_told`, where people said nothing."""
    kind = section.kind or indicator.kind
    if kind is IndicatorKind.BONUS:
        return judgement.outcome is not Outcome.MET or not (judgement.points or judgement.items)
    if judgement.outcome is Outcome.NOT_MET:
        return False
    return judgement.reason is Reason.NOT_ENTERED or kind is IndicatorKind.INFO or _needs_person(indicator, section)


def _is_told(finding: Finding, indicator: Indicator[Any], section: Section) -> bool:
    """Vetoes and deductions always; hints, bonuses and what people confirm or enter where there is something."""
    if finding.kind is IndicatorKind.BONUS:
        return finding.outcome is Outcome.MET and (bool(finding.points) or finding.review is not None)
    if finding.outcome is Outcome.NOT_MET or finding.review is not None:
        return True
    if finding.reason == Reason.NOT_ENTERED or finding.kind is IndicatorKind.INFO:
        return False
    return not _needs_person(indicator, section)


def _needs_person(indicator: Indicator[Any], section: Section) -> bool:
    return indicator.decides is not Decides.MACHINE if section.review is None else section.review == "required"


def _finding(indicator: Indicator[Any], judgement: Judgement, section: Section, case: Case) -> Finding:
    kind = section.kind or indicator.kind
    broken = judgement.outcome is Outcome.NOT_MET
    pending = ReviewState.PENDING if broken and _needs_person(indicator, section) else None
    return Finding(
        indicator=indicator.id,
        title=indicator.title,
        clause=indicator.clause,
        kind=kind,
        outcome=judgement.outcome,
        reason=judgement.reason,
        text=judgement.text,
        limit=section.limit_text(),
        remedy=indicator.remedy,
        provenance=case.rules.provenances[indicator.id],
        points=_points(judgement, section, kind),
        near=judgement.near,
        since=judgement.since,
        items=judgement.items,
        evidence=judgement.evidence,
        review=judgement.review or pending,
    )


def _points(judgement: Judgement, section: Section, kind: IndicatorKind) -> float | None:
    """What it costs: so much for each broken thing, or all at once; a bonus gives what was judged."""
    if kind is IndicatorKind.BONUS or judgement.points is not None:
        return judgement.points
    if kind is not IndicatorKind.DEDUCTION or judgement.outcome is not Outcome.NOT_MET or section.points is None:
        return None
    things = sum(1 for item in judgement.items if item.outcome is Outcome.NOT_MET)
    return min(section.points, section.step * max(things, 1)) if section.step else section.points


def _capped(finding: Finding, section: Section) -> Finding:
    """An indicator never costs or gives more than its own points."""
    if finding.points is None or section.points is None or finding.points <= section.points:
        return finding
    return finding.model_copy(update={"points": section.points})


def _verdict(case: Case, findings: tuple[Finding, ...]) -> Verdict:
    subject, rules = case.subject, case.rules
    sections = {finding.indicator: rules.sections[finding.indicator].of(subject) for finding in findings}
    caps = {name: section.points for name, section in sections.items() if section.points is not None}
    basic = frozenset(name for name, section in sections.items() if section.result == "basic")
    result, score = judged_of(findings, subject, rules.scoring, caps=caps, basic=basic)
    named = (subject.kind, subject.id, case.as_of.timestamp(), rules.id, rules.version)
    scored = () if score is None else (score,)
    return Verdict(
        verdict_id=str(content_id("verdict", *named, signature_of(result, findings), *scored)),
        target_kind=subject.kind,
        target_id=subject.id,
        target_name=subject.name,
        unit_id=subject.unit_id,
        as_of=case.as_of,
        result=result,
        score=score,
        pack=rules.ref,
        findings=findings,
    )
