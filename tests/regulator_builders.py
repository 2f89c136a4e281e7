"""Tallies of targets, and one question about a regulator's own work asked of them."""

from typing import Any

from services.evaluator.indicator import Judgement, Period
from services.evaluator.org_indicator import OrgCase, OrgIndicator
from services.evaluator.regulator import judge_regulator
from services.evaluator.tally import Tally
from shared.contracts.records import Bonus, ManualFinding
from shared.contracts.target import Outcome, Result, TargetKind
from tests.builders import NOW, a_period, rules

QUARTER = a_period("2026-10-01", "2026-12-31")


def a_tally(target: str = "w1", **fields: Any) -> Tally:
    """A website that was checked, or an account where the id begins with `a`."""
    known = {
        "target_id": target,
        "name": target,
        "kind": TargetKind.ACCOUNT if target.startswith("a") else TargetKind.WEBSITE,
        "website_kind": "portal",
        "unit_id": "u1",
        "result": Result.QUALIFIED,
        "score": None,
        "checked": True,
        "seen_within_a_year": True,
    }
    return Tally(**{**known, **fields})


def asked(
    indicator: OrgIndicator[Any], *tallies: Tally, period: Period = QUARTER, regime: str = "national"
) -> Judgement:
    """What the indicator says of these targets."""
    case = OrgCase(tallies=tallies, period=period, as_of=NOW)
    return indicator.judge(case, rules(regime).sections[indicator.id])


def assert_only_people_know_of_it(indicator: OrgIndicator[Any]) -> None:
    """Nothing is said until somebody enters it on a website of the regulator."""
    fault = ManualFinding(indicator=indicator.id, found_at=NOW, text="人工发现")
    bonus = Bonus(indicator=indicator.id, given_at=NOW, points=2, why="成效明显")
    is_bonus = indicator.kind.value == "bonus"
    entered = a_tally(**({"given": ((indicator.id, bonus),)} if is_bonus else {"faults": ((indicator.id, fault),)}))

    def told(tally: Tally) -> list[Outcome]:
        found = judge_regulator([tally], rules(), period=QUARTER, as_of=NOW, indicators=[indicator])
        return [finding.outcome for finding in found]

    assert [] == told(a_tally())
    assert [Outcome.MET if is_bonus else Outcome.NOT_MET] == told(entered)
