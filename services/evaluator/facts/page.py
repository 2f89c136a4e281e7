"""What is known about one page or feed: when it was seen, and on which days it published."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from services.evaluator.facts import slots
from services.evaluator.facts.day_counts import DayCounts
from services.evaluator.facts.look import Look, later
from shared.clock import local

FUTURE_SLACK = timedelta(days=1)
"""A date further ahead of the look than this cannot be true (发布日期超前): it proves nothing."""


@dataclass(frozen=True, slots=True)
class Page:
    """The facts on one page. Every part joins in any order, and is dropped by its own time alone."""

    good: Look | None = None
    """The latest look that read the list."""
    bad: Look | None = None
    """The latest look that could not."""
    days: DayCounts = field(default_factory=DayCounts)
    """How much was published on each day."""
    filled: int = field(default=0, repr=False)
    """The slots in which a look found a list with something in it."""
    empty: int = field(default=0, repr=False)
    """The slots in which a look found an empty list."""
    undated: int = field(default=0, repr=False)
    """The slots in which a look found a list without a single date: it shows nothing about days."""
    covered: int = field(default=0, repr=False)
    """The slots of which some look showed everything that was published."""

    def join_good(self, look: Look, published: Iterable[datetime]) -> "Page":
        """With one more look that read the list, and the true dates on it."""
        slot = 1 << slots.slot_of(look.at)
        since = None if look.wholly_undated else look.complete_since
        return replace(
            self,
            good=later(self.good, look),
            days=self.days.join(Counter(local(moment).date() for moment in published)),
            filled=self.filled | (slot if look.dated else 0),
            empty=self.empty | (0 if look.shown else slot),
            undated=self.undated | (slot if look.wholly_undated else 0),
            covered=self.covered | (slots.whole_slots(since, look.at) if since else 0),
        )

    def join_bad(self, look: Look) -> "Page":
        """With one more look that saw nothing."""
        return replace(self, bad=later(self.bad, look))

    def since(self, floor: date) -> "Page":
        """Without what is older than `floor`."""
        first = slots.first_slot(floor)
        start = slots.start_of(first)
        return Page(
            good=self.good if self.good and self.good.at >= start else None,
            bad=self.bad if self.bad and self.bad.at >= start else None,
            days=self.days.since(floor),
            filled=slots.since(self.filled, first),
            empty=slots.since(self.empty, first),
            undated=slots.since(self.undated, first),
            covered=slots.since(self.covered, first),
        )

    @property
    def last_look(self) -> Look | None:
        """The latest look, good or bad."""
        return later(self.good, self.bad)

    def had_content(self, as_of: datetime) -> bool:
        """Whether anything was ever seen on it up to that moment."""
        shown = slots.before(self.filled | self.undated, slots.slot_of(as_of) + 1)
        return bool(shown) or self.days.newest(local(as_of).date()) is not None

    def document(self) -> list[Any]:
        """Plain values for the database."""
        return [
            self.good and self.good.document(),
            self.bad and self.bad.document(),
            [self.days.first, self.days.counts],
            *(slots.pack(part) for part in (self.filled, self.empty, self.undated, self.covered)),
        ]

    @classmethod
    def read(cls, document: list[Any]) -> "Page":
        """The page that `document` wrote."""
        good, bad, (first, counts), filled, empty, undated, covered = document
        return cls(
            good=Look.read(good) if good else None,
            bad=Look.read(bad) if bad else None,
            days=DayCounts(first, bytes(counts)),
            filled=slots.unpack(filled),
            empty=slots.unpack(empty),
            undated=slots.unpack(undated),
            covered=slots.unpack(covered),
        )
