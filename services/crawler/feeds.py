"""Feeds as text: RSS and Atom through feedparser, JSON Feed by our own reader, dates as the bridges write them."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser

from services.crawler.dates import stated
from services.crawler.parsing.charset import decode
from services.crawler.parsing.page import clean
from shared.clock import CHINA

MAX_BYTES = 5_000_000
MAX_ITEMS = 500
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_ENTITIES = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|channel)[\s>]", re.IGNORECASE)
_HTML = re.compile(r"^\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_NAIVE_RFC = re.compile(r"^\s*(?:\w{3},\s*)?\d{1,2}\s+\w{3}\s+\d{4}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*$")
_LITERAL_CDATA = re.compile(r"^\s*<!\[CDATA\[(.*?)\]\]>\s*$", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed, as the bridge tells it."""

    id: str
    title: str
    url: str
    summary: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Feed:
    """The items in the order of the feed; `reason` says why there are none to trust (`html`, `malformed` …)."""

    items: tuple[Item, ...] = ()
    title: str = ""
    owner: str | None = None
    reason: str = ""


def read_feed(body: bytes, content_type: str = "") -> Feed:
    """The feed in a body. Never raises; entity bombs are refused before anything expands them."""
    if len(body) > MAX_BYTES:
        return Feed(reason="too_large")
    text = _CONTROL.sub("", decode(body, content_type).text).strip()
    if not text:
        return Feed(reason="empty_body")
    if text[0] in "{[":
        return _json_feed(text)
    if _HTML.match(text):
        return Feed(reason="html")
    if _ENTITIES.search(text):
        return Feed(reason="entities")
    return _xml_feed(text) if _FEED.search(text[:5000]) else Feed(reason="malformed")


def moment(value: str) -> datetime | None:
    """A date of a feed. Without a zone it is Asia/Shanghai: the bridges that leave it out run there."""
    value = value.strip()
    if not value:
        return None
    if value[0].isalpha() or re.match(r"\d{1,2}\s+[A-Za-z]{3}", value):
        try:
            parsed = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        naive = parsed.tzinfo is None or _NAIVE_RFC.match(value)
        return parsed.replace(tzinfo=CHINA) if naive else parsed.astimezone(UTC)
    written = stated(value)
    return written.at if written else None


def _xml_feed(text: str) -> Feed:
    parsed: Any = feedparser.parse(
        _DECLARATION.sub("", text, count=1).encode(),
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    entries = parsed.get("entries") or []
    if not entries and not parsed.get("version"):
        return Feed(reason="malformed")
    channel = parsed.get("feed") or {}
    items = tuple(_item(entry) for entry in entries[:MAX_ITEMS])
    return Feed(items, clean(str(channel.get("title") or "")), clean(str(channel.get("author") or "")) or None)


def _item(entry: Any) -> Item:
    url = str(entry.get("link") or "").strip()
    title = _plain(str(entry.get("title") or ""))
    # past feedparser's own lookup, which puts `updated` and `published` in each other's place
    written = (str(dict.get(entry, name) or "") for name in ("published", "updated", "created"))
    published = next((at for text in written if (at := moment(text))), None)
    summary = _plain(str(entry.get("summary") or ""))
    return Item(str(entry.get("id") or "").strip() or url, title or summary[:60], url, summary[:500], published)


def _plain(value: str) -> str:
    """Text out of what may be HTML, or a CDATA section escaped into it."""
    literal = _LITERAL_CDATA.match(value)
    return clean(re.sub(r"\s*-?\s*Powered by RSSHub\s*$", "", clean(literal.group(1) if literal else value)))


def _json_feed(text: str) -> Feed:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Feed(reason="malformed")
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return Feed(reason="malformed")
    items = tuple(_json_item(item) for item in data["items"][:MAX_ITEMS] if isinstance(item, dict))
    return Feed(items, clean(str(data.get("title") or "")))


def _json_item(item: dict[str, Any]) -> Item:
    def text(name: str) -> str:
        value = item.get(name)
        return str(value).strip() if isinstance(value, str | int) else ""

    summary = _plain(text("content_text") or text("summary") or text("content_html"))[:500]
    url = text("url") or text("external_url")
    published = moment(text("date_published")) or moment(text("date_modified"))
    return Item(text("id") or url, _plain(text("title")) or summary[:60], url, summary, published)
