"""The feeds of the accounts, as the usual bridges write them, dated relative to one moment."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from deploy.demo.pages import Served
from deploy.demo.province import UNITS, AccountPlan, Bridge
from deploy.demo.wording import headline
from shared.clock import local
from shared.registry.vocabulary import Category

_POSTS = 20
_PLACES = {"U01": "云岭省", "U02": "青岚市", "U03": "望岫县", "U04": "雁回县", "U05": "松涧县", "U06": "青岚市"}
_OWNERS = {unit.id: unit.name for unit in UNITS}


@dataclass(frozen=True)
class Post:
    """One post."""

    title: str
    url: str
    at: datetime


def feed(account: AccountPlan, now: datetime, *, fresh: bool = False) -> Served:
    """The feed of an account; `fresh`: with a post of just now on top."""
    posts = list(_posts(account, now))
    if fresh:
        title = f"{_PLACES[account.unit_id]}：内容更新恢复，本周政务信息速览"
        posts.insert(0, Post(title, f"https://post.example/{account.id}/fresh", now - timedelta(minutes=1)))
    return _WRITERS[account.bridge](account, posts, now)


def _posts(account: AccountPlan, now: datetime) -> Iterator[Post]:
    for number in range(_POSTS):
        at = now - timedelta(days=account.newest + number * account.every, minutes=20 + number)
        title = headline(Category.NEWS, _PLACES[account.unit_id], number + int(account.id[1:]))
        yield Post(title, f"https://post.example/{account.id}/{at:%Y%m%d%H%M}", at)


def _rsshub_rss(account: AccountPlan, posts: list[Post], now: datetime) -> Served:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><description>{escape(post.title)}</description>"
        f"<link>{post.url}</link><guid isPermaLink='false'>{post.url}</guid>"
        f"<pubDate>{format_datetime(post.at.astimezone(UTC), usegmt=True)}</pubDate></item>"
        for post in posts
    )
    return _xml(
        f'<rss version="2.0"><channel><title>{account.name}</title><link>https://post.example/{account.id}/</link>'
        f"<description>{account.name} - Powered by RSSHub</description><generator>RSSHub</generator>"
        f"<lastBuildDate>{format_datetime(now.astimezone(UTC), usegmt=True)}</lastBuildDate>{items}</channel></rss>"
    )


def _rsshub_atom(account: AccountPlan, posts: list[Post], now: datetime) -> Served:
    entries = "".join(
        f"<entry><title>{escape(post.title)}</title><link href='{post.url}'/><id>{post.url}</id>"
        f"<published>{_zulu(post.at)}</published><updated>{_zulu(post.at)}</updated></entry>"
        for post in posts
    )
    return _xml(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{account.name}</title><id>https://post.example/{account.id}/'
        f"</id><generator>RSSHub</generator><updated>{_zulu(now)}</updated>"
        f"<author><name>{_OWNERS[account.unit_id]}</name></author>{entries}</feed>"
    )


def _rsshub_json(account: AccountPlan, posts: list[Post], now: datetime) -> Served:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": account.name,
        "home_page_url": f"https://post.example/{account.id}/",
        "description": f"{account.name} - Powered by RSSHub",
        "items": [
            {"id": post.url, "url": post.url, "title": post.title, "date_published": _zulu(post.at)} for post in posts
        ],
    }
    assert posts[0].at <= now
    return Served(json.dumps(document, ensure_ascii=False).encode(), "application/feed+json; charset=utf-8")


def _we_mp_rss(account: AccountPlan, posts: list[Post], now: datetime) -> Served:
    """Its dates carry no zone: they are China's own time."""
    items = "".join(
        f"<item><id>{account.id}-{number}</id><title>{escape(post.title)}</title><description></description>"
        f"<guid>{post.url}</guid><link>{post.url}</link><pubDate>{_without_zone(post.at)}</pubDate></item>"
        for number, post in enumerate(posts)
    )
    return _xml(
        f'<rss version="2.0"><channel><title>{account.name}</title><link>https://post.example/{account.id}/</link>'
        f"<description>{account.name}公众号</description><language>zh-CN</language><generator>Mp-We-Rss</generator>"
        f"<lastBuildDate>{_without_zone(now)}</lastBuildDate>{items}</channel></rss>"
    )


def _we_mp_rss_logged_out(account: AccountPlan, _: list[Post], now: datetime) -> Served:
    notice = Post("登录状态已失效，请重新扫码登录", "", now)
    return _we_mp_rss(account, [notice], now)


_WRITERS: dict[Bridge, Callable[[AccountPlan, list[Post], datetime], Served]] = {
    Bridge.RSSHUB_RSS: _rsshub_rss,
    Bridge.RSSHUB_ATOM: _rsshub_atom,
    Bridge.RSSHUB_JSON: _rsshub_json,
    Bridge.WE_MP_RSS: _we_mp_rss,
    Bridge.WE_MP_RSS_LOGGED_OUT: _we_mp_rss_logged_out,
}


def _xml(content: str) -> Served:
    return Served(f'<?xml version="1.0" encoding="UTF-8"?>{content}'.encode(), "application/xml; charset=utf-8")


def _zulu(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"


def _without_zone(at: datetime) -> str:
    return format_datetime(local(at).replace(tzinfo=None)).removesuffix(" -0000")
