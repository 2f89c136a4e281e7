"""The numbers of a report, counted from how the targets stand."""

from collections import Counter
from collections.abc import Iterable
from statistics import median

from services.reporter.material import Material
from services.reporter.plain import one_line
from services.reporter.rounding import printed_rate
from services.reporter.standing import Standing
from services.reporter.tally import (
    AccountCounts,
    Counts,
    Group,
    IndicatorCount,
    Messages,
    Publications,
    RateRule,
    UnitPublication,
    Warnings,
)
from services.reporter.wording import PLATFORMS
from shared.clock import local
from shared.contracts.assessment import Assessment
from shared.contracts.notices import NoticeFailed, NoticeSent
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import Finding


def of_kind(standings: Iterable[Standing], kind: TargetKind) -> tuple[Standing, ...]:
    """Those of one kind, in their order."""
    return tuple(standing for standing in standings if standing.target.kind is kind)


def counts(standings: Iterable[Standing], rates: RateRule) -> Counts:
    """How many stand how. What could not be judged is not checked."""
    results = Counter(standing.result for standing in standings)
    qualified = results[Result.QUALIFIED] + results[Result.BASIC]
    checked = qualified + results[Result.UNQUALIFIED]
    return Counts(
        registered=results.total(),
        planned=results.total() - results[None],
        unplanned=results[None],
        checked=checked,
        qualified=qualified,
        basic=results[Result.BASIC],
        unqualified=results[Result.UNQUALIFIED],
        undetermined=results[Result.UNDETERMINED],
        pass_rate=printed_rate(qualified, checked, rounding=rates.rounding, decimals=rates.decimals),
        pass_rate_exact=(qualified, checked),
    )


def account_counts(accounts: tuple[Standing, ...], rates: RateRule) -> AccountCounts:
    """The same, and once for each platform that occurs."""
    total = counts(accounts, rates)
    used = {standing.target.platform or "" for standing in accounts}
    platforms = [platform for platform in PLATFORMS if platform in used] + sorted(used - set(PLATFORMS))
    by_platform = {
        platform: counts((each for each in accounts if (each.target.platform or "") == platform), rates)
        for platform in platforms
    }
    return AccountCounts(**total.model_dump(), by_platform=by_platform)


def group_counts(standings: tuple[Standing, ...], rates: RateRule) -> tuple[Group, ...]:
    """The counts of each group of units, in the order of the lists."""
    members: dict[str, list[Standing]] = {}
    for standing in standings:
        members.setdefault(standing.group, []).append(standing)
    return tuple(
        Group(
            group=group,
            websites=counts(of_kind(each, TargetKind.WEBSITE), rates),
            accounts=account_counts(of_kind(each, TargetKind.ACCOUNT), rates),
        )
        for group, each in members.items()
    )


def indicator_counts(standings: tuple[Standing, ...]) -> tuple[IndicatorCount, ...]:
    """Each indicator that somebody failed or that could not be determined, sorted by its id."""
    failing: dict[str, list[str]] = {}
    unseen: Counter[str] = Counter()
    example: dict[str, Finding] = {}
    for standing in standings:
        for finding in standing.findings:
            if finding.outcome is Outcome.NOT_MET:
                failing.setdefault(finding.indicator, []).append(standing.target.id)
            elif finding.outcome is Outcome.UNDETERMINED:
                unseen[finding.indicator] += 1
            else:
                continue
            example.setdefault(finding.indicator, finding)
    return tuple(
        IndicatorCount(
            indicator=indicator,
            title=finding.title,
            kind=finding.kind.value,
            clause=finding.clause,
            limit=finding.limit,
            provenance=finding.provenance,
            not_met=len(failing.get(indicator, ())),
            undetermined=unseen[indicator],
            targets=tuple(failing.get(indicator, ())),
        )
        for indicator, finding in sorted(example.items())
    )


def message_counts(assessments: Iterable[Assessment]) -> Messages:
    """The letters of all websites together; the median over all whose both times are known."""
    letters = [assessment.letters for assessment in assessments if assessment.letters]
    days = [day for each in letters for day in each.answer_days]
    return Messages(
        open=sum(each.open for each in letters),
        overdue=sum(each.overdue for each in letters),
        answered=sum(each.answered for each in letters),
        median_days=round(median(days), 1) if days else None,
    )


def publications(material: Material, registered: tuple[Standing, ...]) -> Publications:
    """What registered targets published, by category and by the unit responsible, the busiest first."""
    names = {unit.id: unit.name for unit in material.registry.units}
    by_category: Counter[str] = Counter()
    by_unit: dict[str, Counter[str]] = {}
    for standing in registered:
        for each in standing.assessment.publications if standing.assessment else ():
            category = one_line(each.category) or "other"
            by_category[category] += each.count
            by_unit.setdefault(each.unit_id, Counter())[category] += each.count
    units = [
        UnitPublication(unit_id=unit, unit=names.get(unit, unit), count=n.total(), by_category=dict(sorted(n.items())))
        for unit, n in by_unit.items()
    ]
    return Publications(
        total=by_category.total(),
        by_category=dict(sorted(by_category.items())),
        by_unit=tuple(sorted(units, key=lambda unit: (-unit.count, unit.unit_id))),
    )


def warning_counts(material: Material) -> Warnings:
    """What units were told in the period; one warning through two channels is told once."""
    first, last = material.edition.first, material.edition.last
    told = [notice for notice in material.told if first <= local(notice.at).date() <= last]
    sent = {_told_once(notice) for notice in told if isinstance(notice, NoticeSent)}
    failed = {_told_once(notice) for notice in told if isinstance(notice, NoticeFailed)} - sent
    steps = Counter(step.partition("-")[0] for _, step in sent)
    return Warnings(
        sent=len(sent) - steps["recovery"],
        recovered=steps["recovery"],
        units=len({notice.unit_id for notice in told if isinstance(notice, NoticeSent)}),
        failed=len(failed),
        by_step={step: number for step, number in sorted(steps.items()) if number},
    )


def _told_once(notice: NoticeSent | NoticeFailed) -> tuple[str, str]:
    return (notice.warning_id, notice.step)
