"""Does the bottom of the page hold everything it must?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, not_met
from services.evaluator.questions.marks import lacking_marks
from services.evaluator.questions.sayings import footer_marks, said_evidence
from services.evaluator.sections import Names, Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "guide.footer"


class Numbers(Section):
    """Which marks must be there."""

    marks: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each mark missing is told of; a footer of which nothing was read is a question, not a fault."""
    heard = footer_marks(case)
    if heard.said is None:
        return heard.unknown()
    items = lacking_marks(heard.said, numbers.marks)
    if not items:
        return met("底部功能区内容齐全")
    names = "、".join(item.name for item in items)
    return not_met(f"底部功能区未见：{names}", items=items, evidence=said_evidence(heard.said, "首页底部"))


INDICATOR = Indicator(
    id=ID,
    title="底部功能区",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="首页底部：党政机关标识、找错入口、网站标识码、主办单位、联系方式、ICP备案号、公安机关备案号、网站地图",
    remedy="请在页面底部补齐所列内容",
    judge=judge,
)
