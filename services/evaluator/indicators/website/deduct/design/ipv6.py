"""Can the website be reached over IPv6?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.sayings import home_marks, said_evidence
from services.evaluator.section import Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.ipv6"


def judge(case: Case, numbers: Scored) -> Judgement:  # noqa: ARG001 - no number in it
    """Only a test over IPv6 decides; without one it is open."""
    heard = home_marks(case)
    found = heard.facts.get("ipv6")
    if not isinstance(found, bool):
        return no_fact("无法判定：没有 IPv6 访问测试记录")
    evidence = said_evidence(heard.said, "IPv6 访问测试")
    return met("支持 IPv6 访问", evidence=evidence) if found else not_met("不支持 IPv6 访问", evidence=evidence)


INDICATOR = Indicator(
    id=ID,
    title="功能设计·IPv6改造",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="IPv6 访问测试记录（marks.ipv6）",
    remedy="请完成 IPv6 改造",
    judge=judge,
)
