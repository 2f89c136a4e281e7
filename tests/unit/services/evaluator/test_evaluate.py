"""From all indicators to one verdict."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluator.evaluate import evaluate, next_change_at, result_of
from services.evaluator.indicator import Decides
from services.evaluator.indicators import INDICATORS
from services.evaluator.window import midnight
from shared.clock import CHINA
from shared.contracts.target import LookOutcome, Outcome, Result
from shared.contracts.verdicts import Finding, IndicatorKind
from tests.builders import (
    NOW,
    a_board,
    a_case,
    a_column,
    a_column_look,
    a_feed_look,
    a_home_look,
    a_verdict,
    a_website,
    an_account,
    days_ago,
    rules,
    spaced_visits,
)

FAR = days_ago(60)


def a_finding(outcome: Outcome, kind: IndicatorKind = IndicatorKind.VETO) -> Finding:
    return Finding(indicator="i", title="", clause="", kind=kind, outcome=outcome, text="")


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], Result.QUALIFIED),
        ([Outcome.MET, Outcome.MET], Result.QUALIFIED),
        ([Outcome.MET, Outcome.UNDETERMINED], Result.UNDETERMINED),
        ([Outcome.UNDETERMINED, Outcome.NOT_MET], Result.UNQUALIFIED),
    ],
)
def test_any_broken_veto_fails_and_any_open_one_leaves_open(outcomes: list[Outcome], expected: Result) -> None:
    """What is proven goes before what is open; open is never passed."""
    assert expected is result_of(a_finding(outcome) for outcome in outcomes)


def test_only_vetoes_decide() -> None:
    """An indicator that a regime uses as information does not fail anybody."""
    assert Result.QUALIFIED is result_of([a_finding(Outcome.NOT_MET, IndicatorKind.INFO)])


def test_a_healthy_website_is_qualified() -> None:
    """Every indicator in force has its finding, in the order of the table."""
    site = a_website(columns=(a_column(),), boards=(a_board(),))
    events = [
        *spaced_visits(days_ago(7) + timedelta(minutes=5)),
        a_home_look(NOW, days_ago(1), FAR, complete_since=FAR),
        a_column_look(NOW, days_ago(2), FAR, complete_since=FAR),
        a_home_look(NOW, purpose="board", page_id="b1", messages=()),
    ]

    verdict = a_verdict(site, *events)

    assert Result.QUALIFIED is verdict.result
    machine = [one for one in INDICATORS if one.id in rules().sections and one.decides is Decides.MACHINE]
    assert [one.id for one in machine if one.id.startswith("website.veto")] == [f.indicator for f in verdict.findings]
    assert all(f.limit and f.remedy and f.clause and f.title for f in verdict.findings)


def test_vetoes_stand_before_deductions_whatever_the_regime_makes_of_them() -> None:
    """So a reader of any list sees first what decides."""
    site = a_website(website_kind="portal", columns=(a_column(),), boards=(a_board(),))
    overlay = """
        [website.veto.homepage_stale]
        kind = "info"
        [website.deduct.interact.msg_fresh]
        kind = "veto"
    """
    events = [a_home_look(NOW, FAR, complete_since=FAR), a_column_look(NOW, FAR, complete_since=FAR)]

    for packed in (rules(), rules(overlay=overlay)):
        kinds = [finding.kind for finding in a_verdict(site, *events, rules=packed).findings]
        assert kinds == sorted(kinds, key=list(IndicatorKind).index)
        assert {IndicatorKind.VETO, IndicatorKind.DEDUCTION} <= set(kinds)


def test_a_website_nobody_saw_is_undetermined() -> None:
    """A dead crawler is neither a pass nor a fault."""
    assert Result.UNDETERMINED is a_verdict(a_website(columns=(a_column(),))).result


def test_a_website_behind_a_firewall_is_undetermined() -> None:
    """412 on every page, for a week."""
    visits = spaced_visits(days_ago(7), outcome=LookOutcome.BLIND, reason="blocked", status=412)

    verdict = a_verdict(a_website(), *visits, a_home_look(NOW, outcome=LookOutcome.BLIND, reason="blocked"))

    assert Result.UNDETERMINED is verdict.result
    assert {"blocked", "never_seen"} >= {f.reason for f in verdict.findings if f.outcome is Outcome.UNDETERMINED}


@pytest.mark.parametrize("subject", [a_website(status="closed"), an_account(status="cancelled")])
def test_what_is_closed_is_not_judged(subject: object) -> None:
    """Out of scope: no verdict at all."""
    case = a_case(subject)  # type: ignore[arg-type]

    assert evaluate(case, INDICATORS) is None
    assert next_change_at(case, INDICATORS) is None


def test_a_year_nobody_knows_is_undetermined() -> None:
    """The calendar's gap is a reason, not a crash."""
    then = datetime(2035, 3, 20, 9, tzinfo=CHINA)
    verdict = a_verdict(an_account(), a_feed_look(then, then), as_of=then, rules=rules("qiandongnan"))

    assert "calendar_unknown" in {finding.reason for finding in verdict.findings}
    assert "2035 年的放假调休安排未知" in next(f.text for f in verdict.findings if f.reason == "calendar_unknown")


def test_the_same_case_gives_the_same_bytes() -> None:
    """The id too: two replicas say the same thing once."""
    events = [a_home_look(NOW, days_ago(23), complete_since=FAR)]

    one, other = a_verdict(a_website(), *events), a_verdict(a_website(), *events)

    assert one.model_dump_json() == other.model_dump_json()
    assert one.verdict_id == other.verdict_id


def test_the_zone_of_the_moment_changes_nothing() -> None:
    """Ten in Shanghai is two in Greenwich."""
    look = a_home_look(NOW, days_ago(23), complete_since=FAR)

    assert a_verdict(a_website(), look).verdict_id == a_verdict(a_website(), look, as_of=NOW.astimezone(UTC)).verdict_id


def test_the_pack_is_part_of_the_verdict() -> None:
    """Its id and version, so that anybody can recompute it."""
    one = a_verdict(an_account())
    other = a_verdict(an_account(), rules=rules("qiandongnan"))

    assert ("national", "qiandongnan") == (one.pack.id, other.pack.id)
    assert one.verdict_id != other.verdict_id


def test_the_earliest_change_of_all_findings_is_told() -> None:
    """The account is fresh until its fourteen days are over."""
    case = a_case(an_account(), a_feed_look(NOW, days_ago(3), complete_since=FAR))

    assert midnight((NOW + timedelta(days=12)).date()) == next_change_at(case, INDICATORS)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 12), st.booleans())
def test_nothing_changes_before_the_moment_told(silent: int, looked: int, reaches: bool) -> None:
    """Up to the told moment, judging again says the same: the tick misses nothing."""
    look = a_feed_look(
        days_ago(looked), days_ago(looked + silent), complete_since=days_ago(looked + 60) if reaches else None
    )
    case = a_case(an_account(), look)
    before = evaluate(case, INDICATORS)
    assert before is not None
    until = before.next_change_at or NOW + timedelta(days=60)

    for share in (0.25, 0.5, 0.999):
        passed = (until - NOW) * share // timedelta(milliseconds=1) * timedelta(milliseconds=1)
        later = a_verdict(an_account(), look, as_of=NOW + passed)
        assert [f.outcome for f in before.verdict.findings] == [f.outcome for f in later.findings]
