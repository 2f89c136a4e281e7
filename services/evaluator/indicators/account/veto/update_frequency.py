"""Did the account post on enough days, in every window and every month?"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from services.evaluator.dossier import FEED
from services.evaluator.facts.page import Page
from services.evaluator.frequency import Month, Pace, month_of, months_in
from services.evaluator.indicator import (
    Case,
    Indicator,
    Judgement,
    changing,
    evidence_of,
    met,
    not_applicable,
    not_met,
    undetermined,
)
from services.evaluator.mistakes import instead
from services.evaluator.reason import Reason
from services.evaluator.sections import Count, Names, Section
from services.evaluator.sections import Numbers as Table
from services.evaluator.sight import Seen, is_fresh, sight_of, too_old_from, why_blind
from services.evaluator.window import Unit, Window, WindowText, day_in_china, midnight, months_after
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item, Near

ID = "account.veto.update_frequency"

_PLATFORMS = {
    "wechat_subscription": "微信订阅号",
    "wechat_service": "微信服务号",
    "weibo": "微博",
    "douyin": "抖音",
    "kuaishou": "快手",
    "toutiao": "今日头条",
    "video_channel": "视频号",
}


def _in_days(window: Window) -> Window:
    if window.unit is Unit.MONTHS:
        raise ValueError(instead('天数或工作日数，如 "5 workdays"', f"{window.count} months"))
    return window


DayWindow = Annotated[WindowText, AfterValidator(_in_days)]


class PaceNumbers(Table):
    """So many days with posts in any window, and so many a month."""

    window: DayWindow
    window_days: Count
    month_days: Count

    def __str__(self) -> str:
        return f"连续{self.window}更新不少于{self.window_days}天，且每月更新不少于{self.month_days}天"


class Numbers(Section):
    """The pace for accounts, that for platforms with their own, and when to warn."""

    window: DayWindow
    window_days: Count
    month_days: Count
    by_platform: dict[str, PaceNumbers] = Field(default_factory=dict)
    across_months: bool = True
    """Whether a window that begins in one month and ends in the next is looked at too."""
    warn_before: WindowText
    platforms: Names

    def words(self) -> dict[str, Any]:
        """What the names in `limit` stand for; `{by_platform}` lists the platforms with a pace of their own."""
        others = "；".join(f"{_PLATFORMS.get(name, name)}{pace}" for name, pace in self.by_platform.items())
        return {**super().words(), "by_platform": others}

    def pace(self, platform: str) -> Pace:
        """The pace one platform must keep."""
        own = self.by_platform.get(platform, self)
        return Pace(window=own.window, window_days=own.window_days, month_days=own.month_days)


def judge(case: Case, numbers: Numbers) -> Judgement:
    """One bad month breaks the period. For the present, the current month is judged as far as it has come."""
    if case.subject.platform not in numbers.platforms:
        return not_applicable("该类账号不以发布信息为主")
    if case.subject.suspended and case.rules.accounts.suspended == "exempt":
        return not_applicable("账号已公告停更")
    page = case.dossier.page(FEED)
    if page is None:
        return _unseen(case, Reason.NEVER_SEEN)
    seen = sight_of(page, case.rules.sight.feed, case.as_of, empty_counts=True)
    months = _months(case, page, seen, numbers)
    answer = (
        _present(case, page, seen, months[-1], numbers) if case.period is None else _period(case, page, seen, months)
    )
    if page.good and page.good.partly_undated and answer.outcome is not Outcome.MET:
        # Every platform dates its posts: one without a date may stand on any day, so that no day is known to be silent.
        answer = _unseen(case, Reason.NO_DATES)
    tomorrow = midnight(day_in_china(case.as_of) + timedelta(days=1))
    old_at = too_old_from(seen.until, case.rules.sight.feed.max_age) if seen.until else None
    return changing(replace(answer, evidence=evidence_of(page.good)), tomorrow, old_at, after=case.as_of)


def _months_asked(case: Case) -> list[date]:
    if case.period is None:
        return [day_in_china(case.as_of).replace(day=1)]
    return [first for first in months_in(case.period.first, case.period.last) if first <= day_in_china(case.as_of)]


def _months(case: Case, page: Page, seen: Seen, numbers: Numbers) -> list[Month]:
    """The months asked, in order; for the present, the month before too, whose last days may count with this one."""
    asked = _months_asked(case)
    if case.period is None and numbers.across_months:
        asked = [months_after(asked[0], -1), *asked]
    pace, today = numbers.pace(case.subject.platform), case.first_open_day
    months: list[Month] = []
    for first in asked:
        before = months[-1] if months and numbers.across_months else None
        month = month_of(first, page.days, seen, pace=pace, today=today, is_workday=case.is_workday, before=before)
        months.append(month)
    return months


def _present(case: Case, page: Page, seen: Seen, month: Month, numbers: Numbers) -> Judgement:
    item = _item(month, month.outcome)
    text = f"{item.name}{month.words()}"
    if month.outcome is Outcome.NOT_MET:
        return not_met(text, items=(item,))
    if not is_fresh(seen, case.rules.sight.feed, case.as_of):
        otherwise = Reason.SIGHT_TOO_OLD if seen.until else Reason.NEVER_SEEN
        return undetermined(why_blind(page, seen.until, case.as_of, otherwise))
    if month.outcome is Outcome.UNDETERMINED:
        reason = why_blind(page, seen.until, case.as_of, Reason.WINDOW_NOT_COVERED)
        return undetermined(reason, f"无法判定：{reason.words}；{text}", items=(item,))
    return met(text, near=_near(case, month, numbers), items=(item,))


def _near(case: Case, month: Month, numbers: Numbers) -> Near | None:
    if month.crosses_at is None:
        return None
    left = max(month.crosses_at - case.as_of, timedelta())
    share = max(0.0, 1 - left / max(month.pace.window.about, timedelta(days=1)))
    return Near(
        share=round(share, 3),
        crosses_at=month.crosses_at,
        text=f"本月已{month.words()}，须在 {day_in_china(month.crosses_at - timedelta(seconds=1))} 当日或之前再次更新",
        warn=left <= numbers.warn_before.about,
    )


def _period(case: Case, page: Page, seen: Seen, months: list[Month]) -> Judgement:
    if not months:
        return undetermined(Reason.MONTH_UNFINISHED, "无法判定：检查时段内没有完整的自然月")
    items = tuple(_item(month, _final(month)) for month in months)
    bad = [item for item in items if item.outcome is Outcome.NOT_MET]
    if bad:
        return not_met("；".join(f"{item.name}不合格：{item.text}" for item in bad), items=items)
    unknown = [month for month in months if _final(month) is Outcome.UNDETERMINED]
    if unknown:
        finished = all(month.over for month in unknown)
        otherwise = Reason.WINDOW_NOT_COVERED if finished else Reason.MONTH_UNFINISHED
        reason = why_blind(page, seen.until, case.as_of, otherwise)
        names = "、".join(item.name for item in items if item.outcome is Outcome.UNDETERMINED)
        return undetermined(reason, f"无法判定：{names}{reason.words}", items=items)
    return met("；".join(f"{item.name}{item.text}" for item in items), items=items)


def _final(month: Month) -> Outcome:
    """A month that is not over cannot be kept yet, only broken."""
    return Outcome.UNDETERMINED if month.outcome is Outcome.MET and not month.over else month.outcome


def _unseen(case: Case, reason: Reason) -> Judgement:
    months = _months_asked(case) if case.period else []
    items = tuple(
        Item(id=f"{m:%Y-%m}", name=_name(m), kind="month", outcome=Outcome.UNDETERMINED, text=reason.words)
        for m in months
    )
    return undetermined(reason, items=items)


def _item(month: Month, outcome: Outcome) -> Item:
    return Item(id=month.label, name=_name(month.first), kind="month", outcome=outcome, text=month.words())


def _name(first: date) -> str:
    return f"{first.year}年{first.month}月"


INDICATOR = Indicator(
    id=ID,
    title="更新频次不达标",
    clause="地方规则：政务新媒体更新频次（按月判定）",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="账号发布列表中各条信息的发布日期，按自然月计算有更新的天数；工作日按国务院办公厅放假调休安排",
    remedy="请按要求的频次发布信息，并提前安排节假日前后的更新",
    judge=judge,
)
