"""What an account posted, and whether its feed can be believed."""

import json
from datetime import UTC, datetime

import pytest

from services.crawler.collectors.posts import read_posts
from shared.clock import CHINA


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    """A feed with these items."""
    return f"{head}<rss version='2.0'><channel><title>某某发布</title>{''.join(items)}</channel></rss>".encode()


def item(title: str, date: str = "", link: str = "https://weibo.com/1/a") -> str:
    """One item."""
    return f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate></item>"


def test_a_feed_is_complete_since_its_oldest_post() -> None:
    """Newest first: nothing between is missing."""
    found = read_posts(
        rss(
            item("今天的工作", "Fri, 04 Jul 2025 07:51:28 GMT", "a"),
            item("昨天的工作", "Thu, 03 Jul 2025 07:39:56 GMT", "b"),
        )
    )

    assert [post.title for post in found.posts] == ["今天的工作", "昨天的工作"]
    assert found.complete_since == datetime(2025, 7, 3, 7, 39, 56, tzinfo=UTC)
    assert found.profile is not None
    assert found.profile.name == "某某发布"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Fri, 24 Jan 2025 17:30:05 ", datetime(2025, 1, 24, 17, 30, 5, tzinfo=CHINA)),
        ("Fri, 24 Jan 2025 17:30:05 +0800", datetime(2025, 1, 24, 17, 30, 5, tzinfo=CHINA)),
        ("Fri, 24 Jan 2025 09:30:05 GMT", datetime(2025, 1, 24, 17, 30, 5, tzinfo=CHINA)),
        ("2025-01-24T09:30:05.000Z", datetime(2025, 1, 24, 17, 30, 5, tzinfo=CHINA)),
        ("2025-1-24 17:30:05", datetime(2025, 1, 24, 17, 30, 5, tzinfo=CHINA)),
        ("2025年1月24日 17:30:05", datetime(2025, 1, 24, 17, 30, 5, tzinfo=CHINA)),
        ("昨天", None),
        ("", None),
    ],
    ids=["without zone", "with zone", "GMT", "ISO", "bare", "Chinese", "words", "empty"],
)
def test_a_date_without_a_zone_is_chinas(written: str, moment: datetime | None) -> None:
    """The bridges that leave the zone out run in China."""
    assert read_posts(rss(item("一条", written))).posts[0].published_at == moment


def test_gb2312_raw_ampersands_and_missing_titles_are_read() -> None:
    """What bridges really send."""
    head = '<?xml version="1.0" encoding="gb2312"?>'
    body = rss(
        "<item><title></title><description>只有正文没有标题</description><link>http://x/?a=1&b=2</link></item>",
        head=head,
    )

    found = read_posts(body.decode().encode("gb18030"))

    assert (found.posts[0].title, found.posts[0].published_at) == ("只有正文没有标题", None)
    assert found.complete_since is None


def test_atom_with_only_updated_is_read() -> None:
    """wewe-rss gives no published."""
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>某某发布</title><entry><title>一条</title><id>1</id>'
        '<link href="https://x/1"/><updated>2025-11-11T16:30:00.000Z</updated></entry></feed>'
    )

    assert read_posts(body.encode()).posts[0].published_at == datetime(2025, 11, 11, 16, 30, tzinfo=UTC)


def test_json_feed_is_read() -> None:
    """date_published, or date_modified where there is no other."""
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": 7, "title": "一条", "date_modified": "2025-11-11T16:30:00Z"}],
    }

    found = read_posts(json.dumps(body).encode())

    assert (found.posts[0].id, found.posts[0].published_at) == ("7", datetime(2025, 11, 11, 16, 30, tzinfo=UTC))


def test_a_pinned_post_does_not_stretch_the_promise() -> None:
    """An old post on top of newer ones is pinned."""
    found = read_posts(
        rss(
            item("置顶", "2019-01-01 08:00:00", "p"),
            item("新", "2025-07-04 08:00:00", "a"),
            item("旧", "2025-07-01 08:00:00", "b"),
        )
    )

    assert found.complete_since == datetime(2025, 7, 1, 8, tzinfo=CHINA)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10)).replace("&lol0;", "&lol;")
    + "]><rss version='2.0'><channel><item><title>&lol9;</title></item></channel></rss>"
)

BROKEN = {
    "no items": (rss(), "bridge_empty"),
    "nothing": (b"", "bridge_empty_body"),
    "a web page": (b"<!DOCTYPE html><html><body>hello</body></html>", "bridge_html"),
    "a log-in page": ("<html><body>请先登录</body></html>".encode(), "bridge_login"),
    "not XML": (b"<rss", "bridge_malformed"),
    "not JSON": (b'{"items": [', "bridge_malformed"),
    "JSON of something else": (b'{"code": 500}', "bridge_malformed"),
    "login lost": (rss(item("登录已失效，请重新登录")), "bridge_login"),
    "cookie expired": (rss(item("Cookie 已过期")), "bridge_login"),
    "login required": (rss(item("Error: please login first")), "bridge_login"),
    "an error without a word more": (rss(item("Error")), "bridge_error"),
    "error item": (rss(item("Error: Request failed with status code 412")), "bridge_error"),
    "entity bomb": (BOMB.encode(), "bridge_entities"),
    "too large": (b"<rss>" + b" " * 6_000_000, "bridge_too_large"),
    "deep JSON": (b"[" * 200_000, "bridge_malformed"),
}


@pytest.mark.parametrize(("body", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_bridge_is_a_reason_and_not_silence(body: bytes, reason: str) -> None:
    """The account may post every day: we could not see."""
    found = read_posts(body)

    assert (found.reason, found.posts, found.complete_since) == (reason, (), None)


@pytest.mark.parametrize(
    "title",
    [
        "关于政务服务网登录方式调整的通知",
        "请登录市政府网站查看办事指南，今天起全市政务服务大厅延时服务",
        "某地发布验证码诈骗预警提示",
        "警惕！这种验证码骗局要当心，市民张先生被骗三万元",
        "医保缴费请先登录国家医保服务平台APP",
    ],
)
def test_a_post_that_speaks_of_logging_in_is_a_post(title: str) -> None:
    """Only a bridge speaking of itself is a complaint."""
    found = read_posts(rss(item(title, "2025-07-04 08:00:00")))

    assert (found.reason, len(found.posts)) == ("", 1)
