"""Does the search of the website work?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, entered, met, not_met
from services.evaluator.questions.sayings import home_marks, said_evidence
from services.evaluator.section import Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.search"


def judge(case: Case, numbers: Scored) -> Judgement:
    """A search that failed on two days in a row is a thing to confirm; without a test there is nothing to say."""
    heard = home_marks(case)
    found = heard.facts.get("search")
    if found is None:
        return entered(case, numbers)
    if found is True or found == "ok":
        return met("搜索功能可用")
    return not_met(f"搜索功能疑似不可用：{found}", evidence=said_evidence(heard.said, "搜索测试"))


INDICATOR = Indicator(
    id=ID,
    title="功能设计·搜索功能",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="每天在首页的搜索框里搜一条首页列出的标题：连续两天搜索页打不开或称没有结果；以及人工登记；须人工确认",
    remedy="请提供全站搜索并保证可用、结果全面",
    judge=judge,
    decides=Decides.REVIEW,
)
