"""Can the app be downloaded and used?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import (
    Case,
    Decides,
    Indicator,
    Judgement,
    evidence_of,
    met,
    no_fact,
    not_applicable,
    not_met,
)
from services.evaluator.questions.dead_links import dead_links
from services.evaluator.questions.opening import closed_since
from services.evaluator.sections import Count, Names, Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.app_unusable"


class Numbers(Section):
    """Which platforms are apps, and how many dead columns make one unusable."""

    platforms: Names
    dead: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """An app whose address fails, or with so many dead columns, is for a person to try."""
    if case.subject.platform not in numbers.platforms:
        return not_applicable("不是客户端类账号")
    closed = closed_since(case, FEED)
    if closed:
        return not_met(f"登记地址打不开（{closed.reason}）", evidence=evidence_of(closed, "打不开"))
    dead = dead_links(case)
    if dead and len(dead.items) >= numbers.dead:
        return not_met(f"{len(dead.items)} 个栏目无法访问", items=dead.items, evidence=dead.evidence)
    return no_fact() if closed is None and dead is None else met("可以访问")


INDICATOR = Indicator(
    id=ID,
    title="内容不更新·客户端无法使用",
    clause="国办秘函〔2019〕19号 检查指标 政务新媒体单项否决“内容不更新”",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="客户端、小程序类账号：登记地址能否打开，栏目链接是否失效；须人工确认",
    remedy="请恢复客户端的下载与使用，或按程序注销",
    judge=judge,
    decides=Decides.REVIEW,
)
