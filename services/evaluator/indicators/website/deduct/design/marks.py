"""Does the footer carry all marks of a government website?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, not_met
from services.evaluator.questions.marks import lacking_marks
from services.evaluator.questions.sayings import footer_marks, said_evidence
from services.evaluator.sections import Names, Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.marks"


class Numbers(Scored):
    """Which marks must be there."""

    marks: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each mark missing costs a step; a footer of which nothing was read is a question, not a fault."""
    heard = footer_marks(case)
    if heard.said is None:
        return heard.unknown()
    items = lacking_marks(heard.said, numbers.marks)
    evidence = said_evidence(heard.said, "首页底部标识")
    if items:
        return not_met(f"首页未见：{'、'.join(item.name for item in items)}", items=items, evidence=evidence)
    return met("首页标识齐全", evidence=evidence)


INDICATOR = Indicator(
    id=ID,
    title="功能设计·网站标识",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="首页底部：党政机关标识、网站标识码、ICP备案号、公安机关备案号、主办单位、联系方式",
    remedy="请在首页底部补齐所列标识",
    judge=judge,
)
