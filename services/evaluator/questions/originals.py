"""So many posts of the account's own (原创) in every calendar month."""

from datetime import date, timedelta

from services.evaluator.dossier import FEED
from services.evaluator.facts import slots
from services.evaluator.facts.page import Page
from services.evaluator.frequency import months_in
from services.evaluator.indicator import Case, Judgement, changing, evidence_of, met, no_fact, not_met, undetermined
from services.evaluator.reason import Reason
from services.evaluator.sections import Count, Section
from services.evaluator.sight import Seen, sight_of, why_blind
from services.evaluator.window import WindowText, day_in_china, midnight, months_after
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item, Near


class OriginalNumbers(Section):
    """How many a month, and when to warn."""

    posts: Count
    warn_before: WindowText


def judge_originals(case: Case, numbers: OriginalNumbers) -> Judgement:
    """Every whole month of the period, or the last one; open where the platform does not say what is original."""
    page = case.dossier.page(FEED)
    if page is None:
        return undetermined(Reason.NEVER_SEEN)
    if not slots.before(page.marked, slots.slot_of(case.as_of) + 1):
        return no_fact("无法判定：数据源未标注原创")
    seen = sight_of(page, case.rules.sight.feed, case.as_of, empty_counts=True)
    today = day_in_china(case.as_of)
    months = {first: _outcome(page, seen, first, numbers) for first in _months(case, today)}
    bad = [first for first, outcome in months.items() if outcome is Outcome.NOT_MET]
    items = tuple(_item(page, first, outcome) for first, outcome in months.items())
    next_month = midnight(months_after(today.replace(day=1), 1))
    if bad:
        names = "、".join(f"{first.year}年{first.month}月" for first in bad)
        answer = not_met(f"{names}原创信息少于 {numbers.posts} 条", items=items, evidence=evidence_of(page.good))
    elif not months or Outcome.UNDETERMINED in months.values():
        answer = undetermined(why_blind(page, seen.until, case.as_of, Reason.WINDOW_NOT_COVERED), items=items)
    else:
        near = _near(case, page, today, numbers)
        answer = met("原创信息达到要求", near=near, items=items, evidence=evidence_of(page.good))
    return changing(answer, next_month, after=case.as_of)


def _months(case: Case, today: date) -> list[date]:
    if case.period is None:
        return [months_after(today.replace(day=1), -1)]
    return [one for one in months_in(case.period.first, case.period.last) if _last(one) < case.first_open_day]


def _last(first: date) -> date:
    return months_after(first, 1) - timedelta(days=1)


def _outcome(page: Page, seen: Seen, first: date, numbers: OriginalNumbers) -> Outcome:
    if page.originals.total(first, _last(first)) >= numbers.posts:
        return Outcome.MET
    marked = page.marked & slots.stretch(slots.first_slot(first), slots.first_slot(months_after(first, 1)))
    return Outcome.NOT_MET if marked and seen.covers_days(first, _last(first)) else Outcome.UNDETERMINED


def _item(page: Page, first: date, outcome: Outcome) -> Item:
    words = f"原创 {page.originals.total(first, _last(first))} 条"
    name = f"{first.year}年{first.month}月"
    return Item(id=f"original/{first:%Y-%m}", name=name, kind="window", outcome=outcome, text=words)


def _near(case: Case, page: Page, today: date, numbers: OriginalNumbers) -> Near | None:
    first = today.replace(day=1)
    posts = page.originals.total(first, today)
    if case.period is not None or posts >= numbers.posts:
        return None
    end = midnight(months_after(first, 1))
    left = end - case.as_of
    share = round(max(0.0, 1 - left / (end - midnight(first))), 3)
    text = f"本月原创 {posts} 条（要求 {numbers.posts} 条）"
    return Near(share=share, crosses_at=end, text=text, warn=left <= numbers.warn_before.about)
