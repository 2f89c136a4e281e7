"""Are too many columns blank since they were opened?"""

from services.evaluator.columns import Limit, count_columns, distinct, judge_blank
from services.evaluator.indicator import Case, Indicator, Judgement, not_applicable
from services.evaluator.sections import Count, Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.columns_stale.blank"


class Numbers(Section):
    """How many blank columns are too many."""

    count: Count
    warn_count: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """A column is blank when it was seen empty and never seen otherwise; one that lost its content is not."""
    judged = [judge_blank(case, column) for column in distinct(case.subject.columns)]
    if not judged:
        return not_applicable("未登记栏目")
    limit = Limit(count=numbers.count, warn_count=numbers.warn_count, what="空白栏目")
    return count_columns(case, judged, limit)


INDICATOR = Indicator(
    id=ID,
    title="栏目不更新·空白栏目",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“栏目不更新”第3项",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="所有登记的栏目，其列表是否自开设以来一直没有内容",
    remedy="请为所列栏目补充内容；暂无内容的，请整合或下线",
    judge=judge,
)
