"""The one door to the readers."""

from datetime import datetime

import pytest

from services.crawler.reading import guess_purpose, read, read_data
from shared.clock import CHINA
from shared.contracts.observations import PageVisited, PostListed
from shared.contracts.target import LookOutcome, Purpose

LIST = "".join(
    f"<li><a href='{n}.html'>一篇有足够长度的新闻标题之{n}</a><span>2024-09-1{n}</span></li>" for n in (3, 2, 1)
).join(("<html><body><ul>", "</ul><p>某ICP备12345678号</p></body></html>"))
ARTICLE = (
    "<html><head><title>关于防汛工作的通知_某某网</title></head><body><h1>关于防汛工作的通知</h1>"
    "<div>发布时间：2024-09-11 来源：市水利局</div>"
    "<p>为做好今年防汛工作，现将有关事项通知如下。</p><p>网站标识码：1304000009</p></body></html>"
)
RSS = (
    "<rss version='2.0'><channel><title>某某发布</title><item><title>一条</title><pubDate>2024-09-11 08:00"
    "</pubDate></item></channel></rss>"
)
URL = "http://www.some.gov.cn/tzgg/"


def test_an_article_is_told_as_the_contract_says() -> None:
    """title, published_at, date_origin, source and marks, times as China's clocks show them."""
    data = read_data(ARTICLE.encode(), url=URL)

    assert data["purpose"] == "article"
    assert (data["title"], data["published_at"], data["date_origin"]) == (
        "关于防汛工作的通知",
        "2024-09-11T00:00:00+08:00",
        "label",
    )
    assert (data["source"], data["marks"]["site_code"]) == ("市水利局", "1304000009")


def test_a_list_becomes_entries_of_the_contract() -> None:
    """Entries, completeness, marks and links fit the event."""
    found = read(LIST.encode(), url=URL, purpose=Purpose.COLUMN)

    event = PageVisited(
        website_id="w", purpose=Purpose.COLUMN, observed_at=datetime(2024, 9, 20, tzinfo=CHINA), outcome=found.outcome,
        entries=found.entries, complete_since=found.complete_since, marks=found.marks,
    )  # fmt: skip

    assert event.entries is not None
    assert len(event.entries) == 3
    assert event.complete_since == datetime(2024, 9, 11, tzinfo=CHINA)
    assert [link.url for link in found.links] == [f"{URL}{n}.html" for n in (3, 2, 1)]


def test_a_feed_becomes_posts_of_the_contract() -> None:
    """Posts, completeness and profile fit the event."""
    found = read(RSS.encode(), purpose=Purpose.FEED)

    event = PostListed(
        account_id="a", observed_at=datetime(2024, 9, 20, tzinfo=CHINA), outcome=found.outcome, posts=found.posts,
        complete_since=found.complete_since, profile=found.profile,
    )  # fmt: skip

    assert len(event.posts) == 1


def test_what_stands_in_the_way_is_blind_or_failed() -> None:
    """A firewall is blindness, a missing page a failure, a bridge's error always blindness."""
    blocked = read(b"", status=412, purpose=Purpose.HOME)
    gone = read(b"", status=404, purpose=Purpose.COLUMN)
    bridge = read(b"", status=404, purpose=Purpose.FEED)

    assert (blocked.outcome, blocked.reason) == (LookOutcome.BLIND, "blocked")
    assert (gone.outcome, gone.reason) == (LookOutcome.FAILED, "not_found")
    assert (bridge.outcome, bridge.reason) == (LookOutcome.BLIND, "bridge_not_found")


def test_a_blank_column_is_seen_and_an_unreadable_one_is_not() -> None:
    """Blank is a fact: no entries. Unreadable is blindness: no answer."""
    blank = read("<div class='list'>暂无信息</div>".encode(), purpose=Purpose.COLUMN)
    unread = read("<p>机构职能介绍。</p>".encode(), purpose=Purpose.COLUMN)

    assert (blank.outcome, blank.entries) == (LookOutcome.OK, ())
    assert (unread.outcome, unread.entries, unread.reason) == (LookOutcome.BLIND, None, "list_not_recognised")


def test_a_file_that_is_no_page_is_reached_but_not_read() -> None:
    """A link may lead to a PDF; a column may not."""
    assert read(b"%PDF-1.4", purpose=Purpose.LINK).outcome is LookOutcome.OK
    assert read(b"%PDF-1.4", purpose=Purpose.COLUMN).reason == "not_html"


@pytest.mark.parametrize(
    ("body", "purpose"),
    [
        (RSS, Purpose.FEED),
        ('{"version":"https://jsonfeed.org/version/1","items":[]}', Purpose.FEED),
        (ARTICLE, Purpose.ARTICLE),
        (LIST, Purpose.COLUMN),
        (
            (
                "<table><tr><td>标题</td><td>提交时间</td><td>处理状态</td></tr><tr><td>咨询</td>"
                "<td>2024-01-01</td><td>已回复</td></tr></table>"
            ),
            Purpose.BOARD,
        ),
    ],
    ids=["RSS", "JSON Feed", "article", "list", "board"],
)
def test_the_purpose_is_guessed_where_nobody_says(body: str, purpose: Purpose) -> None:
    """For `xunjian read` without --purpose."""
    assert guess_purpose(body.encode(), URL) is purpose


def test_a_home_page_that_advertises_gambling_raises_alerts():
    """In what it says of itself, and in links that leave it; on other pages nobody asks."""
    body = '<title>百家乐在线</title><p><a href="http://x.example/">澳门金沙</a></p>'.encode()
    marks = read(body, url="http://a.gov.cn/", purpose=Purpose.HOME).marks

    assert ["words", "link"] == [alert["what"] for alert in marks["alerts"]]
    assert "alerts" not in read(body, url="http://a.gov.cn/", purpose=Purpose.COLUMN).marks
