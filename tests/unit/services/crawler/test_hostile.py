"""Hostile and broken input: bounded in time, and never an error."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.crawler.collectors.posts import read_posts
from services.crawler.parsing.page import MAX_LINKS, Page
from services.crawler.reading import read, read_data
from shared.contracts.target import Purpose

PAGES = [purpose for purpose in Purpose if purpose is not Purpose.FEED]
BOUND = 3.0
"""Seconds, generous for a busy machine; unbounded each of these takes minutes."""

GIANTS = {
    "nested divs": "<div>" * 200_000 + "x",
    "closed nested divs": "<div>" * 100_000 + "x" + "</div>" * 100_000,
    "nested lists": "<ul><li>" * 30_000,
    "nested formatting": "<b><i><font color=red>" * 50_000,
    "formatting over paragraphs": "".join(f"<b x={n}>" for n in range(900)) + "<p>x</p>" * 900,
    "links in divs never closed": "<div><a href=x>" * 20_000,
    "many links": "<a href='a.html'>一个足够长的标题文字</a> 2024-01-01<br>" * 10_000,
    "many lines": "<li><a href='a.html'>一个足够长的标题文字</a><span>2024-01-01</span></li>" * 5_000,
    "nested tables": "<table><tr><td>" * 20_000,
    "one long line of digits": "<p>" + "2024-" * 300_000 + "</p>",
    "many dates": "<p>2024-01-01 </p>" * 15_000,
    "many labels": "<p>标题：发布时间：来源：</p>" * 8_000,
    "open quotes": "<a \"<a '" * 150_000,
    "open tags": "<a <a " * 250_000,
    "open comments": "<!--" * 300_000,
    "open scripts": "<script>var pubdate='" * 50_000,
    "blanks": "<title>" + " " * 1_500_000,
    "brackets in an attribute": "<meta name=ArticleTitle content='" + "&lt;" * 300_000 + "'>",
}


@pytest.mark.parametrize("html", GIANTS.values(), ids=GIANTS.keys())
def test_giant_and_deep_pages_are_bounded(html: str) -> None:
    """A quarter of a megabyte to one, made to hurt, is read, or given up, in seconds."""
    body = f"<html><head></head><body>{html}".encode()
    started = time.process_time()

    for purpose in (Purpose.ARTICLE, Purpose.COLUMN, Purpose.BOARD):
        read(body, url="http://a.gov.cn/x/", purpose=purpose)

    assert time.process_time() - started < 3 * BOUND


def test_no_more_links_than_can_be_checked() -> None:
    """A page of a hundred thousand links gives at most the limit."""
    body = "".join(f"<a href='{n}.html'>x</a>" for n in range(100_000)).encode()

    assert len(Page(body, "http://a.gov.cn/").links) == MAX_LINKS


def test_more_characters_than_the_limit_are_cut_and_said() -> None:
    """A reading of a part says so."""
    found = read(b"<p>x</p>" * 700_000, purpose=Purpose.ARTICLE)

    assert any("过长" in note for note in found.notes)


PIECES = st.sampled_from(
    [
        "<html>",
        "<body>",
        "<div>",
        "</div>",
        "<ul>",
        "<li>",
        "</li>",
        "<a",
        "href='1.html'>",
        "<a>",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "<script>",
        "</script>",
        "<meta",
        "name='PubDate'",
        "content='",
        "'>",
        "2024-01-01",
        "2024年1月",
        "21",
        "发布时间：",
        "来源：",
        "标题",
        "状态",
        "共0条",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<datastore>",
        "<record>",
        "</record>",
        "<title>",
        "</title>",
        "&#0;",
        "&lt;",
        "é",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    body=st.binary(max_size=400), purpose=st.sampled_from(list(Purpose)), status=st.sampled_from([200, 404, 503, None])
)
def test_arbitrary_bytes_never_raise(body: bytes, purpose: Purpose, status: int | None) -> None:
    """Whatever arrives is read or refused."""
    read(body, url="http://a.gov.cn/", purpose=purpose, status=status)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(PIECES, max_size=40), purpose=st.sampled_from(PAGES))
def test_arbitrary_markup_never_raises(pieces: list[str], purpose: Purpose) -> None:
    """Markup in any order is read or refused."""
    read_data("".join(pieces).encode(), url="http://a.gov.cn/x/", purpose=purpose)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_arbitrary_feeds_never_raise(text: str) -> None:
    """Half a feed with anything in it is read or refused."""
    read_posts(f"<rss><channel><item><title>{text}</title><pubDate>{text}</pubDate>".encode("utf-8", "ignore"))
    read_posts(('{"items":[{"id":1,"date_published":' + repr(text) + "}]}").encode("utf-8", "ignore"))
