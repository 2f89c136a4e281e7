"""Can the website be reached over IPv6?"""

from collections.abc import Mapping
from typing import Any

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.sayings import home_marks, said_evidence
from services.evaluator.section import Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.ipv6"


def judge(case: Case, numbers: Scored) -> Judgement:  # noqa: ARG001 - no number in it
    """A connection over IPv6 keeps it. What failed breaks it only where the same went well elsewhere: else it is open.

    A plain `true` or `false` is the word of another system.
    """
    heard = home_marks(case)
    told = heard.facts.get("ipv6")
    found = told if isinstance(told, dict) else {"reachable": told, "vouched": True}
    evidence = said_evidence(heard.said, "IPv6 访问测试")
    if found.get("reachable") is True:
        return met("支持 IPv6 访问", evidence=evidence)
    failed = found.get("reachable") is False or found.get("address") is False
    if not failed or found.get("vouched") is not True:
        return no_fact(f"无法判定：{_why_open(found)}")
    why = "域名没有 IPv6 地址（AAAA 记录）" if found.get("address") is False else "IPv6 地址连接不上"
    return not_met(f"不支持 IPv6 访问：{why}", evidence=evidence)


def _why_open(found: Mapping[str, Any]) -> str:
    if found.get("address") is True:
        return "有 IPv6 地址，本系统没有可用的 IPv6 线路，未能试连"
    if found.get("address") is False:
        return "域名服务器没有给出 IPv6 地址，也没有给出其他网站的"
    return "没有 IPv6 访问测试记录"


INDICATOR = Indicator(
    id=ID,
    title="功能设计·IPv6改造",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="每天一次的 IPv6 测试（marks.ipv6）：域名有无 IPv6 地址、能否连接；"
    "本系统的域名服务器或线路不支持 IPv6 的，无法判定",
    remedy="请完成 IPv6 改造",
    judge=judge,
)
