"""Do too many service guides lack key elements?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, not_applicable, not_met, undetermined
from services.evaluator.questions.guides import gaps_of, key_elements_lacking
from services.evaluator.sections import Count, Names, Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.service.guide_gaps"


class Numbers(Section):
    """Which elements matter, how many may be missing in one guide, and in how many guides."""

    elements: Names
    missing: Count
    count: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Broken when so many guides lack so many key elements; kept only if the unseen ones could not make it so many."""
    if not case.subject.public_service or len(case.subject.guides) < numbers.count:
        return not_applicable("单位无对外服务职能，或登记的办事指南不足")
    seen, unseen = gaps_of(case)
    poor = [gap for gap in seen if len(key_elements_lacking(gap, numbers.elements)) >= numbers.missing]
    items = tuple(gap.item(key_elements_lacking(gap, numbers.elements)) for gap in poor)
    text = f"{len(poor)} 个办事指南缺少 {numbers.missing} 类以上重点要素（上限 {numbers.count} 个）"
    if len(poor) >= numbers.count:
        return not_met(text, items=items)
    if len(poor) + len(unseen) >= numbers.count:
        return undetermined(unseen[0][1], items=items)
    return met(text, items=items)


INDICATOR = Indicator(
    id=ID,
    title="服务不实用·办事指南重点要素缺失",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“服务不实用”第2项",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="登记的办事指南：事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程是否齐全；须人工确认",
    remedy="请补齐所列办事指南的要素",
    judge=judge,
    decides=Decides.REVIEW,
)
