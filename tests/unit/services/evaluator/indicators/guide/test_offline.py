"""擅自下线."""

from dataclasses import replace
from datetime import datetime, timedelta

from services.evaluator.indicator import Stands
from services.evaluator.indicators.guide.offline import INDICATOR
from shared.contracts.observations import PageVisited
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_case, a_visit, a_website, days_ago, judged
from tests.evaluator_findings import assert_waits_for_a_person, finding_of

FAILED = {"outcome": LookOutcome.FAILED, "reason": "timeout"}


def visits(count: int, *, opened: int = 0) -> list[PageVisited]:
    first = days_ago(2)
    return [a_visit(first + timedelta(hours=n), **({} if n < opened else FAILED)) for n in range(count)]


def test_only_failures_for_days_wait_for_a_person() -> None:
    """The closing may have been reported."""
    assert_waits_for_a_person(finding_of(INDICATOR, *visits(20)))


def test_one_visit_that_opened_is_enough() -> None:
    """It is not offline."""
    assert Outcome.MET is judged(INDICATOR, a_website(), *visits(20, opened=1)).outcome


def test_too_few_visits_leave_it_open() -> None:
    """And blind ones do not count."""
    blind = a_visit(NOW, outcome=LookOutcome.BLIND, reason="blocked")

    assert Outcome.UNDETERMINED is judged(INDICATOR, a_website(), *visits(19), blind).outcome


def test_a_visit_that_opened_is_enough_for_days_and_no_longer() -> None:
    """Whatever fails meanwhile; what is remembered of it is asked again at the minute it ceases to count."""
    faded: list[datetime] = []
    opened_at = NOW.replace(second=0) - timedelta(days=2)
    seen = [a_visit(opened_at), *(a_visit(opened_at + timedelta(hours=n), **FAILED) for n in range(1, 40))]
    case = replace(a_case(a_website(), *seen), fades=faded.append)
    numbers = case.rules.section(INDICATOR.id, INDICATOR.numbers).of(case.subject)

    assert Stands.WHATEVER_COMES is INDICATOR.judged(case).stands
    assert [opened_at + timedelta(days=numbers.days)] == faded
    last = replace(case, as_of=faded[0] - timedelta(minutes=1))
    assert Outcome.MET is INDICATOR.judged(last).outcome
    over = INDICATOR.judged(replace(case, as_of=faded[0]))
    assert (Outcome.NOT_MET, Stands.AS_READ) == (over.outcome, over.stands)
