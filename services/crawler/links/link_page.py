"""What a round of link checking takes from one page: its addresses, its tags, whether it looks like an article."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from services.crawler.parsing.addresses import Base, host_of, is_rooted
from services.crawler.parsing.page import MAX_LINKS, Page
from services.crawler.parsing.words import holds

_LEADS = {"a": "href", "area": "href", "img": "src", "link": "href", "script": "src", "iframe": "src", "frame": "src"}
_WAYS = frozenset({"a", "area", "iframe", "frame"})
_NO_PAGES = ("dns-prefetch", "preconnect", "pingback", "edituri", "wlwmanifest", "canonical", "search")
"""What `<link rel>` names that nobody loads."""
_DATED_METAS = ("articletitle", "pubdate", "publishdate", "article:published_time")
_DATED_WORDS = ("发布", "来源", "时间", "日期")
_MOST_TRIES = 100
_DAY = re.compile(r"20\d(?:\d\s?[-/.年]|\d{5})")
_TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate")
_NAMES = frozenset((*_DATED_METAS, *(name.lower() for name in _TAGS)))


@dataclass(frozen=True, slots=True)
class LinkPage:
    """One page: where it leads, and what it is made of, each address once and in order."""

    ways: tuple[str, ...] = ()
    """Links a reader can follow."""
    parts: tuple[str, ...] = ()
    """Pictures, scripts and style sheets."""
    title: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    """Of the tags of 47号 those that tell whose page it is and what kind."""
    refresh: str | None = None
    dated: bool = False
    """It says of itself when it was published, or looks so: worth reading as an article."""


def read_link_page(page: Page) -> LinkPage:
    """The addresses of a parsed page and what it says of itself. Cheap: one look for elements, none at the text."""
    found = _Found()
    found.look(page.leading)
    base = page.base if found.based else Base(page.url)
    metas = page.metas if found.named else {}
    return LinkPage(
        ways=_once(found.ways, base),
        parts=_once(found.parts, base),
        title=page.title,
        tags={name: values[0] for name in _TAGS if (values := metas.get(name.lower()))} if metas else {},
        refresh=page.refresh if found.refreshed else None,
        dated=any(name in metas for name in _DATED_METAS) or _may_be_dated(page.html),
    )


class _Found:
    """What stands in the elements of a page that lead somewhere, as it is spelt there."""

    __slots__ = ("based", "named", "parts", "refreshed", "ways")

    def __init__(self) -> None:
        self.ways: dict[str, None] = {}
        self.parts: dict[str, None] = {}
        self.based = self.refreshed = self.named = False

    def look(self, leading: Iterable[tuple[str, dict[str, str | None], Any]]) -> None:
        """The elements in order. Done for every link of every page: what can be left out here is."""
        ways, parts, leads = self.ways, self.parts, _LEADS
        left = MAX_LINKS
        for tag, attributes, _ in leading:
            source = leads.get(tag)
            if source is None:
                self._note(tag, attributes)
            elif (spelt := attributes.get(source)) is not None:
                if tag in _WAYS:
                    ways[spelt] = None
                elif tag != "link" or not _names_no_page(attributes):
                    parts[spelt] = None
                left -= 1
                if not left:
                    break

    def _note(self, tag: str, attributes: dict[str, str | None]) -> None:
        """A base or a meta tag: whether the page has any that says something is all that matters here."""
        if tag == "base":
            self.based = self.based or bool(attributes.get("href"))
        if tag != "meta":
            return
        if (attributes.get("http-equiv") or "").strip().lower() == "refresh":
            self.refreshed = True
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        if name.strip().lower() in _NAMES:
            self.named = True


def _may_be_dated(html: str) -> bool:
    """Whether a day is written anywhere, and one of the words that stand beside the day of publication."""
    return _has_day(html) and any(holds(html, word) for word in _DATED_WORDS)


def _has_day(html: str) -> bool:
    """A single character is found many times faster than a pattern, where it is not too frequent."""
    at = -1
    for _ in range(_MOST_TRIES):
        at = html.find("2", at + 1)
        if at < 0:
            return False
        if html.startswith("20", at) and _DAY.match(html, at):
            return True
    return _DAY.search(html, at) is not None


def _names_no_page(attributes: dict[str, str | None]) -> bool:
    rel = (attributes.get("rel") or "").lower()
    return any(word in rel for word in _NO_PAGES)


def _once(found: dict[str, None], base: Base) -> tuple[str, ...]:
    origin, absolute = base.origin, base.absolute
    if not origin:
        return tuple(dict.fromkeys(url for spelt in found if (url := absolute(spelt))))
    return tuple(
        dict.fromkeys([url for spelt in found if (url := origin + spelt if is_rooted(spelt) else absolute(spelt))])
    )


def same_site(url: str, base: Base) -> bool:
    """Whether an address lies on the website of the base; with or without www., on any port."""
    if base.origin and url.startswith(base.origin) and url[len(base.origin) : len(base.origin) + 1] in {"/", "", "?"}:
        return True
    return bool(base.origin) and _bare(host_of(url)) == _bare(host_of(base.url))


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def is_column(read: LinkPage) -> str | None:
    """The name of the column a page says it is, by the tags of 47号; None for articles and unnamed pages."""
    name = read.tags.get("ColumnName")
    return name if name and "ArticleTitle" not in read.tags else None
