"""From findings to a score and a result: vetoes first, then 100 less what was deducted, then the bonus."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.evaluator.scoring_rules import ScoringRules
from services.evaluator.subject import Subject
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Finding, IndicatorKind

SERVICE = ".service."
"""What the ids of service items (办事服务) hold."""

DIGITS = 2
"""A score is kept to so many digits; how many are printed is the report's matter."""

_EXACT = 9
"""Limits are compared to so many digits: enough for any share of a point, too few for the errors of addition."""


@dataclass(frozen=True, slots=True)
class Score:
    """What the deductions and the bonus make together, before it is rounded to what is kept."""

    value: float
    lowest: float
    """If everything that could not be seen were at fault."""
    deducted: float
    bonus: float


def is_left_out(indicator: str, kind: IndicatorKind, subject: Subject, rules: ScoringRules) -> bool:
    """Whether a service item of a unit without services for the public is not asked at all."""
    scaled = rules.no_service == "scale" and not subject.public_service
    return scaled and SERVICE in indicator and kind is not IndicatorKind.VETO


def score_of(findings: Iterable[Finding], subject: Subject, rules: ScoringRules, caps: Mapping[str, float]) -> Score:
    """The score of one target, each item capped already: 100 − deductions; above 80 plus the bonus, up to 30.

    Of a unit without services the service items are left out, and what remains is scaled up to the full mark. `caps`
    are the most each indicator may cost, which is what one that could not be seen may have cost.
    """
    counted = [finding for finding in findings if not is_left_out(finding.indicator, finding.kind, subject, rules)]
    deducted = sum(finding.points or 0.0 for finding in counted if _costs(finding))
    unseen = sum(caps.get(finding.indicator, 0.0) for finding in counted if _is_unseen(finding))
    given = sum(finding.points or 0.0 for finding in counted if _gives(finding))
    bonus = min(given, rules.bonus_most)
    scale = _scale(subject, rules)
    full = rules.full / scale
    return Score(
        value=_final((full - deducted) * scale, bonus, rules),
        lowest=exact((full - deducted - unseen) * scale),
        deducted=exact(deducted),
        bonus=bonus,
    )


def exact(points: float) -> float:
    """Without the errors of adding tenths: what is exactly at a limit is at it."""
    return round(points, _EXACT)


def result_of(findings: Iterable[Finding]) -> Result:
    """Any broken veto makes it unqualified; else any undetermined one leaves it open."""
    return _by_vetoes([finding for finding in findings if finding.kind is IndicatorKind.VETO], frozenset())


def judged_of(
    findings: Sequence[Finding],
    subject: Subject,
    rules: ScoringRules,
    *,
    caps: Mapping[str, float],
    basic: frozenset[str] = frozenset(),
) -> tuple[Result, float | None]:
    """The result, and the score where the target has one. `basic` are the vetoes that make 基本合格 only."""
    vetoes = [finding for finding in findings if finding.kind is IndicatorKind.VETO]
    result = _by_vetoes(vetoes, basic)
    if not rules.asks(subject):
        return result, None
    if result is Result.UNQUALIFIED:
        return result, rules.vetoed_score
    score = score_of(findings, subject, rules, caps)
    return _graver(result, _by_score(score, rules)), round(score.value, DIGITS)


def _by_vetoes(vetoes: Sequence[Finding], basic: frozenset[str]) -> Result:
    broken = [finding for finding in vetoes if finding.counts]
    if any(finding.indicator not in basic for finding in broken):
        return Result.UNQUALIFIED
    if any(finding.outcome is Outcome.UNDETERMINED for finding in vetoes):
        return Result.UNDETERMINED
    return Result.BASIC if broken else Result.QUALIFIED


def _by_score(score: Score, rules: ScoringRules) -> Result:
    if score.value < rules.pass_from:
        return Result.UNQUALIFIED
    worst = score.lowest if rules.unseen == "open" else score.value
    if worst < rules.pass_from:
        return Result.UNDETERMINED
    if rules.basic_below is None:
        return Result.QUALIFIED
    if score.value < rules.basic_below:
        return Result.BASIC
    return Result.UNDETERMINED if worst < rules.basic_below else Result.QUALIFIED


_GRAVITY = (Result.UNQUALIFIED, Result.UNDETERMINED, Result.BASIC, Result.QUALIFIED)


def _graver(one: Result, other: Result) -> Result:
    return min(one, other, key=_GRAVITY.index)


def _scale(subject: Subject, rules: ScoringRules) -> float:
    if rules.no_service != "scale" or subject.public_service or rules.service_points >= rules.full:
        return 1.0
    return rules.full / (rules.full - rules.service_points)


def _final(score: float, bonus: float, rules: ScoringRules) -> float:
    bare = exact(max(score, 0.0))
    return exact(bare + bonus) if bare > rules.bonus_above else bare


def _costs(finding: Finding) -> bool:
    return finding.kind is IndicatorKind.DEDUCTION and finding.counts


def _gives(finding: Finding) -> bool:
    return finding.kind is IndicatorKind.BONUS and finding.outcome is Outcome.MET


def _is_unseen(finding: Finding) -> bool:
    return (
        finding.kind is IndicatorKind.DEDUCTION and finding.outcome is Outcome.UNDETERMINED and finding.review is None
    )
