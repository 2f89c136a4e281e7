"""Are the elements of service guides accurate?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, no_fact, not_met, undetermined
from services.evaluator.questions.guides import gaps_of, lacking
from services.evaluator.sections import Names, Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.service.guide_accuracy"


class Numbers(Scored):
    """Which elements are looked at; none named: all that the crawler reads."""

    elements: Names = ()


def judge(case: Case, numbers: Numbers) -> Judgement:
    """An element of a wrong form, such as a telephone number that is none, is a thing a person must confirm."""
    seen, unseen = gaps_of(case)
    if not seen:
        return undetermined(unseen[0][1]) if unseen else no_fact("无法判定：未登记办事指南")
    found = [(gap, names) for gap in seen if (names := lacking(gap, ("malformed",), numbers.elements))]
    items = tuple(item for gap, names in found for item in gap.items(names))
    text = f"{len(seen)} 个办事指南中 {len(found)} 个内容疑似不准确，共 {len(items)} 处"
    return not_met(text, items=items) if items else met(text)


INDICATOR = Indicator(
    id=ID,
    title="办事服务·内容准确",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“办事服务”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="登记的办事指南要素是否不合格式（如联系电话不是有效号码）；其他不准确由人工登记；须人工确认",
    remedy="请核实并更正所列办事指南的内容",
    judge=judge,
    decides=Decides.REVIEW,
)
