"""What does a column list, and since when is the list complete?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from selectolax.lexbor import SelectolaxError

from services.crawler.dating.witness import Certainty
from services.crawler.lists.completeness import complete_since
from services.crawler.lists.emptiness import Emptiness, emptiness_of
from services.crawler.lists.listings import Lists
from services.crawler.lists.main_list import is_aside, list_by_script, never_main
from services.crawler.lists.paging import NO_PAGING, Paging, paging_of
from services.crawler.lists.records import Listing, Record
from services.crawler.parsing.anchors import in_chrome
from services.crawler.parsing.page import Page

_CDATA = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.IGNORECASE | re.DOTALL)
_DATASTORE = re.compile(r"<datastore\b", re.IGNORECASE)
_TOTAL_ZERO = re.compile(r"<totalrecord>\s*0\s*</totalrecord>", re.IGNORECASE)
MAIN_SHARE = 0.6
"""A list with this share of a page's entries is the column; without one it is a landing page of several."""


_FEW, _MANY = 3, 5


class Status(StrEnum):
    """How the reading of a list ended."""

    READ = "read"
    BLANK = "blank"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Column:
    """The list of a column. `complete_since` is claimed only for a consistently dated list, newest first."""

    status: Status
    records: tuple[Record, ...] = ()
    complete_since: datetime | None = None
    certainty: Certainty = Certainty.LOW
    paging: Paging = NO_PAGING
    redirect: str | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


def read_column(
    page: Page,
    *,
    observed_at: datetime | None = None,
    list_selector: str | None = None,
    date_selector: str | None = None,
) -> Column:
    """The entries of a column page; a blank column only if the page itself says or shows that it is empty."""
    paging = paging_of(page)
    if list_selector:
        return replace(_selected(page, list_selector, date_selector, observed_at), paging=paging)
    hanweb = _DATASTORE.search(page.html)
    if hanweb:
        column = _from_cdata(page, observed_at)
        if column:
            return replace(column, paging=paging)
    lists = Lists(page, observed_at)
    dated = [listing for listing in lists.dated() if not never_main(page, listing)]
    undated = [listing for listing in lists.undated() if not never_main(page, listing)]
    if (dated or undated) and list_by_script(page, dated or undated, paging):
        return Column(Status.UNREADABLE, reason="needs_browser", paging=paging)
    if dated:
        return replace(_instead_of(page, dated, undated, paging) or _from_dated(page, dated, paging), paging=paging)
    if page.moved:
        return Column(Status.UNREADABLE, redirect=page.moved, reason="redirect")
    if undated:
        return replace(_undated(undated[0]), paging=paging)
    return replace(_without_entries(page, paging), paging=paging)


def _undated(listing: Listing) -> Column:
    return Column(Status.READ, tuple(listing.records), None, Certainty.LOW, notes=("列表没有显示日期",))


def _instead_of(page: Page, dated: list[Listing], undated: list[Listing], paging: Paging) -> Column | None:
    """What a page shows whose dated lines only stand beside its column: a list without dates, or a blank one.

    None where the dated lines are the column. Where that cannot be told, they promise nothing.
    """
    main = [listing for listing in dated if not is_aside(page, listing)]
    if max((len(listing.records) for listing in main), default=0) >= _FEW:
        return None
    heaviest = max(listing.weight for listing in dated)
    for listing in undated:
        if len(listing.records) >= _MANY and listing.weight > heaviest and not is_aside(page, listing):
            return _undated(listing)
    kind = emptiness_of(page)
    if not main and paging.whole and (kind is not Emptiness.UNKNOWN or paging.total == 0):
        return _without_entries(page, paging)
    if not main or kind in {Emptiness.SAID, Emptiness.MARKUP}:
        return replace(_from_dated(page, dated, paging), complete_since=None, certainty=Certainty.LOW)
    return None


def _since(groups: Sequence[Sequence[Record]]) -> datetime | None:
    return complete_since([[record.published_at for record in records] for records in groups])


def _from_dated(page: Page, dated: list[Listing], paging: Paging) -> Column:
    listings = [listing for listing in dated if not _aside(page, listing)] or dated
    total = sum(len(listing.records) for listing in listings)
    largest = max(listings, key=lambda listing: (len(listing.records), listing.weight))
    single = len(largest.records) >= MAIN_SHARE * total or (not paging.whole and len(largest.records) >= 5)
    chosen = [largest] if single else listings
    records = tuple(record for listing in chosen for record in listing.records)
    since = _since([listing.records for listing in chosen])
    notes = () if single else (f"页面上有{len(chosen)}个列表，全部读取",)
    sure = Certainty.HIGH if single and since and len(records) >= 3 else Certainty.MEDIUM
    return Column(Status.READ, records, since, sure, notes=notes)


def _aside(page: Page, listing: Listing) -> bool:
    """A list beside the column, by its heading or by where it stands."""
    return is_aside(page, listing) or in_chrome(page.outline, listing.container)


def _from_cdata(page: Page, observed_at: datetime | None) -> Column | None:
    """Lists hanweb (jpage) keeps as XML inside a script, or answers as XML."""
    rows = _CDATA.findall(page.html)
    if not rows:
        return Column(Status.BLANK, certainty=Certainty.HIGH) if _TOTAL_ZERO.search(page.html) else None
    part = Page(("<ul>" + "".join(rows) + "</ul>").encode(), page.base.url)
    lists = Lists(part, observed_at)
    groups = lists.dated() or lists.undated()[:1]
    records = tuple(record for group in groups for record in group.records)
    if not records:
        return Column(Status.UNREADABLE, reason="list_not_recognised")
    since = _since([records])
    return Column(Status.READ, records, since, Certainty.HIGH if since else Certainty.MEDIUM)


def _selected(page: Page, list_selector: str, date_selector: str | None, observed_at: datetime | None) -> Column:
    """What the registry's selectors choose. A selector that finds nothing is a blind eye, not an empty list."""
    try:
        nodes = page.tree.css(list_selector)
        dates = {node.mem_id for node in page.tree.css(date_selector)} if date_selector else set()
    except (ValueError, SelectolaxError) as error:
        return Column(Status.UNREADABLE, reason="bad_selector", notes=(f"选择器写错：{error}",))
    if not nodes:
        return Column(Status.UNREADABLE, reason="selector_lost", notes=(f"选择器没有匹配：{list_selector}",))
    places = {element.node.mem_id: index for index, element in enumerate(page.outline.elements)}
    chosen = [places[node.mem_id] for node in nodes if node.mem_id in places]
    lists = Lists(page, observed_at, frozenset(places[mark] for mark in dates if mark in places) or None)
    records = lists.chosen(chosen)
    if not records:
        kind = emptiness_of(page)
        if kind is Emptiness.SCRIPT:
            return Column(Status.UNREADABLE, reason="needs_browser")
        return Column(Status.BLANK, certainty=Certainty.MEDIUM)
    since = _since([records])
    return Column(Status.READ, tuple(records), since, Certainty.HIGH if since else Certainty.MEDIUM)


def _without_entries(page: Page, paging: Paging) -> Column:
    kind = emptiness_of(page)
    if kind is Emptiness.SCRIPT:
        return Column(Status.UNREADABLE, reason="needs_browser")
    if kind is Emptiness.SAID or paging.total == 0:
        return Column(Status.BLANK, certainty=Certainty.HIGH)
    if kind is Emptiness.MARKUP:
        return Column(Status.BLANK, certainty=Certainty.MEDIUM)
    return Column(Status.UNREADABLE, reason="list_not_recognised")
