"""From all indicators to one verdict on one target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.evaluator.indicator import Case, Indicator, Judgement, undetermined
from services.evaluator.reason import Reason
from services.evaluator.signature import signature_of
from shared.contracts.event import content_id
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Finding, IndicatorKind, Verdict
from shared.workdays import UnknownYear

Indicators = Iterable[Indicator[Any]]


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
    asked = [one for one in indicators if one.scope is case.subject.kind and one.id in case.rules.sections]
    judged = [(one, _judged(one, case)) for one in asked]
    findings = tuple(_finding(one, judgement, case) for one, judgement in judged)
    changes = (judgement.changes_at for _, judgement in judged)
    return Evaluation(_verdict(case, findings), min(filter(None, changes), default=None))


def next_change_at(case: Case, indicators: Indicators) -> datetime | None:
    """The earliest moment at which the mere passing of time can change the verdict; None: never."""
    evaluation = evaluate(case, indicators)
    return evaluation.next_change_at if evaluation else None


def result_of(findings: Iterable[Finding]) -> Result:
    """Any broken veto makes it unqualified; else any undetermined veto leaves it open."""
    outcomes = {finding.outcome for finding in findings if finding.kind is IndicatorKind.VETO}
    if Outcome.NOT_MET in outcomes:
        return Result.UNQUALIFIED
    return Result.UNDETERMINED if Outcome.UNDETERMINED in outcomes else Result.QUALIFIED


def _judged(indicator: Indicator[Any], case: Case) -> Judgement:
    try:
        return indicator.judged(case)
    except UnknownYear as error:
        return undetermined(Reason.CALENDAR_UNKNOWN, f"无法判定：{error}")


def _finding(indicator: Indicator[Any], judgement: Judgement, case: Case) -> Finding:
    section = case.rules.sections[indicator.id]
    return Finding(
        indicator=indicator.id,
        title=indicator.title,
        clause=indicator.clause,
        kind=section.kind or indicator.kind,
        outcome=judgement.outcome,
        reason=judgement.reason,
        text=judgement.text,
        limit=case.rules.limits[indicator.id],
        remedy=indicator.remedy,
        provenance=case.rules.provenances[indicator.id],
        points=judgement.points,
        near=judgement.near,
        since=judgement.since,
        items=judgement.items,
        evidence=judgement.evidence,
        review=judgement.review,
    )


def _verdict(case: Case, findings: tuple[Finding, ...]) -> Verdict:
    subject, rules = case.subject, case.rules
    result = result_of(findings)
    named = (subject.kind, subject.id, case.as_of.timestamp(), rules.id, rules.version)
    return Verdict(
        verdict_id=str(content_id("verdict", *named, signature_of(result, findings))),
        target_kind=subject.kind,
        target_id=subject.id,
        target_name=subject.name,
        unit_id=subject.unit_id,
        as_of=case.as_of,
        result=result,
        pack=rules.ref,
        findings=findings,
    )
