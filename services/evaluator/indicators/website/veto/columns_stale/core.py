"""Are too many news, notice and policy columns without updates?"""

from services.evaluator.columns import Judged, Limit, count_columns, distinct, judge_updates
from services.evaluator.indicator import Case, Indicator, Judgement, not_applicable
from services.evaluator.sections import Count, Names, Section
from services.evaluator.subject import Column
from services.evaluator.window import Window, WindowText
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.columns_stale.core"


class Numbers(Section):
    """The windows of both classes of columns, and how many stale ones are too many."""

    news_window: WindowText
    notice_window: WindowText
    notice_level: Count
    """Notice and policy columns below this level do not count."""
    categories: Names = ("news", "notice", "policy")
    """The categories that count together."""
    count: Count
    edge_inclusive: bool
    warn_count: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """News columns at any level and first-level notice and policy columns, counted together."""
    judged = [
        _judged(case, column, window, numbers)
        for column in distinct(case.subject.columns)
        if (window := _window(column, numbers))
    ]
    if not judged:
        return not_applicable("未登记动态要闻、通知公告、政策文件类栏目")
    what = f"动态、要闻类栏目超过{numbers.news_window}、通知公告和政策文件类栏目超过{numbers.notice_window}未更新的共"
    return count_columns(case, judged, Limit(count=numbers.count, warn_count=numbers.warn_count, what=what))


def _window(column: Column, numbers: Numbers) -> Window | None:
    if column.category not in numbers.categories:
        return None
    if column.category == "news":
        return numbers.news_window
    if column.category in {"notice", "policy"} and column.level <= numbers.notice_level:
        return numbers.notice_window
    return None


def _judged(case: Case, column: Column, window: Window, numbers: Numbers) -> Judged:
    return judge_updates(case, column, window, edge_inclusive=numbers.edge_inclusive)


INDICATOR = Indicator(
    id=ID,
    title="栏目不更新·动态要闻、通知公告、政策文件",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“栏目不更新”第1项",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="登记为动态要闻类（各级）、通知公告和政策文件类（一级）的栏目，其列表中各条信息的发布日期",
    remedy="请尽快更新所列栏目，发布本单位近期动态、通知公告或政策文件，并建立定期更新机制",
    judge=judge,
)
