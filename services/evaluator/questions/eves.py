"""An update on the last day before every public holiday."""

from collections.abc import Iterator
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
from services.evaluator.window import IsWorkday, WindowText, day_in_china, midnight
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item, Near

_DAY = timedelta(days=1)
_FRIDAY = 4


class EveNumbers(Section):
    """How many updates on such a day, how far back the present looks for one, and when to warn."""

    posts: Count = 1
    lookback: WindowText
    warn_before: WindowText


def is_eve(day: date, is_workday: IsWorkday) -> bool:
    """Whether it is the last day before a public holiday; an ordinary weekend is none.

    Raises:
        UnknownYear: nobody knows that year's holidays.
    """
    if not is_workday(day) or is_workday(day + _DAY):
        return False
    free = day + _DAY
    while not is_workday(free):
        if free.weekday() <= _FRIDAY:
            return True
        free += _DAY
    return False


def judge_eves(case: Case, numbers: EveNumbers, *, key: str, needs: PageSight) -> Judgement:
    """Broken by every such day that is over, was seen, and had too few updates."""
    if case.subject.suspended and case.rules.accounts.suspended == "exempt":
        return not_applicable("账号已公告停更")
    today = day_in_china(case.as_of)
    tomorrow = midnight(today + _DAY)
    page = case.dossier.page(key)
    if page is None:
        return undetermined(Reason.NEVER_SEEN)
    seen = sight_of(page, needs, case.as_of, empty_counts=True)
    eves = list(_eves(case, numbers, today))
    bad = [day for day in eves if _outcome(page, seen, day, numbers) is Outcome.NOT_MET]
    unseen = [day for day in eves if _outcome(page, seen, day, numbers) is Outcome.UNDETERMINED]
    items = tuple(_item(day) for day in bad)
    if bad:
        answer = not_met(
            f"节假日前一日未更新：{'、'.join(map(day_words, bad))}", items=items, evidence=evidence_of(page.good)
        )
    elif unseen:
        answer = undetermined(why_blind(page, seen.until, case.as_of, Reason.WINDOW_NOT_COVERED))
    else:
        text = f"{len(eves)} 个节假日前一日均已更新" if eves else "没有节假日前一日"
        answer = met(text, near=_near(case, page, today, numbers), evidence=evidence_of(page.good))
    return changing(answer, tomorrow, after=case.as_of)


def _eves(case: Case, numbers: EveNumbers, today: date) -> Iterator[date]:
    first = case.period.first if case.period else numbers.lookback.start(today, case.is_workday)
    last = min(case.period.last, case.first_open_day - _DAY) if case.period else today - _DAY
    day = first
    while day <= last:
        if is_eve(day, case.is_workday):
            yield day
        day += _DAY


def _outcome(page: Page, seen: Seen, day: date, numbers: EveNumbers) -> Outcome:
    if page.days.on(day) >= numbers.posts:
        return Outcome.MET
    dated = not (page.good and page.good.partly_undated)
    return Outcome.NOT_MET if dated and seen.covers_days(day, day) else Outcome.UNDETERMINED


def _item(day: date) -> Item:
    return Item(id=f"eve/{day}", name=day_words(day), kind="window", outcome=Outcome.NOT_MET, text="节假日前一日未更新")


def _near(case: Case, page: Page, today: date, numbers: EveNumbers) -> Near | None:
    """Today is such a day, and nothing came yet."""
    if case.period is not None or not is_eve(today, case.is_workday) or page.days.on(today) >= numbers.posts:
        return None
    end = midnight(today + _DAY)
    left = end - case.as_of
    share = round(max(0.0, 1 - left / _DAY), 3)
    return Near(share=share, crosses_at=end, text="明日起放假，今日尚未更新", warn=left <= numbers.warn_before.about)
