"""Do service guides lack elements?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, no_fact, not_met, undetermined
from services.evaluator.questions.guides import gaps_of, lacking
from services.evaluator.sections import Names, Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.service.guide_elements"


class Numbers(Scored):
    """Which elements are looked at; none named: all that the crawler reads."""

    elements: Names = ()


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each missing or empty element of a guide is a thing a person must confirm."""
    seen, unseen = gaps_of(case)
    if not seen:
        return undetermined(unseen[0][1]) if unseen else no_fact("无法判定：未登记办事指南")
    found = [(gap, names) for gap in seen if (names := lacking(gap, ("missing", "empty"), numbers.elements))]
    items = tuple(item for gap, names in found for item in gap.items(names))
    text = f"{len(seen)} 个办事指南中 {len(found)} 个要素缺失，共 {len(items)} 处"
    return not_met(text, items=items) if items else met(text)


INDICATOR = Indicator(
    id=ID,
    title="办事服务·办事指南要素",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“办事服务”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="登记的办事指南各要素是否缺失或空白；须人工确认",
    remedy="请补齐所列办事指南缺失的要素",
    judge=judge,
    decides=Decides.REVIEW,
)
