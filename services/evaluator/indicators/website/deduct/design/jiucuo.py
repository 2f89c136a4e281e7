"""Is there an entry for reporting mistakes (找错)?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, not_met
from services.evaluator.questions.sayings import footer_marks, said_evidence
from services.evaluator.section import Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.jiucuo"


def judge(case: Case, numbers: Scored) -> Judgement:  # noqa: ARG001 - no number in it
    """The entry must be there, and carry the website's own code where both are shown."""
    heard = footer_marks(case)
    if heard.said is None:
        return heard.unknown()
    evidence = said_evidence(heard.said, "首页底部标识")
    if not heard.facts.get("report_entry"):
        return not_met("首页未见“我为政府网站找错”入口", evidence=evidence)
    if heard.facts.get("report_matches") is False:
        return not_met("“我为政府网站找错”入口的网站标识码与首页标注的不一致", evidence=evidence)
    return met("有“我为政府网站找错”入口", evidence=evidence)


INDICATOR = Indicator(
    id=ID,
    title="功能设计·我为政府网站找错",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="首页底部的“我为政府网站找错”入口及其网站标识码",
    remedy="请在首页底部按要求设置“我为政府网站找错”入口",
    judge=judge,
)
