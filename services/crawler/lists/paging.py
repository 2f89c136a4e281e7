"""Where a list goes on: the address of its next page, as a link or as the script that writes one would make it."""

import re
from dataclasses import dataclass

from services.crawler.parsing.page import Page

_NEXT = re.compile(r"^[\s<>«»\[【]*(?:下一?页|后一?页|后页|next(?:\s*page)?|[>›»]{1,2})[\s<>«»\]】]*$", re.IGNORECASE)
_TRS = re.compile(r"createPage(?:HTML|Html)?\w*\s*\(\s*(?P<arguments>[^()]{3,200})\)", re.IGNORECASE)
_COUNT_VARIABLE = re.compile(r"\bvar\s+(?:countPage|pageCount|totalPages?|nPageCount)\s*=\s*[\"']?(\d+)", re.IGNORECASE)
_CURRENT_VARIABLE = re.compile(r"\bvar\s+(?:currentPage|nCurrIndex|curPage|pageIndex)\s*=\s*[\"']?(\d+)", re.IGNORECASE)
_HANWEB = re.compile(r"<nextgroup>\s*<!\[CDATA\[.*?href=[\"']([^\"']+)[\"']", re.IGNORECASE | re.DOTALL)
_TOTAL = re.compile(r"(?:共有?|总共|合计|总计|总数[:：]?|共计)\s*([\d,]{1,9})\s*(?:条|篇|项|个?记录|件|封)")
_PAGES = re.compile(r"(?:共|/)\s*(\d{1,5})\s*页|(?<![\d/.-])(\d{1,4})\s*/\s*(\d{1,4})(?![\s]*[/\d.-])")
_TOTAL_SCRIPT = re.compile(
    r"\b(?:countnum|recordCount|totalRecords?|totalCount|m_nRecordCount|total_?rows?)\s*[=:]\s*[\"']?(\d{1,9})|"
    r"<totalrecord>(\d+)</totalrecord>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Paging:
    """The next page (None on the last, or when it cannot be told), and the numbers of pages and entries if stated."""

    next_url: str | None = None
    pages: int | None = None
    total: int | None = None

    @property
    def whole(self) -> bool:
        """Whether the page shows no sign of a further page."""
        return self.next_url is None and (self.pages or 1) <= 1


NO_PAGING = Paging()
"""A page that says nothing of further pages."""


def paging_of(page: Page) -> Paging:
    """What the page says of its further pages."""
    scripted = _scripted(page)
    pages = scripted.pages or _stated_pages(page)
    return Paging(_linked(page) or scripted.next_url, pages, _total(page))


def _linked(page: Page) -> str | None:
    for anchor in reversed(page.outline.anchors):
        element = page.outline.elements[anchor.element]
        text = page.outline.text_of(anchor.element) or anchor.title
        named = _NEXT.match(text) if len(text) <= 12 else None
        if (named or "next" in element.label.split()) and (url := page.base.absolute(anchor.href)) and url != page.url:
            return url
    node = page.tree.css_first("link[rel=next]")
    return page.base.absolute(node.attributes.get("href") or "") if node is not None else None


def _scripted(page: Page) -> Paging:
    for script in page.scripts:
        for found in _TRS.finditer(script):
            paging = _trs(page, [part.strip(" \t\r\n'\"") for part in found["arguments"].split(",")])
            if paging:
                return paging
        counted, current = _COUNT_VARIABLE.search(script), _CURRENT_VARIABLE.search(script)
        if counted and current:
            return _numbered(page, int(counted[1]), int(current[1]), "index", "html")
    group = _HANWEB.search(page.html)
    return Paging(next_url=page.base.absolute(group[1].replace("&amp;", "&"))) if group else Paging()


def _trs(page: Page, arguments: list[str]) -> Paging | None:
    """`(55, 0, "index", "shtml")` counts from 0; `("pager", 30, 1, "list", "html", 600)` counts from 1."""
    from_one = 0
    if arguments and not arguments[0].isdigit():
        arguments, from_one = arguments[1:], 1
    if len(arguments) < 4 or not (arguments[0].isdigit() and arguments[1].isdigit()):
        return None
    if not re.fullmatch(r"[\w/-]{1,60}", arguments[2]) or not re.fullmatch(r"\.?\w{2,6}", arguments[3]):
        return None
    return _numbered(page, int(arguments[0]), int(arguments[1]) - from_one, arguments[2], arguments[3].lstrip("."))


def _numbered(page: Page, count: int, current: int, name: str, extension: str) -> Paging:
    more = 0 <= current < count - 1
    return Paging(page.base.absolute(f"{name}_{current + 1}.{extension}") if more else None, count)


def _stated_pages(page: Page) -> int | None:
    tail = page.visible[-3000:] if len(page.visible) > 3000 else page.visible
    for found in _PAGES.finditer(tail):
        count = int(found[1] or found[3])
        if found[1] or 1 <= int(found[2]) <= count <= 5000:
            return count
    return None


def _total(page: Page) -> int | None:
    found = _TOTAL.search(page.visible) if any(word in page.visible for word in "共总合") else None
    if found:
        return int(found[1].replace(",", "") or 0)
    lower = page.html.lower()
    scripted = _TOTAL_SCRIPT.search(lower) if "count" in lower or "total" in lower else None
    return int(scripted[1] or scripted[2]) if scripted else None
