"""Does the account offer an interaction that works?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.sayings import hear, said_evidence
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.no_interaction"


_NO = (False, "no", "none", "closed", "无", "未提供")


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - no number in it
    """What the account shows goes before what the registry says; a no of either is for a person to try."""
    heard = hear(case, FEED, case.rules.sight.marks_max_age)
    told = heard.facts.get("interaction")
    if told is None and case.subject.interaction in {"", "unknown"}:
        return no_fact()
    if told is None:
        offered = case.subject.interaction != "no"
        return met("登记信息显示有互动功能") if offered else not_met("登记信息显示无互动功能")
    if told in _NO:
        return not_met("未见有效互动功能", evidence=said_evidence(heard.said, "互动功能"))
    return met("有互动功能", evidence=said_evidence(heard.said, "互动功能"))


INDICATOR = Indicator(
    id=ID,
    title="互动回应差·未提供有效互动功能",
    clause="国办秘函〔2019〕19号 检查指标 政务新媒体单项否决“互动回应差”",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="账号资料与登记信息：评论、私信、回复、菜单咨询等互动功能是否可用；须人工确认",
    remedy="请开通并保持评论、私信、自动回复或菜单咨询等有效互动功能",
    judge=judge,
    decides=Decides.REVIEW,
)
