"""The numbers of a report, counted from how the targets stand."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from services.reporter.material import ClassRule, Material, ReportRules, Telling
from services.reporter.rounding import printed_rate
from services.reporter.standing import Standing
from services.reporter.tally import (
    AccountCounts,
    ClassCounts,
    Counts,
    Group,
    IndicatorCount,
    Messages,
    RateRule,
    UnitLetters,
    Unreachable,
    Warnings,
)
from services.reporter.wording import KINDS, PLATFORMS
from shared.clock import local
from shared.contracts.notices import ContactDisabled, NoticeFailed, NoticeSent
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import Finding

NO_CHANNEL = "none"
"""The channel of what could not be told because the unit has registered no way to it."""


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


def class_counts(standings: tuple[Standing, ...], rules: ReportRules) -> tuple[ClassCounts, ...]:
    """The counts of each class of the regime, and of those that fit none (其他), which should be nobody."""
    if not rules.classes:
        return ()
    members: dict[tuple[str, TargetKind], list[Standing]] = {(rule.label, rule.kind): [] for rule in rules.classes}
    for standing in standings:
        kind = standing.target.kind
        label = next((rule.label for rule in rules.classes if _fits(rule, standing)), f"其他{KINDS[kind]}")
        members.setdefault((label, kind), []).append(standing)
    return tuple(
        ClassCounts(label=label, kind=kind, counts=counts(each, rules.rates)) for (label, kind), each in members.items()
    )


def _fits(rule: ClassRule, standing: Standing) -> bool:
    return (
        rule.kind is standing.target.kind
        and (not rule.levels or standing.unit.level in rule.levels)
        and (rule.is_government is None or rule.is_government == standing.unit.is_government)
        and (not rule.site_kinds or standing.target.site_kind in rule.site_kinds)
    )


def message_counts(material: Material, standings: Iterable[Standing]) -> Messages:
    """The letters of all websites together; the median over all whose both times are known."""
    judged = [each for each in standings if each.assessment]
    letters = [each.assessment.letters for each in judged if each.assessment and each.assessment.letters]
    days = [day for each in letters for day in each.answer_days]
    return Messages(
        open=sum(each.open for each in letters),
        overdue=sum(each.overdue for each in letters),
        answered=sum(each.answered for each in letters),
        median_days=round(median(days), 1) if days else None,
        overdue_by_unit=_overdue_by_unit(material, judged),
    )


def _overdue_by_unit(material: Material, standings: Iterable[Standing]) -> tuple[UnitLetters, ...]:
    """Whose letters were found overdue: of the unit responsible for the board, each letter once."""
    overdue: dict[str, set[str]] = {}
    for standing in standings:
        for finding in standing.findings:
            for item in finding.items:
                if item.kind == "message" and item.outcome is Outcome.NOT_MET:
                    overdue.setdefault(item.unit_id or standing.unit.id, set()).add(f"{standing.target.id} {item.id}")
    names = {unit.id: unit.name for unit in material.registry.units}
    found = [UnitLetters(unit_id=unit, unit=names.get(unit, unit), overdue=len(n)) for unit, n in overdue.items()]
    return tuple(sorted(found, key=lambda unit: (-unit.overdue, unit.unit_id)))


def warning_counts(material: Material) -> Warnings:
    """What units were told in the period; one warning through two channels is told once."""
    first, last = material.edition.first, material.edition.last
    told = [notice for notice in material.told if first <= local(notice.at).date() <= last]
    ends = {(_told_once(notice), notice.channel): notice for notice in _in_order(told)}
    sent = {once for (once, _), notice in ends.items() if isinstance(notice, NoticeSent)}
    failed = {once for once, _ in ends} - sent
    steps = Counter(step.partition("-")[0] for _, step in sent)
    return Warnings(
        sent=len(sent) - steps["recovery"],
        recovered=steps["recovery"],
        units=len({notice.unit_id for notice in ends.values() if isinstance(notice, NoticeSent)}),
        failed=len(failed),
        by_step={step: number for step, number in sorted(steps.items()) if number},
        unreachable=_unreachable(material, told),
    )


def _in_order(told: Iterable[Telling]) -> list[NoticeSent | NoticeFailed]:
    """What became known last of a message counts: one that came back was not told."""
    return sorted((one for one in told if isinstance(one, NoticeSent | NoticeFailed)), key=lambda one: one.at)


def _unreachable(material: Material, told: Sequence[Telling]) -> tuple[Unreachable, ...]:
    """The addresses of units at which nothing arrives, and the units that have none."""
    names = {unit.id: unit.name for unit in material.registry.units}
    found: dict[tuple[str, str, str], Unreachable] = {}
    for one in sorted(told, key=lambda one: one.at):
        contact = one.contact if isinstance(one, ContactDisabled) else ""
        homeless = isinstance(one, NoticeFailed) and one.channel == NO_CHANNEL
        if (contact or homeless) and one.unit_id in names:
            key = (one.unit_id, one.channel, contact)
            found.setdefault(
                key,
                Unreachable(
                    unit_id=one.unit_id,
                    unit=names[one.unit_id],
                    channel=one.channel,
                    contact=contact,
                    since=local(one.at).date(),
                    why=one.detail or "",
                ),
            )
    return tuple(sorted(found.values(), key=lambda one: (one.unit_id, one.channel, one.contact)))


def _told_once(notice: NoticeSent | NoticeFailed) -> tuple[str, str]:
    return (notice.warning_id, notice.step)
