"""Links made absolute as a browser would."""

import pytest

from services.crawler.parsing.addresses import Base
from services.crawler.parsing.page import Page

BASE = Base("http://www.some.gov.cn/a/b/index.html?x=1")

CASES = {
    "../c/1.html": "http://www.some.gov.cn/a/c/1.html",
    "./1.html": "http://www.some.gov.cn/a/b/1.html",
    "1.html#top": "http://www.some.gov.cn/a/b/1.html",
    "/1.html": "http://www.some.gov.cn/1.html",
    "//other.gov.cn/1": "http://other.gov.cn/1",
    "?page=2": "http://www.some.gov.cn/a/b/index.html?page=2",
    " https://x.cn/1 ": "https://x.cn/1",
    "HTTP://x.cn/1": "http://x.cn/1",
    "a b.html": "http://www.some.gov.cn/a/b/a%20b.html",
    "dir\\1.html": "http://www.some.gov.cn/a/b/dir/1.html",
    "1.ht\nml": "http://www.some.gov.cn/a/b/1.html",
    "javascript:;": None,
    "JavaScript:void(0)": None,
    "mailto:a@b.cn": None,
    "tel:123": None,
    "#": None,
    "": None,
    "http://": None,
    "http://[bad/../x": "http://[bad/../x",
}


@pytest.mark.parametrize(("href", "url"), CASES.items(), ids=[repr(href) for href in CASES])
def test_links_become_absolute(href: str, url: str | None) -> None:
    """What cannot be followed is none."""
    assert BASE.absolute(href) == url


def test_base_href_counts() -> None:
    """The page may say where its links start."""
    page = Page(b"<base href='/other/'><a href='1.html'>x</a><a href='1.html'>again</a>", "http://a.gov.cn/x/")

    assert [(link.url, link.text) for link in page.links] == [("http://a.gov.cn/other/1.html", "x")]


def test_without_an_address_links_stay_as_they_are() -> None:
    """A file read from disk has no host."""
    page = Page(b"<a href='http://x.cn/1'>x</a><a href='../2.html'>y</a>")

    assert [link.url for link in page.links] == ["http://x.cn/1", "../2.html"]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://a.cn", "http://a.cn/1"),
        ("http://a.cn/", "http://a.cn/1"),
        ("https://a.cn:8443/b", "https://a.cn:8443/1"),
        ("http://a.cn/b/c.html", "http://a.cn/b/1"),
        ("http://a.cn/b/?q=/c/", "http://a.cn/b/1"),
        ("http://a.cn/b/#/c/", "http://a.cn/b/1"),
        ("http://u@a.cn/b/c", "http://u@a.cn/b/1"),
        ("http://例子.cn/b/c", "http://例子.cn/b/1"),
        ("http://a.cn/栏目/c", "http://a.cn/栏目/1"),
        ("HTTP://a.cn/b/c", "http://a.cn/b/1"),
        ("ftp://a.cn/b/c", "1"),
    ],
)
def test_links_start_in_the_directory_of_the_page(url: str, found: str) -> None:
    """Of plain addresses and of all others."""
    assert Base(url).absolute("1") == found
