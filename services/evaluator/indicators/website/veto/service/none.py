"""Does the website offer services at all?"""

from services.evaluator.dossier import guide_key
from services.evaluator.indicator import (
    Case,
    Decides,
    Indicator,
    Judgement,
    met,
    no_fact,
    not_applicable,
    not_met,
    undetermined,
)
from services.evaluator.questions.opening import closed_since
from services.evaluator.reason import Reason
from services.evaluator.section import Section
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "website.veto.service.none"


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - no number in it
    """Every registered guide fails to open: then a person must say whether there is no service."""
    if not case.subject.public_service:
        return not_applicable("单位无对外服务职能")
    if not case.subject.guides:
        return no_fact("无法判定：未登记办事指南，请人工核实")
    states = [(guide, closed_since(case, guide_key(guide.id))) for guide in case.subject.guides]
    if any(state is False for _, state in states):
        return met("提供办事服务")
    if any(state is None for _, state in states):
        return undetermined(Reason.NEVER_SEEN)
    items = tuple(
        Item(id=guide.id, name=guide.name, kind="guide", outcome=Outcome.NOT_MET, text="打不开", url=guide.url or None)
        for guide, _ in states
    )
    return not_met(f"登记的 {len(items)} 个办事指南均打不开", items=items)


INDICATOR = Indicator(
    id=ID,
    title="服务不实用·未提供办事服务",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“服务不实用”第1项",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="登记的办事指南能否打开（无对外服务职能的单位不检查）；须人工确认",
    remedy="请提供办事服务并保持可用",
    judge=judge,
    decides=Decides.REVIEW,
)
