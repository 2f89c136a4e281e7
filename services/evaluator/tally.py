"""What a regulator's own assessment and the scores of units need of one judged target, and nothing else."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from services.evaluator.columns import distinct
from services.evaluator.dossier import column_key
from services.evaluator.facts import slots
from services.evaluator.indicator import Case
from services.evaluator.ledger import bonuses, manual_findings, tickets
from services.evaluator.notices import Notice, notices_of
from services.evaluator.section import Section
from services.evaluator.sight import sight_of
from services.evaluator.window import day_in_china
from shared.contracts.assessment import Assessment, UnitScoreItem
from shared.contracts.records import Bonus, ManualFinding
from shared.contracts.target import Outcome, Result, TargetKind
from shared.contracts.verdicts import Finding, IndicatorKind
from shared.workdays import UnknownYear

ORG = "org."
"""How the ids of indicators begin that are asked of the regulator itself."""

_REPORT = "报表"
_ANNUAL = f"{ORG}annual."
_YEAR = timedelta(days=366)


class TicketFact(NamedTuple):
    """One 找错 ticket and what became of it."""

    id: str
    title: str
    closed: bool
    close_late: bool
    reply_late: bool


class Tally(NamedTuple):
    """One target."""

    target_id: str
    name: str
    kind: TargetKind
    website_kind: str
    unit_id: str
    result: Result
    score: float | None
    checked: bool
    seen_within_a_year: bool
    items: tuple[UnitScoreItem, ...] = ()
    """What it costs and gives the score of its unit: deductions and broken vetoes below zero, bonuses above."""
    tickets: tuple[TicketFact, ...] = ()
    reports: tuple[tuple[str, tuple[date, ...]], ...] = ()
    """Columns of yearly reports, with the days they were updated on."""
    unseen_reports: tuple[str, ...] = ()
    """Those of these columns that were not seen from New Year to the day the reports are due."""
    notices: tuple[Notice, ...] = ()
    """What its columns for results of inspections showed by each deadline of the period."""
    faults: tuple[tuple[str, ManualFinding], ...] = ()
    """What people entered of the regulator itself, on this target."""
    given: tuple[tuple[str, Bonus], ...] = ()

    @property
    def vetoed(self) -> bool:
        """It fails."""
        return self.result is Result.UNQUALIFIED


def tally_of(case: Case, assessment: Assessment) -> Tally:
    """The tally of one target that was judged."""
    subject, verdict = case.subject, assessment.verdict
    asked = [name for name in case.rules.sections if name.startswith(ORG)] if case.dossier.records else []
    return Tally(
        target_id=subject.id,
        name=subject.name,
        kind=subject.kind,
        website_kind=subject.website_kind,
        unit_id=subject.unit_id,
        result=verdict.result,
        score=verdict.score,
        checked=assessment.checked,
        seen_within_a_year=_seen_within_a_year(case),
        items=tuple(_items(case, verdict.findings)),
        tickets=_tickets(case),
        reports=tuple(_reports(case)) if subject.kind is TargetKind.WEBSITE else (),
        unseen_reports=tuple(_unseen_reports(case)) if subject.kind is TargetKind.WEBSITE else (),
        notices=tuple(notices_of(case)) if subject.kind is TargetKind.WEBSITE else (),
        faults=tuple((name, fault) for name in asked for _, fault in manual_findings(case, name)),
        given=tuple((name, bonus) for name in asked for _, bonus in bonuses(case, name)),
    )


def _items(case: Case, findings: tuple[Finding, ...]) -> Iterator[UnitScoreItem]:
    for finding in findings:
        points = _points(case, finding)
        if points:
            yield UnitScoreItem(indicator=finding.indicator, points=points, why=finding.text, target_id=case.subject.id)


def _points(case: Case, finding: Finding) -> float:
    if finding.kind is IndicatorKind.BONUS:
        return finding.points or 0.0 if finding.outcome is Outcome.MET else 0.0
    if not finding.counts:
        return 0.0
    if finding.kind is IndicatorKind.VETO:
        return -(case.rules.sections[finding.indicator].of(case.subject).points or 0.0)
    return -(finding.points or 0.0) if finding.kind is IndicatorKind.DEDUCTION else 0.0


def _tickets(case: Case) -> tuple[TicketFact, ...]:
    if case.subject.kind is not TargetKind.WEBSITE or not case.dossier.records:
        return ()
    try:
        states = tickets(case)
    except UnknownYear:
        return ()
    return tuple(
        TicketFact(one.id, one.ticket.title or one.id, one.closed, one.close_late, one.reply_late) for one in states
    )


def _reports(case: Case) -> Iterator[tuple[str, tuple[date, ...]]]:
    last = case.period.last if case.period else day_in_china(case.as_of)
    for column in distinct(case.subject.columns):
        page = case.dossier.page(column_key(column.id)) if _REPORT in column.name else None
        if page:
            yield column.name, tuple(page.days.days(last - _YEAR, last))


def _unseen_reports(case: Case) -> Iterator[str]:
    """What was not on a list that was not seen may have been on it."""
    dues = [due for name, one in case.rules.sections.items() if name.startswith(_ANNUAL) and (due := _due(one))]
    if case.period is None or not dues:
        return
    year = case.period.last.year
    for column in distinct(case.subject.columns):
        page = case.dossier.page(column_key(column.id)) if _REPORT in column.name else None
        seen = sight_of(page, case.rules.sight.column, case.as_of, empty_counts=True) if page else None
        if seen and not seen.covers_days(date(year, 1, 1), date.fromisoformat(f"{year}-{max(dues)}")):
            yield column.name


def _due(section: Section) -> str:
    return str(getattr(section, "due", ""))


def _seen_within_a_year(case: Case) -> bool:
    today = day_in_china(case.as_of)
    year = slots.stretch(slots.first_slot(today - _YEAR), slots.first_slot(today) + slots.SLOTS_A_DAY)
    looks = (page.filled | page.empty | page.undated | page.covered for page in case.dossier.pages.values())
    return any(look & year for look in looks) or case.dossier.visits.last_at(case.as_of) is not None
