"""The lists of a report: who failed and why, who could not be judged and why, who is near a limit."""

from collections import Counter

from services.reporter.entry import (
    Duty,
    Listed,
    Monthly,
    Placeholder,
    Problem,
    Reason,
    Score,
    ScoreItem,
    Source,
    Undetermined,
    Unqualified,
)
from services.reporter.material import Material
from services.reporter.rounding import printed_score
from services.reporter.standing import Standing
from services.reporter.wording import UNGROUPED, sentence
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import Finding, IndicatorKind

NEVER_JUDGED = "本期没有对它作出判定"
NEVER_SEEN = "本期内没有成功查看过"


def listed(standings: tuple[Standing, ...]) -> tuple[Listed, ...]:
    """Every registered target with its result."""
    return tuple(
        Listed(
            **each.who(),
            result=each.result,
            score=each.assessment.verdict.score if each.planned and each.assessment else None,
            months=_months(each),
        )
        for each in standings
    )


def unqualified(standings: tuple[Standing, ...]) -> tuple[Unqualified, ...]:
    """Those that failed, with the findings that made them fail."""
    return tuple(
        Unqualified(**each.who(), reasons=tuple(reason(finding) for finding in fatal(each)))
        for each in standings
        if each.result is Result.UNQUALIFIED
    )


def undetermined(standings: tuple[Standing, ...]) -> tuple[Undetermined, ...]:
    """Those that could not be judged, with what could not be seen."""
    return tuple(_undetermined(each) for each in standings if each.result is Result.UNDETERMINED)


def monthly(standings: tuple[Standing, ...]) -> tuple[Monthly, ...]:
    """The accounts that were judged month by month."""
    return tuple(
        Monthly(
            account_id=each.target.id,
            name=each.target.name,
            platform=each.target.platform,
            unit=each.unit.name,
            unit_id=each.unit.id,
            group=each.group,
            months=_months(each),
        )
        for each in standings
        if each.target.kind is TargetKind.ACCOUNT and _months(each)
    )


def scores(standings: tuple[Standing, ...], material: Material) -> tuple[Score, ...]:
    """The scored units where the regime scores units, else the scored targets, in the order of the lists."""
    decimals = material.rules.score_decimals
    if material.summary.unit_scores:
        return _unit_scores(standings, material)
    return tuple(
        Score(
            unit_id=each.unit.id,
            unit=each.unit.name,
            group=each.group,
            score=each.assessment.verdict.score,
            items=tuple(_score_item(finding) for finding in each.findings if finding.points),
            target_id=each.target.id,
            target=each.target.name,
            printed=printed_score(each.assessment.verdict.score, decimals),
        )
        for each in standings
        if each.planned and each.assessment and each.assessment.verdict.score is not None
    )


def _unit_scores(standings: tuple[Standing, ...], material: Material) -> tuple[Score, ...]:
    """By group, then by unit, in the order of the lists; units without a target in the registry at the end."""
    units = {unit.id: unit for unit in material.registry.units}
    groups: dict[str, str] = {}
    for standing in standings:
        groups.setdefault(standing.unit.id, standing.group)
    order = {group: place for place, group in enumerate(dict.fromkeys(each.group for each in standings))}
    found = [
        Score(
            unit_id=each.unit_id,
            unit=units[each.unit_id].name if each.unit_id in units else each.unit_id,
            group=groups.get(each.unit_id) or (units[each.unit_id].group if each.unit_id in units else "") or UNGROUPED,
            score=each.score,
            items=tuple(ScoreItem(indicator=item.indicator, points=item.points, why=item.why) for item in each.items),
            printed=printed_score(each.score, material.rules.score_decimals),
        )
        for each in material.summary.unit_scores
    ]
    return tuple(sorted(found, key=lambda score: (order.get(score.group, len(order)), score.group, score.unit_id)))


def problems(standings: tuple[Standing, ...]) -> tuple[Problem, ...]:
    """What was not met without failing the target."""
    return tuple(
        Problem(**each.who(), reason=reason(finding))
        for each in standings
        for finding in each.found(Outcome.NOT_MET)
        if each.result is not Result.UNQUALIFIED or finding not in fatal(each)
    )


def near(standings: tuple[Standing, ...]) -> tuple[Problem, ...]:
    """Limits that are not crossed, but close enough that the pack warns of them."""
    return tuple(
        Problem(**each.who(), reason=reason(finding, text=finding.near.text), share=round(finding.near.share, 4))
        for each in standings
        for finding in each.found(Outcome.MET)
        if finding.near and finding.near.warn
    )


def placeholders(standings: tuple[Standing, ...]) -> tuple[Placeholder, ...]:
    """The rules in use whose numbers nobody has read in a text, and how many targets failed them."""
    used: dict[str, Finding] = {}
    failed: Counter[str] = Counter()
    for each in standings:
        for finding in each.findings:
            if finding.provenance == "placeholder":
                used.setdefault(finding.indicator, finding)
                failed[finding.indicator] += finding.outcome is Outcome.NOT_MET
    return tuple(
        Placeholder(indicator=indicator, title=finding.title, limit=finding.limit, findings=failed[indicator])
        for indicator, finding in sorted(used.items())
    )


def fatal(standing: Standing) -> tuple[Finding, ...]:
    """The findings that failed a target: its vetoes; without one, what cost it points; else whatever was not met."""
    broken = standing.found(Outcome.NOT_MET)
    vetoes = tuple(finding for finding in broken if finding.kind is IndicatorKind.VETO)
    return vetoes or tuple(finding for finding in broken if finding.points) or broken


def supervision(material: Material) -> tuple[Duty, ...]:
    """What was judged of the regulator's own work, in the order of its pack; what was not asked is not there."""
    return tuple(Duty(outcome=one.outcome, reason=reason(one)) for one in material.summary.org_findings)


def reason(finding: Finding, *, text: str | None = None) -> Reason:
    """A finding as the report tells it: its sentence, and every look and thing it rests on."""
    return Reason(
        indicator=finding.indicator,
        text=text or finding.text or finding.title,
        evidence=_sources(finding),
        title=finding.title,
        clause=finding.clause,
        limit=finding.limit,
        remedy=finding.remedy,
        kind=finding.kind.value,
        provenance=finding.provenance,
        points=finding.points,
        code=finding.reason,
    )


def _sources(finding: Finding) -> tuple[Source, ...]:
    looks = tuple(Source(**evidence.model_dump()) for evidence in finding.evidence)
    things = tuple(
        Source(text=f"{item.name}：{item.text}" if item.text else item.name, url=item.url, observed_at=item.observed_at)
        for item in finding.items
        if item.outcome is finding.outcome
    )
    return looks + things


def _undetermined(standing: Standing) -> Undetermined:
    unseen = standing.found(Outcome.UNDETERMINED)
    vetoes = tuple(finding for finding in unseen if finding.kind is IndicatorKind.VETO) or unseen
    told = list(dict.fromkeys(sentence(finding.text or finding.reason or finding.title) for finding in vetoes))
    if standing.assessment is None:
        told = [NEVER_JUDGED]
    elif not told:
        told = [NEVER_SEEN]
    return Undetermined(**standing.who(), reason="；".join(told), reasons=tuple(reason(finding) for finding in vetoes))


def _months(standing: Standing) -> dict[str, str]:
    return dict(sorted(standing.assessment.months.items())) if standing.planned and standing.assessment else {}


def _score_item(finding: Finding) -> ScoreItem:
    points = finding.points or 0.0
    signed = -abs(points) if finding.kind is IndicatorKind.DEDUCTION else points
    return ScoreItem(indicator=finding.indicator, points=signed, why=finding.text or finding.title)
