"""From an answer to facts: the one door to the readers, for the crawler's workers and for `xunjian read`."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.crawler.article_facts import facts_of_article
from services.crawler.collector import Collector, Look, Reading, as_data, blind
from services.crawler.collectors.article import read_article
from services.crawler.collectors.board import read_board
from services.crawler.collectors.columns import Status, read_column
from services.crawler.collectors.export import is_export, read_export
from services.crawler.collectors.guide import read_guide
from services.crawler.collectors.homepage import read_homepage
from services.crawler.collectors.identity import read_marks
from services.crawler.collectors.links import Linked, read_links
from services.crawler.collectors.posts import read_posts
from services.crawler.dating.witness import Certainty
from services.crawler.fetching.blocked import reason_of
from services.crawler.home_functions import home_functions
from services.crawler.leaving import leaving
from services.crawler.letters import is_answered, read_message
from services.crawler.lists.emptiness import Emptiness, emptiness_of
from services.crawler.lists.records import Record
from services.crawler.parsing.page import Page
from services.crawler.service_entry import service_entry
from services.crawler.site_search import search_form
from services.crawler.standstill import is_stalled
from services.crawler.suspicions import Alert, link_alerts, page_alerts
from shared.contracts.observations import Entry
from shared.contracts.target import LookOutcome, Purpose

_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]|\"https://jsonfeed\.org/version", re.IGNORECASE)
_REACHED = frozenset({Purpose.LINK, Purpose.PROBE})
"""Visits that only ask whether the page is there."""
_NOT_HTML = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!")


def read(
    body: bytes,
    *,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    status: int | None = 200,
    purpose: Purpose | None = None,
    observed_at: datetime | None = None,
    list_selector: str | None = None,
    date_selector: str | None = None,
) -> Reading:
    """The facts of one answer. Never raises: what cannot be read is blind, with the reason.

    Without a purpose it is guessed. Without `observed_at` no year is inferred and no date is called future.
    """
    header = {name.lower(): value for name, value in (headers or {}).items()}
    content_type = header.get("content-type", "")
    purpose = purpose or guess_purpose(body, url, content_type)
    if purpose is Purpose.FEED:
        return _feed(body, status, header, url=url, observed_at=observed_at)
    reason = reason_of(status, header, body)
    if reason:
        return Reading(outcome=reason.outcome, reason=reason.value)
    if body.startswith(_NOT_HTML):
        return Reading() if purpose in _REACHED else blind("not_html")
    page = Page(body, url, content_type)
    look = Look(page, observed_at, list_selector, date_selector)
    found = COLLECTORS[purpose](look)
    if purpose in _REACHED:
        return replace(found, links=read_links(page))
    notes = (*found.notes, *(("页面过长，只读取了前一部分",) if page.truncated or not page.outline.complete else ()))
    links, marks = read_links(page), read_marks(page)
    if purpose is Purpose.HOME:
        marks |= home_functions(page) | {"leaving": leaving(page), "service": service_entry(page)}
        if form := search_form(page):
            marks["searchable"] = form
        if alerts := _alerts(page, links):
            marks["alerts"] = alerts
    return replace(found, marks=marks, links=links, notes=notes)


def _alerts(page: Page, links: tuple[Linked, ...]) -> list[Alert]:
    """Signs in the words of the page itself that it is not its owner's any more."""
    said = [page.title, *page.metas.get("description", ()), *page.metas.get("keywords", ())]
    return page_alerts(page.url, said) + link_alerts((link.url, link.text) for link in links if not link.internal)


def read_data(body: bytes, *, url: str = "", purpose: Purpose | None = None, **how: Any) -> dict[str, Any]:
    """What `xunjian read --json` prints for one page; takes what `read` takes."""
    headers = {name.lower(): value for name, value in (how.get("headers") or {}).items()}
    chosen = purpose or guess_purpose(body, url, headers.get("content-type", ""))
    reading = read(body, url=url, purpose=chosen, **how)
    return as_data(reading, purpose=chosen, url=url, observed_at=how.get("observed_at"), status=how.get("status"))


def guess_purpose(body: bytes, url: str = "", content_type: str = "") -> Purpose:
    """What kind of page it is, when nobody says: a feed, an article, a list of dated entries, else an article."""
    if _FEED.search(body[:3000]):
        return Purpose.FEED
    page = Page(body[:400_000], url, content_type)
    if page.meta("articletitle", "pubdate"):
        return Purpose.ARTICLE
    board = read_board(page)
    if board.messages and any(message.status or message.replied_at for message in board.messages):
        return Purpose.BOARD
    if read_guide(page).certainty is Certainty.HIGH:
        return Purpose.GUIDE
    column = read_column(page)
    dated = sum(1 for record in column.records if record.published_at)
    listed = dated >= 3 or (column.records and (page.meta("columnname") or not read_article(page).text))
    return Purpose.COLUMN if listed or column.certainty is Certainty.HIGH else Purpose.ARTICLE


def _feed(
    body: bytes, status: int | None, headers: Mapping[str, str], *, url: str, observed_at: datetime | None
) -> Reading:
    if status is not None and status >= 400:
        reason = reason_of(status, headers, body)
        # whatever a bridge answers, the account itself was not seen
        return blind(f"bridge_{reason.value if reason else status}")
    content_type = headers.get("content-type", "")
    collect = read_export if is_export(body, url, content_type) else read_posts
    found = collect(body, content_type=content_type)
    if found.reason:
        return blind(found.reason)
    newest = max((post.published_at for post in found.posts if post.published_at), default=None)
    if observed_at and is_stalled(body, observed_at, newest):
        return blind("bridge_stalled")
    sure = Certainty.HIGH if found.complete_since else Certainty.MEDIUM
    return Reading(certainty=sure, posts=found.posts, complete_since=found.complete_since, profile=found.profile)


def _home(look: Look) -> Reading:
    found = read_homepage(look.page, observed_at=look.observed_at)
    if found.redirect:
        return replace(blind("redirect"), redirect=found.redirect)
    if found.reason == "needs_browser":
        return blind("needs_browser", "页面内容由脚本生成，需要浏览器才能看到")
    notes = ("首页没有带日期的条目",) if found.reason == "no_dates" else ()
    return Reading(
        certainty=found.certainty,
        entries=_entries(found.records),
        complete_since=found.complete_since,
        navigation_only=found.navigation_only,
        notes=notes,
    )


def _column(look: Look) -> Reading:
    found = read_column(
        look.page, observed_at=look.observed_at, list_selector=look.list_selector, date_selector=look.date_selector
    )
    if found.status is Status.UNREADABLE:
        return replace(blind(found.reason, *found.notes), redirect=found.redirect, paging=found.paging)
    return Reading(
        certainty=found.certainty,
        entries=_entries(found.records),
        complete_since=found.complete_since,
        paging=found.paging,
        notes=found.notes,
    )


def _board(look: Look) -> Reading:
    found = read_board(look.page, observed_at=look.observed_at)
    if not found.messages:
        single = read_message(look.page, message_id=look.page.url)
        if single:
            return Reading(certainty=Certainty.MEDIUM, messages=(single,))
    if found.reason:
        return replace(blind(found.reason), paging=found.paging)
    return Reading(
        certainty=found.certainty,
        messages=found.messages,
        details=found.details,
        complete_since=found.complete_since,
        paging=found.paging,
    )


def _guide(look: Look) -> Reading:
    found = read_guide(look.page)
    if found.guide is None:
        kind = emptiness_of(look.page)
        return blind("needs_browser" if kind is Emptiness.SCRIPT else found.reason)
    return Reading(certainty=found.certainty, guide=found.guide)


def _article(look: Look) -> Reading:
    found = read_article(look.page, observed_at=look.observed_at)
    said = found.publication
    bare = not found.text and not said.at and len(look.page.visible) < 200
    if bare and emptiness_of(look.page) is Emptiness.SCRIPT:
        return blind("needs_browser", "页面内容由脚本生成，需要浏览器才能看到")
    notes = (said.why_none,) if said.why_none else ()
    return Reading(certainty=said.certainty, article=facts_of_article(found), notes=notes)


def _reached(_: Look) -> Reading:
    return Reading(certainty=Certainty.HIGH)


def _entries(records: tuple[Record, ...]) -> tuple[Entry, ...]:
    return tuple(Entry(title=record.title, url=record.url, published_at=record.published_at) for record in records)


COLLECTORS: dict[Purpose, Collector] = {
    Purpose.HOME: _home,
    Purpose.COLUMN: _column,
    Purpose.BOARD: _board,
    Purpose.GUIDE: _guide,
    Purpose.ARTICLE: _article,
    Purpose.LINK: _reached,
    Purpose.PROBE: _reached,
}
"""One for each purpose of a visit to a page."""

__all__ = ["COLLECTORS", "LookOutcome", "guess_purpose", "is_answered", "read", "read_data", "read_message"]
