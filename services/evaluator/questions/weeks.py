"""So many updates in every calendar week, from Monday to Sunday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.evaluator.facts.page import Page
from services.evaluator.indicator import (
    Case,
    Judgement,
    changing,
    evidence_of,
    met,
    not_applicable,
    not_met,
    undetermined,
)
from services.evaluator.phrases import day_words
from services.evaluator.reason import Reason
from services.evaluator.sections import Count, PageSight, Section
from services.evaluator.sight import Seen, sight_of, why_blind
from services.evaluator.window import WindowText, day_in_china, midnight
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item, Near

_WEEK = timedelta(days=7)


class WeekNumbers(Section):
    """How many updates a week, on how many days, how many bad weeks are tolerated, and when to warn."""

    posts: Count
    days: Count = 1
    tolerated: int = 0
    warn_before: WindowText


@dataclass(frozen=True, slots=True)
class Week:
    """One week."""

    monday: date
    posts: int
    days: int
    outcome: Outcome

    def item(self) -> Item:
        """The week as a thing inside a finding."""
        sunday = self.monday + timedelta(days=6)
        name = f"{day_words(self.monday)} 至 {day_words(sunday)}"
        words = f"更新 {self.posts} 条、{self.days} 天"
        return Item(id=f"week/{self.monday}", name=name, kind="window", outcome=self.outcome, text=words)


def judge_weeks(case: Case, numbers: WeekNumbers, *, key: str, needs: PageSight) -> Judgement:
    """Broken by more bad weeks than are tolerated; open while an unseen week could be one too many."""
    if case.subject.suspended and case.rules.accounts.suspended == "exempt":
        return not_applicable("账号已公告停更")
    page = case.dossier.page(key)
    if page is None:
        return undetermined(Reason.NEVER_SEEN)
    seen = sight_of(page, needs, case.as_of, empty_counts=True)
    weeks = [_week(page, seen, monday, numbers) for monday in _mondays(case)]
    bad = [week for week in weeks if week.outcome is Outcome.NOT_MET]
    unseen = [week for week in weeks if week.outcome is Outcome.UNDETERMINED]
    items = tuple(week.item() for week in (*bad, *unseen))
    evidence = evidence_of(page.good)
    text = f"{len(weeks)} 周中 {len(bad)} 周更新少于 {numbers.posts} 条"
    monday = day_in_china(case.as_of) - timedelta(days=day_in_china(case.as_of).weekday())
    if len(bad) > numbers.tolerated:
        answer = not_met(text, items=items, evidence=evidence)
    elif not weeks or len(bad) + len(unseen) > numbers.tolerated:
        reason = why_blind(page, seen.until, case.as_of, Reason.WINDOW_NOT_COVERED)
        answer = undetermined(reason, items=items, evidence=evidence)
    else:
        answer = met(text, near=_near(case, page, monday, numbers), items=items, evidence=evidence)
    return changing(
        answer, midnight(monday + _WEEK), midnight(day_in_china(case.as_of) + timedelta(days=1)), after=case.as_of
    )


def _mondays(case: Case) -> Iterator[date]:
    """The weeks that lie wholly in the period and are over; of the present the last one that is over."""
    today = case.first_open_day
    current = today - timedelta(days=today.weekday())
    if case.period is None:
        yield current - _WEEK
        return
    first = case.period.first
    monday = first + timedelta(days=-first.weekday() % 7)
    while monday + timedelta(days=6) <= case.period.last and monday < current:
        yield monday
        monday += _WEEK


def _week(page: Page, seen: Seen, monday: date, numbers: WeekNumbers) -> Week:
    sunday = monday + timedelta(days=6)
    posts = page.days.total(monday, sunday)
    days = sum(1 for _ in page.days.days(monday, sunday))
    if posts >= numbers.posts and days >= numbers.days:
        return Week(monday, posts, days, Outcome.MET)
    # Posts without a date may stand on any day, so that no week is known to have too few.
    dated = not (page.good and page.good.partly_undated)
    covered = dated and seen.covers_days(monday, sunday)
    return Week(monday, posts, days, Outcome.NOT_MET if covered else Outcome.UNDETERMINED)


def _near(case: Case, page: Page, monday: date, numbers: WeekNumbers) -> Near | None:
    """How much of this week is gone while its updates are still missing."""
    if case.period is not None:
        return None
    posts = page.days.total(monday, day_in_china(case.as_of))
    if posts >= numbers.posts:
        return None
    end = midnight(monday + _WEEK)
    left = end - case.as_of
    return Near(
        share=round(max(0.0, 1 - left / _WEEK), 3),
        crosses_at=end,
        text=f"本周已更新 {posts} 条（要求 {numbers.posts} 条）",
        warn=left <= numbers.warn_before.about,
    )
