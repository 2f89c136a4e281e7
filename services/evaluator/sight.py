"""Proof of sight: what was seen of a page, without holes, up to which moment."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.evaluator.facts import slots
from services.evaluator.facts.look import Look
from services.evaluator.facts.page import Page
from services.evaluator.reason import Reason, blind_reason
from services.evaluator.sections import PageSight
from services.evaluator.window import Window

_NEXT = timedelta(milliseconds=1)
"""Moments are kept to the millisecond."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is proven to have been seen of one page up to a moment."""

    until: datetime | None
    """The last moment it was seen; None: never."""
    whole: int = field(repr=False)
    """The slots seen wholly, and the part of the last one that lies before `until`."""
    days: int = field(repr=False)
    """The slots seen wholly, to their very end."""

    def covers(self, since: date) -> bool:
        """Whether everything from the beginning of a day up to `until` was seen."""
        if self.until is None:
            return False
        wanted = slots.stretch(slots.first_slot(since), slots.slot_of(self.until) + 1)
        return wanted & self.whole == wanted

    def covers_days(self, first: date, last: date) -> bool:
        """Whether whole days, both included, were seen to the end of the last one."""
        wanted = slots.stretch(slots.first_slot(first), slots.first_slot(last + timedelta(days=1)))
        return wanted & self.days == wanted


def sight_of(
    page: Page, needs: PageSight, as_of: datetime, *, empty_counts: bool = False, undated_counts: bool = False
) -> Seen:
    """What was seen up to a moment, by looks that reach back and by chains of looks close enough to each other.

    A look that found an empty list counts in a chain only where `empty_counts` and nothing was ever on it: a list that
    was there and is gone is more likely our misreading than its owner's doing. A list without any date shows nothing
    about days, unless the regime says that undated means not updated (`undated_counts`).
    """
    looks = page.filled | (page.undated if undated_counts else 0)
    if empty_counts and not page.had_content(as_of):
        looks |= page.empty
    chained = slots.bridged(looks, max(1, needs.max_gap.about // slots.SLOT))
    # The last slot of a chain was seen only up to its look, so it is not whole.
    days = page.covered | (chained & chained >> 1)
    good = page.good if page.good and page.good.at <= as_of else None
    if good is None:
        return _in_hindsight(days, as_of)
    now = slots.slot_of(good.at)
    tip = 1 << now if (looks >> now) & 1 or _reaches_back(good, now) else 0
    days = slots.before(days, now)
    return Seen(good.at if tip else None, days | tip | _shown_by(good), days)


def why_blind(page: Page, seen_until: datetime | None, as_of: datetime, otherwise: Reason) -> Reason:
    """The concrete reason of a later look that saw nothing; `otherwise` when there was none."""
    bad = page.bad
    if bad is None or bad.at > as_of or (seen_until and bad.at <= seen_until):
        return otherwise
    return Reason.TARGET_FAILED if bad.failed else blind_reason(bad.reason or "")


def is_fresh(seen: Seen, needs: PageSight, as_of: datetime) -> bool:
    """Whether the last sight still says something about the moment judged; up to and including the limit."""
    return seen.until is not None and as_of - seen.until <= needs.max_age.about


def too_old_from(seen_until: datetime, max_age: Window) -> datetime:
    """The first moment at which a sight says nothing about the present any more."""
    return seen_until + max_age.about + _NEXT


def _in_hindsight(days: int, as_of: datetime) -> Seen:
    """Sight as of a moment that lies before the latest look: what later looks prove of the time before it."""
    now = slots.slot_of(as_of)
    known = slots.before(days, now + 1)
    last = slots.last_slot(known)
    if last is None:
        return Seen(None, 0, 0)
    return Seen(min(as_of, slots.start_of(last + 1)), known, known)


def _reaches_back(look: Look, slot: int) -> bool:
    since = None if look.wholly_undated else look.complete_since
    return since is not None and since <= slots.start_of(slot)


def _shown_by(look: Look) -> int:
    """The slots one look shows by itself, its own included, up to its moment."""
    if look.complete_since is None or look.wholly_undated:
        return 0
    return slots.whole_slots(look.complete_since, slots.start_of(slots.slot_of(look.at) + 1))
