"""Lists on a page: links with the date each stands beside, grouped as the reader sees them.

Driven by the dates: from each date up to the smallest element that also holds a link. That element is the record; what
contains the record is the list. Dates that share one element with several links are paired in the order they stand.
"""

import itertools
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from services.crawler.dates import narrow
from services.crawler.dating.address_dates import address_date
from services.crawler.dating.dated import Dated, dates_in
from services.crawler.dating.surroundings import text_before
from services.crawler.dating.wording import Wording, wording
from services.crawler.parsing.anchors import LINES, LINKS_PER_RECORD, Anchors, in_chrome
from services.crawler.parsing.outline import Outline
from services.crawler.parsing.page import Page

MAX_RECORDS = 2_000
_HOMES = frozenset({"", "/"})
_CLIMB = 7
_DISPLAY_REST = 24
_LONGEST_RECORD = 800
_LINK = frozenset({"a"})


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a list: where it stands, its words, its address, its date as written and as a moment."""

    element: int
    anchor: int
    title: str
    url: str
    published_at: datetime | None = None
    inferred_year: bool = False
    """The page shows no year: the newest possible was taken, so the line may be older but never younger."""


@dataclass(slots=True)
class Listing:
    """The records of one list, in the order of the page."""

    container: int
    records: list[Record] = field(default_factory=list)

    @property
    def dated(self) -> list[Record]:
        """Those that show a date."""
        return [record for record in self.records if record.published_at is not None]

    @property
    def weight(self) -> int:
        """How much text the titles are: what tells a list of articles from a menu."""
        return sum(len(record.title) for record in self.records)


class Records:
    """Finds the lines of the lists of one page. `only` limits the dates to those below certain elements."""

    def __init__(self, page: Page, observed_at: datetime | None, only: frozenset[int] | None = None) -> None:
        self.page = page
        self.outline: Outline = page.outline
        self.anchors = Anchors(page.outline)
        self.observed_at = observed_at
        self._published: set[Dated] = set()
        self._dates = [
            dated for dated in dates_in(page.outline) if self._is_display(dated) and self._wanted(dated, only)
        ]

    def dated(self) -> list[Record]:
        """Every line that shows a date, in the order of the page."""
        by_element: dict[int, list[Dated]] = {}
        for dated in self._dates:
            element = self._record_element(dated)
            if element is not None and self._line_like(element) and len(by_element) < MAX_RECORDS:
                by_element.setdefault(element, []).append(dated)
        records: list[Record] = []
        for element, dates in by_element.items():
            records += self._records(element, dates)
        return sorted(_unique(records), key=lambda record: (record.element, record.anchor))

    def undated(self, inside: int = 0) -> list[Listing]:
        """The lists of links without dates that look like articles, heaviest first."""
        groups: dict[int, Listing] = {}
        within = self.anchors.within(inside)[:MAX_RECORDS]
        for index in within:
            if in_chrome(self.outline, self.outline.anchors[index].element):
                continue
            element = self.anchors.alone(self.outline.anchors[index].element)
            container = max(self.outline.elements[element].parent, 0)
            groups.setdefault(container, Listing(container)).records.append(self._record(element, index, None))
        found = [group for group in groups.values() if _looks_like_articles(group)]
        return sorted(found, key=lambda group: -group.weight)

    def line(self, element: int) -> Record | None:
        """The record one element is: its title link and the first date in it; None if it holds no link."""
        anchors = self.anchors.within(element)
        if not anchors:
            return None
        found = self.outline.elements[element]
        dates = [dated for dated in self._dates if found.texts <= dated.text < found.texts_end]
        return self._record(element, self.anchors.title_of(element, anchors), self._choose(dates))

    def _wanted(self, dated: Dated, only: frozenset[int] | None) -> bool:
        if only is None:
            return True
        return any(element in only for element in self.outline.ancestors(self.outline.texts[dated.text].element))

    def _is_display(self, dated: Dated) -> bool:
        """A date shown as such: not one in a sentence, not the day of something else."""
        texts = self.outline.texts
        value = narrow(texts[dated.text].value)
        before = "" if dated.whole else value[: dated.written.start]
        after = "" if dated.whole else value[dated.written.end :]
        if not dated.whole and self.outline.nearest(texts[dated.text].element, _LINK) is not None:
            return _at_edge(before, after)
        says = wording(text_before(self.outline, dated, before), after)
        if says is Wording.OTHER:
            return False
        if says is Wording.PUBLISHED:
            self._published.add(dated)
        if len(value) > _LONGEST_RECORD:
            return False
        rest = re.sub(r"[\W_]", "", before + after)
        return len(rest) <= _DISPLAY_REST or says in {Wording.PUBLISHED, Wording.BARE}

    def _record_element(self, dated: Dated) -> int | None:
        element = self.outline.texts[dated.text].element
        for _ in range(_CLIMB):
            if self.anchors.count(element) or self.outline.elements[element].parent < 0:
                break
            element = self.outline.elements[element].parent
        return element if self.anchors.count(element) else None

    def _line_like(self, element: int) -> bool:
        """Not a whole article, not the whole page: those hold a date and some link too."""
        found = self.outline.elements[element]
        if element == 0 and self.anchors.count(0) > LINKS_PER_RECORD:
            return True
        if found.tag in LINES or self.anchors.count(element) > LINKS_PER_RECORD:
            return True
        texts = self.outline.texts[found.texts : min(found.texts_end, found.texts + 200)]
        return element > 0 and sum(len(text.value) for text in texts) <= _LONGEST_RECORD

    def _records(self, element: int, dates: list[Dated]) -> list[Record]:
        anchors = self.anchors.within(element)
        addresses = {self.outline.anchors[index].href for index in anchors}
        if len(anchors) == 1 or len(addresses) == 1:
            return [self._record(element, self.anchors.title_of(element, anchors), self._choose(dates))]
        if len(dates) == 1 and len(anchors) <= LINKS_PER_RECORD and not self._flat(element, anchors):
            return [self._record(element, self.anchors.title_of(element, anchors), dates[0])]
        return self._paired(anchors, dates)

    def _choose(self, dates: list[Dated]) -> Dated | None:
        """Of several dates in one line the one that calls itself 发布日期, else the first with a year."""
        published = [dated for dated in dates if dated in self._published]
        with_year = [dated for dated in dates if dated.written.year is not None]
        return next(iter(published or with_year or dates), None)

    def _flat(self, element: int, anchors: list[int]) -> bool:
        """Several titles side by side: a list without an element for each line."""
        lengths = sorted((len(self.anchors.words[index]) for index in anchors), reverse=True)
        return self.outline.elements[element].tag not in LINES and lengths[1] >= 10

    def _paired(self, anchors: list[int], dates: list[Dated]) -> list[Record]:
        """Links and dates standing in one row: each date to the link it touches."""
        elements = self.outline.elements
        marks = [(elements[self.outline.anchors[index].element].texts, 0, index) for index in anchors]
        marks += [(dated.text, 1, place) for place, dated in enumerate(dates)]
        marks.sort()
        date_first = marks[0][1] == 1 and marks[-1][1] == 0
        pairs: dict[int, Dated] = {}
        for (_, kind, first), (_, next_kind, second) in itertools.pairwise(marks):
            if kind == next_kind:
                continue
            anchor, place = (second, first) if kind == 1 else (first, second)
            if (kind == 1) == date_first and self._touch(anchor, dates[place]):
                pairs.setdefault(anchor, dates[place])
        return [self._record(self.outline.anchors[anchor].element, anchor, dated) for anchor, dated in pairs.items()]

    def _touch(self, anchor: int, dated: Dated) -> bool:
        """Side by side, as brothers or cousins: a link and a date that only follow each other are no line."""
        elements = self.outline.elements
        found = elements[self.outline.anchors[anchor].element]
        date_element = self.outline.texts[dated.text].element
        link_family = {found.parent, elements[found.parent].parent}
        date_family = {date_element, elements[date_element].parent}
        if found.parent != date_element and not link_family & date_family:
            return False
        return 0 <= dated.text - found.texts_end <= 2 or 0 <= found.texts - dated.last_text - 1 <= 2

    def _record(self, element: int, anchor: int, dated: Dated | None) -> Record:
        url = self.page.base.absolute(self.outline.anchors[anchor].href) or ""
        moment, inferred = (None, False) if dated is None else self._moment(dated, url)
        return Record(element, anchor, self.anchors.words[anchor], url, moment, inferred)

    def _moment(self, dated: Dated, url: str) -> tuple[datetime | None, bool]:
        """The moment a line shows. A missing year comes from the address, else from the moment of looking."""
        written = dated.written
        if written.year is not None:
            return written.at, False
        address = address_date(url)
        guess = dated.moment(self.observed_at)
        if address is None:
            return guess, guess is not None
        if abs(address.at.month * 31 + address.at.day - written.month * 31 - written.day) <= 7:
            return _in_year(dated, address.at.year), False
        return (guess, True) if guess and guess.year == address.at.year else (None, False)


def _at_edge(before: str, after: str) -> bool:
    """A date in the text of a link counts only before or behind the title, set off by a blank or brackets."""
    if before and after.strip(" )]）】"):
        return False
    return bool(re.search(r"[\s\[(（【]$", before)) if before else bool(re.match(r"[\s\])）】]", after))


def _in_year(dated: Dated, year: int) -> datetime | None:
    try:
        return replace(dated.written, year=year).at
    except ValueError:
        return None


def _unique(records: list[Record]) -> list[Record]:
    """Each link once: with its date, if it has one."""
    seen: dict[int, Record] = {}
    for record in records:
        known = seen.get(record.anchor)
        if known is None or (known.published_at is None and record.published_at is not None):
            seen[record.anchor] = record
    return list(seen.values())


def _looks_like_articles(listing: Listing) -> bool:
    titles = [record.title for record in listing.records]
    homes = sum(1 for record in listing.records if record.url and urlsplit(record.url).path in _HOMES)
    if homes * 2 > len(titles):  # names of other websites
        return False
    return len(titles) >= 2 and sum(map(len, titles)) / len(titles) >= 9 and len(set(titles)) > len(titles) // 2
