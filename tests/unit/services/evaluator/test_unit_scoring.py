"""The scores of units."""

import pytest

from services.evaluator.scoring_rules import ScoringRules, UnitRules
from services.evaluator.tally import Tally
from services.evaluator.unit_scoring import unit_scores
from shared.contracts.assessment import UnitScoreItem
from shared.contracts.target import Result, TargetKind


def a_tally(target: str, *points: float, unit: str = "u1", **fields: object) -> Tally:
    items = tuple(UnitScoreItem(indicator="i", points=value, why="", target_id=target) for value in points)
    known = {
        "kind": TargetKind.ACCOUNT if target.startswith("a") else TargetKind.WEBSITE,
        "result": Result.QUALIFIED,
        "score": 100 + sum(points),
        "checked": True,
        "items": items,
    }
    return Tally(
        target_id=target,
        name=target,
        website_kind="",
        unit_id=unit,
        seen_within_a_year=True,
        **{**known, **fields},  # type: ignore[arg-type]
    )


def rules(**units: object) -> ScoringRules:
    return ScoringRules(websites=("portal",), accounts=True, units=UnitRules.model_validate(units))


@pytest.mark.parametrize(
    ("tallies", "expected"),
    [
        ([a_tally("w1"), a_tally("a1")], 100),
        ([a_tally("w1", -3), a_tally("a1", -5), a_tally("a2")], 92),
        ([a_tally("w1", -20), a_tally("a1", 10)], 80),
        ([a_tally("w1", -19), a_tally("a1", 10)], 91),
        ([a_tally("w1", 20, 20)], 130),
        ([a_tally("w1", *[-0.1] * 200, 5)], 80),
    ],
    ids=[
        "nothing lost",
        "of all its targets",
        "exactly 80 opens no bonus",
        "more opens it",
        "never more than 30",
        "tenths add up to exactly 80",
    ],
)
def test_one_account_of_points_for_all_targets(tallies: list[Tally], expected: float) -> None:
    """Joined by deduction, as 鄂州 seems to."""
    assert [expected] == [one.score for one in unit_scores(tallies, rules(combine="deduct"))]


def test_the_mean_weighs_websites_and_accounts() -> None:
    """0.6 × 90 + 0.4 × 70; a unit with one kind alone has that."""
    tallies = [a_tally("w1", -10), a_tally("a1", -40), a_tally("a2", -20), a_tally("a3", -5, unit="u2")]

    scores = unit_scores(tallies, rules(combine="mean", website_weight=0.6))

    assert [("u1", 82), ("u2", 95)] == [(one.unit_id, one.score) for one in scores]


def test_a_vetoed_target_can_cap_its_unit() -> None:
    """59 at most (肇庆 2019)."""
    tallies = [a_tally("w1"), a_tally("a1", result=Result.UNQUALIFIED)]

    assert [59] == [one.score for one in unit_scores(tallies, rules(combine="deduct", vetoed=59))]


def test_what_nobody_looked_at_has_no_score() -> None:
    """Neither has anything where the regime does not score units."""
    assert () == unit_scores([a_tally("w1", checked=False)], rules(combine="deduct"))
    assert () == unit_scores([a_tally("w1")], rules(combine="none"))


def test_items_say_which_target_lost_what() -> None:
    """So that a unit can look it up."""
    items = unit_scores([a_tally("w1", -3), a_tally("a1", -5)], rules(combine="deduct"))[0].items

    assert [("w1", -3), ("a1", -5)] == [(item.target_id, item.points) for item in items]
