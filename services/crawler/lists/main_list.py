"""Which of the lists of a page can be what the page is for, and is the one it is for there at all?"""

import re

from services.crawler.lists.emptiness import list_filled_by_script
from services.crawler.lists.paging import Paging
from services.crawler.lists.records import Listing
from services.crawler.parsing.page import Page

_NEVER_MAIN = re.compile(r"热点|热门|推荐|排行|点击|相关(?:阅读|文章|新闻)|浏览|阅读榜|友情|猜你喜欢")
_ASIDE = re.compile(r"热点|热门|推荐|排行|点击|相关|最新|图片新闻|友情|专题|浏览|阅读榜")
_MAIN_LINES = 8
"""A list that long, or one that goes on, is what the page is for even if a script fills another part of it."""


def heading_above(page: Page, listing: Listing) -> str:
    """The short words just above a list."""
    outline = page.outline
    first = outline.elements[listing.container].texts
    return " ".join(text.value for text in outline.texts[max(0, first - 2) : first] if len(text.value) <= 10)


def never_main(page: Page, listing: Listing) -> bool:
    """Most read, recommended: never the column, even where nothing else can be seen; unless the column is called so."""
    found = _NEVER_MAIN.search(heading_above(page, listing))
    return found is not None and found.group() not in f"{page.title}{page.meta('columnname') or ''}"


def list_by_script(page: Page, listings: list[Listing], paging: Paging) -> bool:
    """Whether a script fills the list of this page: what stands beside it is not the column."""
    longest = max(len(listing.records) for listing in listings)
    return longest < _MAIN_LINES and paging.whole and list_filled_by_script(page)


def is_aside(page: Page, listing: Listing) -> bool:
    """Most read, recommended, latest of the whole site: hardly ever the column."""
    return bool(_ASIDE.search(heading_above(page, listing)))
