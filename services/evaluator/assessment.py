"""One target judged over a period, with the facts a report counts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from services.evaluator.columns import distinct
from services.evaluator.dossier import FEED, START, Dossier, column_key
from services.evaluator.evaluate import Indicators, evaluate
from services.evaluator.facts import slots
from services.evaluator.facts.letter import Letter, days_to_answer
from services.evaluator.facts.page import Page
from services.evaluator.facts.visits import Visits
from services.evaluator.indicator import Case, Period
from services.evaluator.ledger import letter_test_counts, ticket_counts
from services.evaluator.window import LAST, day_in_china, midnight
from shared.contracts.assessment import Assessment, Letters, LetterTestCounts, Publication, TicketCounts
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import Finding
from shared.workdays import UnknownYear

CountsT = TypeVar("CountsT", TicketCounts, LetterTestCounts)

MONTH_WORDS = {Outcome.MET: "合格", Outcome.NOT_MET: "不合格", Outcome.UNDETERMINED: "无法判定"}
"""How a month stands in the annex of a notice."""

_MOMENT = timedelta(minutes=1)


def assess(
    case: Case, indicators: Indicators, *, request_id: str, visits: Visits | None = None, then: Dossier | None = None
) -> Assessment | None:
    """The judgement of a period; None for what is out of scope.

    Vetoes are judged at the end of the period (or at `as_of`, if that comes first), months over the whole of it.
    `case.as_of` is the moment of knowledge and may lie long after the period: what later looks prove of it counts.
    `visits` are all up to its end, for a dossier keeps the last days only; `then` is the dossier as it was at its end,
    for what a page says of itself now says nothing of what it said then.
    """
    if case.period is None:
        raise ValueError("an assessment is of a period: case.period is missing")
    judged = replace(case, as_of=judged_at(case.period, case.as_of))
    if visits is not None:
        judged = replace(judged, dossier=replace(case.dossier, visits=visits))
    if then is not None:
        judged = replace(judged, dossier=_saying(judged.dossier, then))
    evaluation = evaluate(judged, indicators)
    if evaluation is None:
        return None
    subject = case.subject
    return Assessment(
        request_id=request_id,
        target_kind=subject.kind,
        target_id=subject.id,
        verdict=evaluation.verdict,
        months=_months(evaluation.verdict.findings),
        publications=tuple(_publications(judged, case.period)),
        letters=_letters(judged, case.period, evaluation.verdict.findings)
        if subject.kind is TargetKind.WEBSITE
        else None,
        tickets=_counted(ticket_counts, judged),
        letter_tests=_counted(letter_test_counts, judged),
        checked=_checked(judged.dossier, case.period),
    )


def _saying(dossier: Dossier, then: Dossier) -> Dossier:
    """The dossier, its pages and articles saying of themselves what they said then."""
    pages = {key: _said_then(page, then.page(key) or Page()) for key, page in dossier.pages.items()}
    return replace(dossier, pages=pages, articles=then.articles, archived=then.archived)


def _said_then(page: Page, then: Page) -> Page:
    return replace(page, said=then.said, ahead=then.ahead, sightings=then.sightings)


def _counted(count: Callable[[Case], CountsT | None], case: Case) -> CountsT | None:
    """What the ledger says; nothing where a limit leads into a year whose workdays nobody knows."""
    try:
        return count(case)
    except UnknownYear:
        return None


def judged_at(period: Period, as_of: datetime) -> datetime:
    """The last moment of the period, which is of its last day; the moment of knowledge if the period is not over.

    A last minute counts as the end.
    """
    end = midnight(period.last + timedelta(days=1)) - LAST
    return as_of if as_of < end - _MOMENT else end


def _months(findings: tuple[Finding, ...]) -> dict[str, str]:
    return {item.id: MONTH_WORDS[item.outcome] for f in findings for item in f.items if item.kind == "month"}


def _publications(case: Case, period: Period) -> Iterator[Publication]:
    subject = case.subject
    if subject.kind is TargetKind.ACCOUNT:
        count = _published(case.dossier.page(FEED), period)
        yield Publication(id=subject.id, name=subject.name, category="account", unit_id=subject.unit_id, count=count)
    for column in distinct(subject.columns):
        yield Publication(
            id=column.id,
            name=column.name,
            category=column.category,
            unit_id=column.unit_id or subject.unit_id,
            count=_published(case.dossier.page(column_key(column.id)), period),
        )


def _published(page: Page | None, period: Period) -> int:
    return page.days.total(period.first, period.last) if page else 0


def _letters(case: Case, period: Period, findings: tuple[Finding, ...]) -> Letters | None:
    boards = {board.id for board in case.subject.boards}
    if not boards:
        return None
    store = case.dossier.letters
    told = (one for one in store if one.answered and one.board_id in boards and _in_period(one, period))
    # Of the times of asking that looks showed for one letter the latest counts.
    answered = {one.name: one for one in sorted(told, key=lambda one: one.asked_at or START)}
    waiting = {one.name for one in store.open_at(case.as_of) if one.board_id in boards}
    broken = {
        item.id for f in findings for item in f.items if item.kind == "message" and item.outcome is Outcome.NOT_MET
    }
    days = (days_to_answer(letter) for letter in answered.values())
    return Letters(
        open=len(waiting),
        overdue=len(broken),
        answered=len(answered),
        answer_days=tuple(sorted(value for value in days if value is not None)),
    )


def _in_period(letter: Letter, period: Period) -> bool:
    moment = letter.replied_at or letter.asked_at
    return moment is not None and period.first <= day_in_china(moment) <= period.last


def _checked(dossier: Dossier, period: Period) -> bool:
    """Whether any look in the period could see anything."""
    start, end = midnight(period.first), midnight(period.last + timedelta(days=1))
    if dossier.visits.tally(start - _MOMENT, end, slow=timedelta(days=1)).total:
        return True
    days = slots.stretch(slots.first_slot(period.first), slots.slot_of(end))
    return any((page.filled | page.empty | page.undated | page.covered) & days for page in dossier.pages.values())
