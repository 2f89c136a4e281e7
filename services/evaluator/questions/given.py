"""The points that people gave for something (加分)."""

from dataclasses import replace

from services.evaluator.indicator import Case, Judgement, met
from services.evaluator.ledger import bonuses
from services.evaluator.reason import Reason
from shared.contracts.verdicts import Evidence


def with_given(case: Case, indicator: str, judgement: Judgement) -> Judgement:
    """The judgement with the points people gave on top of its own."""
    given = bonuses(case, indicator)
    if not given:
        return judgement
    points = sum(bonus.points for _, bonus in given) + (judgement.points or 0.0)
    evidence = tuple(
        Evidence(text=bonus.why, url=bonus.urls[0] if bonus.urls else None, observed_at=bonus.given_at)
        for _, bonus in given
    )
    text = "；".join([*([judgement.text] if judgement.points else []), *(bonus.why for _, bonus in given)])
    return replace(judgement, text=text, reason=None, points=points, evidence=(*judgement.evidence, *evidence))


def nothing_given(case: Case, indicator: str) -> Judgement:
    """What people gave; nothing to tell where they gave nothing."""
    return with_given(case, indicator, met("未登记加分", reason=Reason.NOT_ENTERED))
