"""站点无法访问."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.evaluator.facts.visits import Visits
from services.evaluator.folding import with_visits
from services.evaluator.indicators.website.veto.unreachable import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.window import midnight
from shared.contracts.observations import PageVisited
from shared.contracts.target import LookOutcome, Outcome, Purpose
from tests.builders import (
    NOW,
    a_case,
    a_period,
    a_verdict,
    a_visit,
    a_website,
    days_ago,
    folded,
    judged,
    rules,
    spaced_visits,
)

WEEK_AGO = days_ago(7) + timedelta(minutes=30)


def outcome_of(visits: list[PageVisited]) -> Outcome:
    return judged(INDICATOR, a_website(), *visits).outcome


@pytest.mark.parametrize(
    ("failures", "expected"), [(6, Outcome.MET), (7, Outcome.NOT_MET)], ids=["just below", "exactly at the limit"]
)
def test_five_percent_is_too_much(failures: int, expected: Outcome) -> None:
    """140 次访问中 7 次打不开 is exactly 5 % and breaks the rule."""
    visits = spaced_visits(WEEK_AGO, failed=range(3, 3 + failures))

    assert expected is outcome_of(visits)


def test_the_finding_says_what_was_counted() -> None:
    """Visits, failures, share, and the failed visits as evidence."""
    judgement = judged(INDICATOR, a_website(), *spaced_visits(WEEK_AGO, failed=range(7)))

    assert "访问 140 次，打不开 7 次，占 5%，达到 5%" in judgement.text
    assert 5 == len(judgement.evidence)
    assert "打不开（timeout）" in judgement.evidence[0].text


def test_a_visit_that_took_too_long_failed() -> None:
    """15 秒 without an open page is a failure."""
    slow = spaced_visits(WEEK_AGO, elapsed_ms=15_000)
    quick = spaced_visits(WEEK_AGO, elapsed_ms=14_999)

    assert Outcome.NOT_MET is outcome_of(slow)
    assert Outcome.MET is outcome_of(quick)


@pytest.mark.parametrize(("a_day", "expected"), [(20, Outcome.NOT_MET), (19, Outcome.UNDETERMINED)])
def test_each_day_needs_its_visits(a_day: int, expected: Outcome) -> None:
    """Short of twenty visits a day nothing is said, though all of them failed."""
    visits = spaced_visits(WEEK_AGO, a_day=a_day, failed=range(140))

    judgement = judged(INDICATOR, a_website(), *visits)

    assert expected is judgement.outcome
    assert judgement.reason is (None if a_day == 20 else Reason.TOO_FEW_VISITS)


def test_six_days_are_not_seven() -> None:
    """The rule watches a week."""
    assert Outcome.UNDETERMINED is outcome_of(spaced_visits(days_ago(6) + timedelta(minutes=30), days=6))


def test_blind_visits_do_not_count() -> None:
    """140 visits stopped by a firewall say nothing; beside enough good ones they change nothing."""
    blind = spaced_visits(WEEK_AGO, outcome=LookOutcome.BLIND, reason="blocked")
    good = spaced_visits(WEEK_AGO + timedelta(minutes=10))

    assert Reason.NEVER_SEEN is judged(INDICATOR, a_website(), *blind).reason
    assert Outcome.MET is outcome_of([*blind, *good])


def test_home_looks_are_visits_too() -> None:
    """A look at the home page is as good as a probe."""
    assert Outcome.MET is outcome_of(spaced_visits(WEEK_AGO, purpose=Purpose.HOME, entries=()))


def test_whole_calendar_days_are_accepted() -> None:
    """Visits bunched in office hours fill every calendar day, though no rolling day ending now."""
    morning = days_ago(7).replace(hour=8, minute=0)
    visits = [a_visit(morning + timedelta(days=day, minutes=30 * n)) for day in range(7) for n in range(20)]

    assert Outcome.MET is outcome_of([*visits, a_visit(NOW)])


def test_old_visits_say_nothing_about_now() -> None:
    """A day after the last visit the verdict is open again."""
    visits = spaced_visits(WEEK_AGO - timedelta(days=2), failed=range(140))

    judgement = judged(INDICATOR, a_website(), *visits)

    assert Reason.SIGHT_TOO_OLD is judgement.reason


def test_it_warns_below_the_limit() -> None:
    """From 3 % on: 5 of 140 warn, 4 do not."""
    five = judged(INDICATOR, a_website(), *spaced_visits(WEEK_AGO, failed=range(5))).near
    four = judged(INDICATOR, a_website(), *spaced_visits(WEEK_AGO, failed=range(4))).near

    assert five is not None
    assert four is not None
    assert (True, False) == (five.warn, four.warn)
    assert five.share == pytest.approx(5 / 140 / 0.05)


def test_every_number_is_the_packs() -> None:
    """A regime with three days of ten visits and 10 % judges by them."""
    overlay = "[website.veto.unreachable]\ndays = 3\nmin_visits_a_day = 10\nfail_share = 0.1\n"
    visits = spaced_visits(days_ago(3) + timedelta(minutes=30), days=3, a_day=10, failed=range(3))

    verdict = a_verdict(a_website(), *visits, rules=rules(overlay=overlay))
    finding = next(one for one in verdict.findings if one.indicator == INDICATOR.id)

    assert Outcome.NOT_MET is finding.outcome
    assert "连续监测3天" in finding.limit
    assert "10%" in finding.limit
    assert "notice" == finding.provenance


def test_time_alone_changes_the_answer_when_sight_grows_old() -> None:
    """The tick comes back no later than a day after the last visit."""
    judgement = judged(INDICATOR, a_website(), *spaced_visits(WEEK_AGO))

    assert judgement.changes_at is not None
    assert NOW < judgement.changes_at <= NOW + timedelta(days=1)


ANY = '[website.veto.unreachable]\nin_period = "any"\n'


@pytest.mark.parametrize(("failed", "expected"), [(7, Outcome.NOT_MET), (6, Outcome.MET)])
def test_a_regime_may_judge_any_seven_days_of_a_period(failed: int, expected: Outcome) -> None:
    """Down in its first week, well in its last: nationally only the last one counts."""
    first = midnight(date(2026, 10, 1)) + timedelta(minutes=30)
    bad, good = spaced_visits(first, failed=range(failed)), spaced_visits(first + timedelta(days=24))
    visits = with_visits(Visits(), [(str(n), event) for n, event in enumerate((*bad, *good))])
    case = a_case(
        a_website(),
        dossier=replace(folded(*good), visits=visits),
        period=a_period("2026-10-01", "2026-10-31"),
        as_of=midnight(date(2026, 11, 1)),
        rules=rules("national", ANY),
    )

    assert expected is INDICATOR.judged(case).outcome
    assert Outcome.MET is INDICATOR.judged(replace(case, rules=rules())).outcome
