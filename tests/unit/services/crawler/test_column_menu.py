"""Columns that a website has and the registry lacks."""

from services.crawler.column_menu import kind_of, menu_of, plain, suggestions
from services.crawler.parsing.page import Page
from shared.registry.vocabulary import Category
from tests.crawler_builders import COLUMN, HOME, a_board, a_column, a_registry, a_website

LINKS = {
    "/": "首页",
    "/xwdt/": "新闻 动态",
    COLUMN: "通知公告",
    "/zcjd/index.html": "政策解读",
    "/xx/": "县长信箱",
    "/p/2024.pdf": "文件下载",
    "/bsfw/": "办事服务",
    "http://www.other.gov.cn/tz/": "通知公告",
    "/art/2024/5/1/art_1_100234.html": "动态",
    "/long/": "关于召开全县政策落实工作电视电话会议的通知",
}
MENU = "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in LINKS.items())


def test_the_menu_of_a_home_page_names_columns():
    """Short words that columns have, on the website itself; no letterboxes, no services, no articles."""
    found = menu_of(Page(MENU.encode(), HOME))

    assert {f"{HOME}xwdt/": "新闻动态", COLUMN: "通知公告", f"{HOME}zcjd/index.html": "政策解读"} == {
        url: column["name"] for url, column in found.items()
    }


def test_only_what_the_registry_lacks_is_suggested():
    """Whatever way the address is spelt; boards are known too; each once."""
    registry = a_registry(
        a_website(), a_column(url="https://example.gov.cn/tzgg/index.html"), a_board(url=f"{HOME}xx/")
    )
    seen = [
        {"url": COLUMN, "name": "通知公告"},
        {"url": f"{HOME}xx", "name": "公开信箱"},
        {"url": f"{HOME}zcjd/", "name": "政策解读", "by": "menu"},
        {"url": f"{HOME}zcjd/index.html", "name": "解读", "by": "tags"},
        {"url": f"{HOME}gk/rs/", "name": "=人事任免", "by": "tags"},
    ]
    found = suggestions(registry, {"w1": seen, "gone": seen})

    assert [("政策解读", Category.INTERPRETATION, 1, "menu"), ("人事任免", Category.PERSONNEL, 2, "tags")] == [
        (one.name, one.category, one.level, one.seen) for one in found
    ]
    assert 2 == len({one.id for one in found})


def test_what_a_name_speaks_of():
    """The more special word wins."""
    assert [Category.INTERPRETATION, Category.POLICY, Category.NEWS, None] == [
        kind_of(name) for name in ("政策解读", "政策文件", "工作动态", "走进某县")
    ]


def test_addresses_that_are_the_same_place():
    """Scheme, www., index page and slash make no difference."""
    assert 1 == len({plain(url) for url in ("http://www.a.cn/b/", "https://a.cn/b", "http://a.cn/b/index.html")})
