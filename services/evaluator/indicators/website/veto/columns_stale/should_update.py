"""Are too many columns without the updates that their cycle asks for?"""

from services.evaluator.columns import Limit, count_columns, distinct, judge_blank, judge_updates
from services.evaluator.indicator import Case, Indicator, Judgement, not_applicable
from services.evaluator.sections import Count, Section
from services.evaluator.staleness import State
from services.evaluator.subject import Column
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.columns_stale.should_update"

_CORE = frozenset({"news", "notice", "policy"})


class Numbers(Section):
    """How many columns may be late, and which ones count."""

    count: Count
    includes_core: bool
    """News, notice and policy columns count here too, once each (钦州 2021: 9 + 4 columns)."""
    includes_blank: bool
    """Blank columns count here too (2015年普查评分表)."""
    edge_inclusive: bool
    warn_count: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each late column counts once; the registry's own cycle goes before that of the column's category."""
    judged = [
        judge_updates(case, column, cycle, edge_inclusive=numbers.edge_inclusive)
        for column in distinct(case.subject.columns)
        if _counts(case, column, numbers) and (cycle := case.rules.cycles.of(column))
    ]
    if not judged:
        return not_applicable("未登记有更新周期的栏目")
    limit = Limit(count=numbers.count, warn_count=numbers.warn_count, what="应更新未更新栏目")
    return count_columns(case, judged, limit)


def _counts(case: Case, column: Column, numbers: Numbers) -> bool:
    if not numbers.includes_core and column.category in _CORE:
        return False
    return numbers.includes_blank or judge_blank(case, column).state is not State.STALE


INDICATOR = Indicator(
    id=ID,
    title="栏目不更新·应更新未更新",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“栏目不更新”第2项",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="登记有更新周期的栏目（未登记的按类别取默认周期），其列表中各条信息的发布日期",
    remedy="请按各栏目的更新周期补充更新；确已无须保留的栏目，请整合或下线，并在登记信息中说明",
    judge=judge,
)
