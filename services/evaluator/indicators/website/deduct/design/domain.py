"""Is the domain name compliant?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.hosts import host_of, is_government_host
from services.evaluator.sections import Names, Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.domain"


class Numbers(Scored):
    """What the domain of a government website ends in."""

    endings: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """The registered address decides; without one it is open."""
    host = host_of(case.subject.url)
    if not host:
        return no_fact("无法判定：未登记网址")
    if is_government_host(host, numbers.endings):
        return met(f"域名 {host} 符合规定")
    return not_met(f"域名 {host} 不以 {'、'.join(numbers.endings)} 结尾")


INDICATOR = Indicator(
    id=ID,
    title="功能设计·域名名称",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="登记的网址：英文域名是否以 .gov.cn 结尾，中文域名是否以 .政务 结尾",
    remedy="请按规定规范网站域名",
    judge=judge,
)
