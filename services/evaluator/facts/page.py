"""What is known about one page or feed: when it was seen, and on which days it published."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from services.evaluator.facts import slots
from services.evaluator.facts.day_counts import DayCounts
from services.evaluator.facts.fact import fact
from services.evaluator.facts.look import Look, later
from services.evaluator.facts.looks import Looks, Shown, lines_in, named_in
from services.evaluator.facts.minutes import days_of, minute_of
from services.evaluator.facts.said import Said, latest
from services.evaluator.facts.sightings import FOLLOWED, KEPT_FOR, Sightings, lines_of
from services.evaluator.window import day_in_china

_HISTORY = timedelta(days=400)
"""How far the floor of a page lies back, by which the nearer floor of its sightings is told."""

FUTURE_SLACK = timedelta(days=1)
"""A date further ahead of the look than this cannot be true (发布日期超前): it proves nothing."""

_NOTHING: tuple[Any, ...] = (b"", None, None, (0, b"", b""))
"""What stands for the further parts a document does not have."""


@fact(frozen=True, slots=True)
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
    said: Said | None = None
    """What the page says of itself, by the latest look that read it."""
    ahead: Look | None = None
    """The latest look that showed lines dated in its future (发布日期超前); its newest line is the furthest of them."""
    sightings: Sightings = field(default_factory=Sightings, repr=False)
    """When the newest lines were first and last seen."""
    originals: DayCounts = field(default_factory=DayCounts)
    """How many posts of the account's own (原创) carry each day as their date."""
    marked: int = field(default=0, repr=False)
    """The slots in which a look said of posts whether they are the account's own."""
    listed: int = field(default=0, compare=False, repr=False)
    """The list of the latest good look as one number of this process, by which it is known again; 0: not known."""
    written: list[list[Any]] = field(default_factory=list, init=False, compare=False, repr=False)
    """Its document, once it was asked for: most pages of a website are others than the one that was looked at."""

    def join_looks(self, looks: Looks) -> "Page":
        """With more looks that read the list."""
        latest, known = looks.latest, self.good
        good = later(known, latest)
        listed = looks.listed if good is latest else self.listed
        if known and latest and minute_of(known.at) == minute_of(latest.at):
            # Sightings do not tell them apart.
            listed = 0
        return Page(
            good=good,
            bad=self.bad,
            days=self.days.join(looks.days),
            filled=self.filled | looks.filled,
            empty=self.empty | looks.empty,
            undated=self.undated | looks.undated,
            covered=self.covered | looks.covered,
            said=self.said,
            ahead=self.ahead,
            sightings=looks.seen(self.sightings),
            originals=self.originals,
            marked=self.marked,
            listed=listed,
        )

    def join_again(self, look: Look, listed: int) -> "Page | None":
        """With one more look that showed what the latest good one showed.

        The same page as joining it with everything it showed; None where there is more to it than that.
        """
        good = self.good
        if good is None or listed != self.listed or look.order <= good.order or look.url != good.url:
            return None
        if not good.dated or good.partly_undated:
            return None
        since, known = look.complete_since, good.complete_since
        if (since is None) is not (known is None) or (since and known and since < known):
            return None
        sightings = self.sightings.again(good.at, look.at)
        if sightings is None:
            return None
        slot, before = slots.slot_of(look.at), slots.slot_of(good.at)
        filled, covered = self.filled, self.covered
        if slot != before:
            filled |= 1 << slot
            if since:
                # What lies before the look before was covered by that one already.
                covered |= slots.whole_slots(max(since, slots.start_of(before)), look.at)
        return Page(
            good=look.showing(good),
            bad=self.bad,
            days=self.days,
            filled=filled,
            empty=self.empty,
            undated=self.undated,
            covered=covered,
            said=self.said,
            ahead=self.ahead,
            sightings=sightings,
            originals=self.originals,
            marked=self.marked,
            listed=listed,
        )

    def join_latest(self, shown: Shown, floor: date) -> "Page | None":
        """With one more look, a minute or more after all others, at a list that dates each line.

        The same page as joining it and dropping what is older than `floor`, of which nothing is left here; None where
        there is more to it than that.
        """
        base, good, minute = shown.base, self.good, minute_of(shown.base.at)
        _, start, _, _ = _floors(floor)
        lines = lines_in(named_in(shown.dated))
        minutes = [dated for dated, _ in lines]
        if good is None or not minutes or minute <= minute_of(good.at) or min(minutes) < minute_of(start):
            return None
        covered = self.covered
        if since := base.complete_since:
            covered |= slots.whole_slots(max(since, start), base.at)
        return Page(
            good=shown.look(),
            bad=self.bad,
            days=self.days.join(Counter(days_of(minutes))),
            filled=self.filled | 1 << slots.slot_of(base.at),
            empty=self.empty,
            undated=self.undated,
            covered=covered,
            said=self.said,
            ahead=self.ahead,
            sightings=self.sightings.shown(lines_of(lines, since=max(0, minute - FOLLOWED)), minute),
            originals=self.originals,
            marked=self.marked,
            listed=shown.number,
        )

    def join_said(self, said: Said) -> "Page":
        """With one more thing the page says of itself."""
        return replace(self, said=latest(self.said, said))

    def join_ahead(self, look: Look) -> "Page":
        """With one more look that showed lines dated in its future."""
        return replace(self, ahead=later(self.ahead, look))

    def join_originals(self, published: Iterable[datetime], at: datetime) -> "Page":
        """With the account's own posts among those of one more look."""
        own = Counter(day_in_china(moment).toordinal() for moment in published)
        return replace(self, originals=self.originals.join(own), marked=self.marked | 1 << slots.slot_of(at))

    def join_bad(self, look: Look) -> "Page":
        """With one more look that saw nothing."""
        return replace(self, bad=later(self.bad, look))

    def grew_by_its_list(self, before: "Page") -> bool:
        """Whether nothing came beside what its list showed."""
        return self.bad is before.bad and self.said is before.said and self.originals is before.originals

    def since(self, floor: date) -> "Page":
        """Without what is older than `floor`; itself, where nothing is."""
        first, start, below, followed = _floors(floor)
        if self._is_young(floor, start, below, followed):
            return self
        return Page(
            good=self.good if self.good and self.good.at >= start else None,
            bad=self.bad if self.bad and self.bad.at >= start else None,
            days=self.days.since(floor),
            filled=slots.since(self.filled, first),
            empty=slots.since(self.empty, first),
            undated=slots.since(self.undated, first),
            covered=slots.since(self.covered, first),
            said=self.said if self.said and self.said.at >= start else None,
            ahead=self.ahead if self.ahead and self.ahead.at >= start else None,
            sightings=self.sightings.since(followed),
            originals=self.originals.since(floor),
            marked=slots.since(self.marked, first),
            listed=self.listed,
        )

    def _is_young(self, floor: date, start: datetime, below: int, followed: datetime) -> bool:
        """Whether nothing is older than `floor`: most looks add nothing that is, and cost no copy then."""
        if (self.filled | self.empty | self.undated | self.covered | self.marked) & below:
            return False
        if any(one.at < start for one in (self.good, self.bad, self.said, self.ahead) if one):
            return False
        if self.days.since(floor) is not self.days or self.originals.since(floor) is not self.originals:
            return False
        return self.sightings.since(followed) is self.sightings

    @property
    def last_look(self) -> Look | None:
        """The latest look, good or bad."""
        return later(self.good, self.bad)

    @property
    def was_read(self) -> bool:
        """Whether its list was ever read."""
        return self.good is not None

    @property
    def lacks(self) -> bool:
        """Whether the latest look at its list may not show a line that it should; if not, none is missing."""
        good = self.good
        return good is None or good.complete_since is None or self.sightings.lack(good.complete_since, good.at)

    def brings_late(self, before: "Page") -> bool:
        """Whether its looks may show a line that came late, by which no earlier state of it was judged.

        One that is not later than all before it shows, too, that the list was read after a line's date, before it came.
        """
        known = before.good
        if known is None or (self.filled & ~before.filled) & slots.stretch(0, slots.slot_of(known.at)):
            return True
        return self.sightings.brings_late(before.sightings)

    def heard(self, is_fresh: Callable[[datetime], bool]) -> Said | None:
        """What it says of itself, if that was read at a moment that still counts."""
        return self.said if self.said and is_fresh(self.said.at) else None

    def had_content(self, as_of: datetime) -> bool:
        """Whether anything was ever seen on it up to that moment."""
        shown = slots.before(self.filled | self.undated, slots.slot_of(as_of) + 1)
        return bool(shown) or self.days.newest(day_in_china(as_of)) is not None

    def document(self, before: "Page | None" = None) -> list[Any]:
        """Plain values for the database, made once; what is as it was `before` is taken from there."""
        if not self.written:
            self.written.append(self._plain(before if before and before.written else None))
        return self.written[0]

    def _plain(self, before: "Page | None") -> list[Any]:
        return [
            self.good and self.good.document(),
            self.bad and self.bad.document(),
            [self.days.first, self.days.counts],
            *self._packed(before),
            *self._further(),
        ]

    def _packed(self, before: "Page | None") -> list[bytes]:
        parts = self.filled, self.empty, self.undated, self.covered
        if before is None:
            return [slots.pack(part) for part in parts]
        known = zip((before.filled, before.empty, before.undated, before.covered), before.written[0][3:7], strict=True)
        return [packed if part is was else slots.pack(part) for part, (was, packed) in zip(parts, known, strict=True)]

    def _further(self) -> list[Any]:
        """The parts that most pages do not have, left out where there are none."""
        plain = DayCounts()
        if self.said or self.ahead or self.originals != plain or self.marked:
            own = [self.originals.first, self.originals.counts, slots.pack(self.marked)]
            seen = self.sightings.document()
            return [seen, self.said and self.said.document(), self.ahead and self.ahead.document(), own]
        return [self.sightings.document()] if self.sightings.lines else []

    @classmethod
    def read(cls, document: list[Any]) -> "Page":
        """The page that `document` wrote; one written before some facts were kept has none of them yet."""
        good, bad, (first, counts), filled, empty, undated, covered, *further = document
        seen, said, ahead, own = (*further, *_NOTHING[len(further) :])
        return cls(
            good=Look.read(good) if good else None,
            bad=Look.read(bad) if bad else None,
            days=DayCounts(first, bytes(counts)),
            filled=slots.unpack(filled),
            empty=slots.unpack(empty),
            undated=slots.unpack(undated),
            covered=slots.unpack(covered),
            sightings=Sightings.read(bytes(seen)),
            said=Said.read(said) if said else None,
            ahead=Look.read(ahead) if ahead else None,
            originals=DayCounts(own[0], bytes(own[1])),
            marked=slots.unpack(own[2]),
        )


@lru_cache(maxsize=1_000)
def _floors(floor: date) -> tuple[int, datetime, int, datetime]:
    """The first slot of a day, when it begins, the slots before it, and since when lines are followed then."""
    first = slots.first_slot(floor)
    followed = slots.start_of(slots.first_slot(floor + _HISTORY)) - KEPT_FOR
    return first, slots.start_of(first), slots.stretch(0, first), followed
