"""From findings to a score and a result."""

import pytest

from services.evaluator.scoring import judged_of
from services.evaluator.scoring_rules import ScoringRules
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Finding, IndicatorKind, ReviewState
from tests.builders import a_website, an_account, rules

PORTAL = a_website(website_kind="portal")
NATIONAL = rules().scoring
CAPS = {"website.deduct.x": 30.0, "website.deduct.service.y": 25.0}


def a_finding(kind: IndicatorKind, points: float | None = None, **fields: object) -> Finding:
    known = {"indicator": "website.deduct.x", "title": "", "clause": "", "outcome": Outcome.NOT_MET, "text": ""}
    return Finding(**{**known, "kind": kind, "points": points, **fields})  # type: ignore[arg-type]


def lost(points: float, **fields: object) -> Finding:
    return a_finding(IndicatorKind.DEDUCTION, points, **fields)


def given(points: float) -> Finding:
    return a_finding(IndicatorKind.BONUS, points, outcome=Outcome.MET)


VETO = a_finding(IndicatorKind.VETO, indicator="website.veto.x")
OPEN = a_finding(IndicatorKind.VETO, indicator="website.veto.y", outcome=Outcome.UNDETERMINED)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], (Result.QUALIFIED, 100)),
        ([lost(40)], (Result.QUALIFIED, 60)),
        ([lost(40.01)], (Result.UNQUALIFIED, 59.99)),
        ([lost(20), given(5)], (Result.QUALIFIED, 80)),
        ([lost(19.9), given(5)], (Result.QUALIFIED, 85.1)),
        ([given(20), given(20)], (Result.QUALIFIED, 130)),
        ([VETO, given(5)], (Result.UNQUALIFIED, None)),
        ([OPEN], (Result.UNDETERMINED, 100)),
        ([lost(200)], (Result.UNQUALIFIED, 0)),
        ([lost(0.1)] * 400, (Result.QUALIFIED, 60)),
        ([lost(0.1)] * 200 + [given(5)], (Result.QUALIFIED, 80)),
        ([lost(40.004)], (Result.UNQUALIFIED, 60)),
        ([lost(19.996), given(5)], (Result.QUALIFIED, 85)),
    ],
    ids=[
        "nothing lost",
        "exactly 60 passes",
        "just below 60 fails",
        "exactly 80 opens no bonus",
        "more than 80 opens it",
        "never more than 30 of bonus",
        "a veto stops it",
        "an open veto leaves it open",
        "never below zero",
        "tenths add up to exactly 60",
        "tenths add up to exactly 80",
        "less than 60, though it is kept as 60.00",
        "more than 80, though it is kept as 80.00",
    ],
)
def test_both_sides_of_every_limit(findings: list[Finding], expected: tuple[Result, float | None]) -> None:
    """Vetoes first; then 100 − deductions; then the bonus."""
    assert expected == judged_of(findings, PORTAL, NATIONAL, caps=CAPS)


def test_what_waits_for_a_person_does_not_count() -> None:
    """Neither as a veto nor as points; confirmed it does."""
    waits = lost(30, review=ReviewState.PENDING)
    veto = VETO.model_copy(update={"review": ReviewState.PENDING})
    confirmed = veto.model_copy(update={"review": ReviewState.CONFIRMED})

    assert (Result.QUALIFIED, 100) == judged_of([waits, veto], PORTAL, NATIONAL, caps=CAPS)
    assert Result.UNQUALIFIED is judged_of([confirmed], PORTAL, NATIONAL, caps=CAPS)[0]


@pytest.mark.parametrize(
    ("deducted", "unseen", "expected"),
    [(10, "open", Result.QUALIFIED), (10.5, "open", Result.UNDETERMINED), (10.5, "passed", Result.QUALIFIED)],
    ids=["still 60 if the unseen were at fault", "less than 60 then", "a regime that takes it as passed"],
)
def test_what_could_not_be_seen_leaves_open_what_it_could_decide(
    deducted: float, unseen: str, expected: Result
) -> None:
    """An item of 30 points could not be seen."""
    blind = lost(0, outcome=Outcome.UNDETERMINED)
    scoring = NATIONAL.model_copy(update={"unseen": unseen})

    assert expected is judged_of([lost(deducted), blind], PORTAL, scoring, caps=CAPS)[0]


def test_without_services_the_rest_is_scaled_up() -> None:
    """75 points are the full mark: (75 − 15) × 4/3 = 80; service items are left out."""
    bare = a_website(website_kind="portal", public_service=False)
    service = lost(25, indicator="website.deduct.service.y")

    assert (Result.QUALIFIED, 80) == judged_of([lost(15), service], bare, NATIONAL, caps=CAPS)
    assert (Result.QUALIFIED, 60) == judged_of([lost(15), service], PORTAL, NATIONAL, caps=CAPS)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (30, (Result.QUALIFIED, 60)),
        (30.001, (Result.UNQUALIFIED, 60)),
        (30.1, (Result.UNQUALIFIED, 59.87)),
        (15, (Result.QUALIFIED, 80)),
        (14.9, (Result.QUALIFIED, 85.13)),
        (0, (Result.QUALIFIED, 105)),
    ],
    ids=["exactly 60", "a hair less", "a tenth less", "exactly 80", "a tenth more", "nothing lost"],
)
def test_both_sides_of_every_limit_without_services(points: float, expected: tuple[Result, float]) -> None:
    """(75 − deducted) × 4/3, with a bonus of 5 above 80."""
    bare = a_website(website_kind="portal", public_service=False)

    assert expected == judged_of([lost(points), given(5)], bare, NATIONAL, caps=CAPS)


@pytest.mark.parametrize("subject", [a_website(), an_account()], ids=["department", "account"])
def test_only_portals_are_scored_nationally(subject: object) -> None:
    """Others pass or fail by vetoes alone."""
    assert (Result.QUALIFIED, None) == judged_of([lost(90)], subject, NATIONAL, caps=CAPS)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("points", "expected"), [(25, Result.BASIC), (20, Result.QUALIFIED)], ids=["less than 80", "exactly 80"]
)
def test_a_regime_may_have_a_third_class(points: float, expected: Result) -> None:
    """基本合格 by score, or by a veto that says so."""
    scoring = ScoringRules(websites=("portal",), basic_below=80)

    assert expected is judged_of([lost(points)], PORTAL, scoring, caps=CAPS)[0]
    assert Result.BASIC is judged_of([VETO], PORTAL, scoring, caps=CAPS, basic=frozenset({"website.veto.x"}))[0]


def test_a_regime_may_score_what_fails() -> None:
    """59 for a veto (肇庆 2019)."""
    scoring = ScoringRules(websites=("portal",), vetoed_score=59)

    assert (Result.UNQUALIFIED, 59) == judged_of([VETO], PORTAL, scoring, caps=CAPS)
