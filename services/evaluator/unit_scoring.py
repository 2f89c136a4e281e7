"""The scores of units, where a regime joins their websites and accounts into one."""

from collections.abc import Iterable

from services.evaluator.scoring import DIGITS, exact
from services.evaluator.scoring_rules import ScoringRules
from services.evaluator.tally import Tally
from shared.contracts.assessment import UnitScore
from shared.contracts.target import TargetKind


def unit_scores(tallies: Iterable[Tally], rules: ScoringRules) -> tuple[UnitScore, ...]:
    """One for each unit with a target that was checked, by id; none where the regime does not score units."""
    if rules.units.combine == "none":
        return ()
    units: dict[str, list[Tally]] = {}
    for tally in sorted(tallies, key=lambda one: (one.unit_id, one.kind != TargetKind.WEBSITE, one.target_id)):
        if tally.checked:
            units.setdefault(tally.unit_id, []).append(tally)
    return tuple(filter(None, (_score(unit_id, members, rules) for unit_id, members in units.items())))


def _score(unit_id: str, members: list[Tally], rules: ScoringRules) -> UnitScore | None:
    score = _joined(members, rules) if rules.units.combine == "deduct" else _mean(members, rules)
    if score is None:
        return None
    if rules.units.vetoed is not None and any(one.vetoed for one in members):
        score = min(score, rules.units.vetoed)
    items = tuple(item for one in members for item in one.items)
    return UnitScore(unit_id=unit_id, score=round(score, DIGITS), items=items)


def _joined(members: list[Tally], rules: ScoringRules) -> float:
    """One account of points: everything its targets cost is taken from the full mark, then the bonus is opened."""
    points = [item.points for one in members for item in one.items]
    bare = exact(max(rules.full + sum(value for value in points if value < 0), 0.0))
    bonus = min(sum(value for value in points if value > 0), rules.bonus_most)
    return bare + bonus if bare > rules.bonus_above else bare


def _mean(members: list[Tally], rules: ScoringRules) -> float | None:
    """The mean of the websites and that of the accounts, weighted; one alone counts wholly."""
    means: dict[TargetKind, float] = {}
    for kind in TargetKind:
        known = [one.score for one in members if one.kind is kind and one.score is not None]
        if known:
            means[kind] = sum(known) / len(known)
    if len(means) < len(TargetKind):
        return next(iter(means.values()), None)
    weight = rules.units.website_weight
    return means[TargetKind.WEBSITE] * weight + means[TargetKind.ACCOUNT] * (1 - weight)
