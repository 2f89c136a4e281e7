"""What a round of link checking takes from one page: its addresses, its tags, whether it looks like an article."""

import re
from dataclasses import dataclass, field

from services.crawler.addresses import Base, host_of
from services.crawler.page import MAX_LINKS, Page

_SELECTED = "a[href],area[href],img[src],link[href],script[src],iframe[src],frame[src]"
_WAYS = frozenset({"a", "area", "iframe", "frame"})
_NO_PAGES = ("dns-prefetch", "preconnect", "pingback", "edituri", "wlwmanifest", "canonical", "search")
"""What `<link rel>` names that nobody loads."""
_DATED_METAS = ("articletitle", "pubdate", "publishdate", "article:published_time")
_DATED_WORDS = ("发布", "来源", "时间", "日期")
_DAY = re.compile(r"20\d\d\s?[-/.年]|20\d{6}")
_TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate")


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
    """The addresses of a parsed page and what it says of itself. Cheap: nothing here walks the text."""
    ways, parts = _addresses(page)
    metas = page.metas
    return LinkPage(
        ways=ways,
        parts=parts,
        title=page.title,
        tags={name: values[0] for name in _TAGS if (values := metas.get(name.lower()))} if metas else {},
        refresh=page.refresh if "efresh" in page.html or "EFRESH" in page.html else None,
        dated=any(name in metas for name in _DATED_METAS) or _may_be_dated(page.html),
    )


def _may_be_dated(html: str) -> bool:
    """Whether a day is written anywhere, and one of the words that stand beside the day of publication."""
    return _DAY.search(html) is not None and any(word in html for word in _DATED_WORDS)


def _addresses(page: Page) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ways: dict[str, str | None] = {}
    parts: dict[str, str | None] = {}
    absolute = page.base.absolute
    for node in page.tree.css(_SELECTED)[:MAX_LINKS]:
        tag, attributes = node.tag, node.attributes
        if tag in _WAYS:
            spelt = attributes.get("href") or attributes.get("src")
            if spelt and spelt not in ways:
                ways[spelt] = absolute(spelt)
        elif tag != "link" or not _names_no_page(attributes):
            spelt = attributes.get("src") or attributes.get("href")
            if spelt and spelt not in parts:
                parts[spelt] = absolute(spelt)
    return _once(ways), _once(parts)


def _names_no_page(attributes: dict[str, str | None]) -> bool:
    rel = (attributes.get("rel") or "").lower()
    return any(word in rel for word in _NO_PAGES)


def _once(found: dict[str, str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in found.values() if url))


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
