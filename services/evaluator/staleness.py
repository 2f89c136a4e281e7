"""Whether one page or feed was updated inside a window: yes, provably not, or we cannot say."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.evaluator.facts import slots
from services.evaluator.facts.look import Look
from services.evaluator.facts.page import FUTURE_SLACK, Page
from services.evaluator.phrases import day_words
from services.evaluator.reason import Reason
from services.evaluator.sections import PageSight
from services.evaluator.sight import Seen, is_fresh, sight_of, too_old_from, why_blind
from services.evaluator.window import IsWorkday, Window, day_in_china, midnight


class State(StrEnum):
    """What can be said of the updates of one page."""

    FRESH = "fresh"
    STALE = "stale"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a page, apart from the page."""

    as_of: datetime
    window: Window
    sight: PageSight
    is_workday: IsWorkday
    edge_inclusive: bool = True
    """An update exactly as old as the window still counts."""
    undated_is_stale: bool = True
    wholly_undated_is_stale: bool = False
    empty_counts: bool = False
    """An empty list proves that nothing was ever published."""
    looks: int = 1
    """In how many slots of the window the page must have been seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staleness:
    """The answer, with what it rests on."""

    state: State
    reason: Reason | None = None
    """Why it is unknown."""
    newest_on: date | None = None
    """The day of the newest update known."""
    judged_at: datetime
    """The moment the answer is true of: the present, or the last look."""
    crosses_at: datetime | None = None
    """When the page is, or was, stale if nothing more comes."""
    changes_at: datetime | None = None
    """When time alone can change the answer."""
    proven: bool = False
    """The silence since the newest update was watched, so that a warning may be given."""
    seen_until: datetime | None = None
    """The last sight, whatever was judged."""
    look: Look | None = None
    """The latest good look."""

    @property
    def silent_days(self) -> int | None:
        """Days from the newest update to the moment judged."""
        return (day_in_china(self.judged_at) - self.newest_on).days if self.newest_on else None

    def words(self) -> str:
        """The answer in Chinese, without a full stop."""
        if self.state is State.UNKNOWN:
            return (self.reason or Reason.BLIND).words
        if self.newest_on is None:
            return "未见任何有发布日期的更新"
        if not self.silent_days or self.silent_days < 1:
            return f"最近更新 {day_words(self.newest_on)}"
        return f"已 {self.silent_days} 天未更新，最近更新 {day_words(self.newest_on)}"


def staleness_of(page: Page | None, ask: Question) -> Staleness:
    """Fresh on a dated update inside the window, stale on proof of sight without one, otherwise unknown."""
    if page is None:
        return Staleness(state=State.UNKNOWN, reason=Reason.NEVER_SEEN, judged_at=ask.as_of)
    undated_counts = ask.undated_is_stale and ask.wholly_undated_is_stale
    seen = sight_of(page, ask.sight, ask.as_of, empty_counts=ask.empty_counts, undated_counts=undated_counts)
    newest = newest_on(page, ask.as_of)
    crosses_at = _crosses_at(newest, ask)
    is_fresh_now = crosses_at is not None and ask.as_of < crosses_at
    good = page.good
    base = Staleness(
        state=State.FRESH if is_fresh_now else State.UNKNOWN,
        newest_on=newest,
        judged_at=ask.as_of,
        crosses_at=crosses_at,
        changes_at=crosses_at if is_fresh_now else None,
        proven=is_fresh_now and newest is not None and seen.covers(newest),
        seen_until=seen.until,
        look=good if good and good.at <= ask.as_of else None,
    )
    return base if is_fresh_now else _judged_at_last_sight(page, seen, ask, base)


def newest_on(page: Page, as_of: datetime) -> date | None:
    """The day of the newest update known for that moment; dates in the future never count."""
    counted = page.days.newest(day_in_china(as_of + FUTURE_SLACK))
    good = page.good
    shown = good.newest_at if good and good.at <= as_of else None
    return max(filter(None, (counted, day_in_china(shown) if shown else None)), default=None)


def _judged_at_last_sight(page: Page, seen: Seen, ask: Question, base: Staleness) -> Staleness:
    reason = _why_unknown(page, seen, ask, base)
    if reason or seen.until is None:
        return replace(base, reason=reason or Reason.NEVER_SEEN)
    judged = replace(base, judged_at=seen.until, changes_at=too_old_from(seen.until, ask.sight.max_age))
    if base.crosses_at and seen.until < base.crosses_at:
        # Its window ran out after our last look: nobody has seen that nothing came since.
        return replace(judged, state=State.FRESH, proven=_watched(base, seen))
    since = ask.window.start(day_in_china(seen.until), ask.is_workday)
    enough = ask.looks == 1 or _looks_since(page, since, seen.until) >= ask.looks
    if not seen.covers(since) or not enough:
        return replace(judged, reason=why_blind(page, seen.until, ask.as_of, Reason.WINDOW_NOT_COVERED))
    return replace(judged, state=State.STALE, proven=True)


def _looks_since(page: Page, since: date, until: datetime) -> int:
    """In how many slots of a stretch some look read the list."""
    slots_asked = slots.stretch(slots.first_slot(since), slots.slot_of(until) + 1)
    return ((page.filled | page.empty | page.undated) & slots_asked).bit_count()


def _watched(base: Staleness, seen: Seen) -> bool:
    return base.newest_on is not None and seen.covers(base.newest_on)


def _why_unknown(page: Page, seen: Seen, ask: Question, base: Staleness) -> Reason | None:
    if base.look and not base.look.shown and page.had_content(ask.as_of) and not base.look.complete_since:
        return Reason.LIST_VANISHED
    if _dates_fail(base, ask):
        return why_blind(page, base.look.at if base.look else None, ask.as_of, Reason.NO_DATES)
    if seen.until is None:
        # A page that answers but lists nothing at all, where lists must be, was most likely not understood.
        return why_blind(page, seen.until, ask.as_of, Reason.UNREADABLE if base.look else Reason.NEVER_SEEN)
    if not is_fresh(seen, ask.sight, ask.as_of):
        return why_blind(page, seen.until, ask.as_of, Reason.SIGHT_TOO_OLD)
    return None


def _dates_fail(base: Staleness, ask: Question) -> bool:
    """Whether the dates on the list leave open what is new on it."""
    if base.look is None:
        return False
    if base.look.wholly_undated:
        return not (ask.undated_is_stale and ask.wholly_undated_is_stale)
    return base.look.partly_undated and not ask.undated_is_stale


def _crosses_at(newest: date | None, ask: Question) -> datetime | None:
    if newest is None:
        return None
    out = ask.window.first_day_out(newest, ask.is_workday)
    if not ask.edge_inclusive:
        out = max(newest, date.fromordinal(out.toordinal() - 1))
    return midnight(out)
