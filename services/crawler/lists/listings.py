"""The lists of a page put together from their lines."""

import re
from datetime import datetime

from services.crawler.lists.records import MAX_RECORDS, Listing, Record, Records
from services.crawler.parsing.anchors import LINES, in_chrome
from services.crawler.parsing.outline import Outline
from services.crawler.parsing.page import Page

_SOURCE = re.compile(r"(?:来源|作者|单位|机构|部门|编辑)\s*[:：]\s*$")
_WIDEST = 4


class Lists:
    """The lists of one page."""

    def __init__(self, page: Page, observed_at: datetime | None, only: frozenset[int] | None = None) -> None:
        self.outline: Outline = page.outline
        self.records = Records(page, observed_at, only)
        self.anchors = self.records.anchors

    def dated(self) -> list[Listing]:
        """The lists whose lines show dates, undated lines between them included, in the order of the page."""
        records = self.records.dated()
        counts = self._counts(records)
        listings: dict[int, Listing] = {}
        for record in records:
            container = self._container(record.element, counts)
            listings.setdefault(container, Listing(container)).records.append(record)
        return self._merged([self._with_undated(one) for one in listings.values() if self._believable(one)])

    def undated(self) -> list[Listing]:
        """The lists of links without dates that look like articles, heaviest first."""
        return self.records.undated()

    def chosen(self, elements: list[int]) -> list[Record]:
        """The lines of what a selector chose: lines themselves, or the lists around them."""
        found: list[Record] = []
        dated = self.records.dated()
        for element in elements:
            if self._is_line(element, len(elements)):
                line = self.records.line(element)
                found += [line] if line else []
                continue
            inside = [record for record in dated if self.outline.contains(element, record.element)]
            if inside:
                found += self._with_undated(Listing(element, inside)).records
            else:
                found += [record for listing in self.records.undated(element) for record in listing.records]
        return found

    def _is_line(self, element: int, among: int) -> bool:
        count = self.anchors.count(element)
        return count <= 1 or self.outline.elements[element].tag in LINES or (among > 1 and count <= 3)

    def _counts(self, records: list[Record]) -> list[int]:
        """How many lines stand at or below each element, worked out from the inside."""
        counts = [0] * len(self.outline.elements)
        for record in records:
            counts[record.element] += 1
        for index in range(len(counts) - 1, 0, -1):
            counts[self.outline.elements[index].parent] += counts[index]
        return counts

    def _container(self, element: int, counts: list[int]) -> int:
        """The smallest element around a line that holds another; a lonely line's own parent."""
        elements = self.outline.elements
        parent = climbed = max(elements[element].parent, 0)
        for _ in range(_WIDEST):
            if counts[climbed] > 1 or elements[climbed].parent < 0:
                break
            climbed = elements[climbed].parent
        return climbed if counts[climbed] > 1 else parent

    def _believable(self, listing: Listing) -> bool:
        """A list of one needs to look like a line; the date beside a breadcrumb or a source is none."""
        if len(listing.records) > 1:
            return True
        record = listing.records[0]
        element = self.outline.elements[record.element]
        anchor = self.outline.elements[self.outline.anchors[record.anchor].element]
        before = self.outline.texts[anchor.texts - 1].value if anchor.texts else ""
        line = element.tag in LINES or "list" in element.label or "item" in element.label
        return (
            line
            and len(record.title) >= 6
            and not _SOURCE.search(before)
            and not in_chrome(self.outline, record.element)
        )

    def _with_undated(self, listing: Listing) -> Listing:
        """The lines of the same list that show no date."""
        elements = self.outline.elements
        by_child = {self._child_of(listing.container, record.element): record for record in listing.records}
        tags = {elements[child].tag for child in by_child if child is not None}
        if None in by_child or len(tags) != 1 or len(by_child) != len(listing.records):
            return listing
        tag = tags.pop()
        records = []
        for child in self.outline.children(listing.container)[:MAX_RECORDS]:
            if child in by_child:
                records.append(by_child[child])
            elif (
                elements[child].tag == tag and 0 < self.anchors.count(child) <= 3 and not in_chrome(self.outline, child)
            ):
                line = self.records.line(child)
                if line and len(line.title) >= 4:
                    records.append(line)
        return Listing(listing.container, records)

    def _child_of(self, container: int, element: int) -> int | None:
        while element >= 0 and self.outline.elements[element].parent != container:
            element = self.outline.elements[element].parent
        return element if element >= 0 else None

    def _merged(self, listings: list[Listing]) -> list[Listing]:
        """Lists the page breaks into pieces of five lines, together again: same parent, same name, dates going on."""
        merged: list[Listing] = []
        for listing in listings:
            if merged and self._continues(merged[-1], listing):
                merged[-1].records += listing.records
            else:
                merged.append(listing)
        return merged

    def _continues(self, first: Listing, second: Listing) -> bool:
        one, two = self.outline.elements[first.container], self.outline.elements[second.container]
        if (
            one.parent != two.parent
            or one.tag != two.tag
            or one.label != two.label
            or not first.dated
            or not second.dated
        ):
            return False
        last, following = first.dated[-1].published_at, second.dated[0].published_at
        return last is not None and following is not None and following <= last
