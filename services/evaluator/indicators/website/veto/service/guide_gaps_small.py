"""Do all service guides of a website with few of them lack key elements?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, not_applicable, not_met, undetermined
from services.evaluator.questions.guides import gaps_of, key_elements_lacking
from services.evaluator.sections import Count, Names, Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.service.guide_gaps_small"


class Numbers(Section):
    """Which elements matter, how many may be missing in one guide, and in how many guides."""

    elements: Names
    missing: Count
    count: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Broken only when every guide was seen and every one lacks so many key elements."""
    guides = case.subject.guides
    if not case.subject.public_service or not guides or len(guides) >= numbers.count:
        return not_applicable("事项总数达到规定数量，或单位无对外服务职能")
    seen, unseen = gaps_of(case)
    poor = [gap for gap in seen if len(key_elements_lacking(gap, numbers.elements)) >= numbers.missing]
    if len(poor) < len(seen):
        return met(f"{len(guides)} 个办事指南中 {len(seen) - len(poor)} 个要素较全")
    if unseen:
        return undetermined(unseen[0][1])
    items = tuple(gap.item(key_elements_lacking(gap, numbers.elements)) for gap in poor)
    return not_met(f"全部 {len(poor)} 个办事指南均缺少 {numbers.missing} 类以上重点要素", items=items)


INDICATOR = Indicator(
    id=ID,
    title="服务不实用·事项总数不足时全部要素缺失",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“服务不实用”第2项（事项总数不足的）",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="登记的办事指南（总数不足规定数量的网站）：重点要素是否齐全；须人工确认",
    remedy="请补齐所列办事指南的要素",
    judge=judge,
    decides=Decides.REVIEW,
)
