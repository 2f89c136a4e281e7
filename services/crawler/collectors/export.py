"""What did an account post, as a table says that its platform or its unit exported: a workbook or a CSV file."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from services.crawler.account import Posts
from services.crawler.dates import stated
from services.crawler.parsing.charset import decode
from shared.clock import CHINA
from shared.contracts.event import content_id
from shared.contracts.observations import Post, Profile

MAX_BYTES = 10_000_000
MAX_ROWS = 20_000
_LARGEST_UNPACKED = 100_000_000
_HEAD_WITHIN = 10
"""Lines above the head that hold a title or a period."""
_NAMES: Mapping[str, str] = {
    **dict.fromkeys(["id", "编号", "文章id", "作品id", "内容id", "视频id", "消息id", "msgid", "mid"], "id"),
    **dict.fromkeys(
        [
            "title",
            "标题",
            "文章标题",
            "作品标题",
            "内容标题",
            "视频标题",
            "作品名称",
            "内容",
            "正文",
            "微博内容",
            "微博正文",
        ],
        "title",
    ),
    **dict.fromkeys(
        ["url", "链接", "网址", "文章链接", "原文链接", "作品链接", "内容链接", "内容url", "地址", "文章url", "link"],
        "url",
    ),
    **dict.fromkeys(
        [
            "published_at",
            "发布时间",
            "发表时间",
            "发布日期",
            "发表日期",
            "推送时间",
            "群发时间",
            "日期",
            "时间",
            "创建时间",
            "pubdate",
            "date",
            "time",
        ],
        "published_at",
    ),
    **dict.fromkeys(["original", "是否原创", "原创", "类型"], "original"),
    **dict.fromkeys(["account", "账号", "账号名称", "公众号", "公众号名称", "昵称", "作者昵称"], "account"),
}
_BLANK = re.compile(r"[\s_\-（(].*|\s")
_ZIP = b"PK\x03\x04"
_YES, _NO = frozenset({"是", "原创", "yes", "true", "1"}), frozenset({"否", "转载", "转发", "no", "false", "0"})

Row = list[Any]


def is_export(body: bytes, url: str = "", content_type: str = "") -> bool:
    """Whether a body is such a table: a workbook, or what its address or its server calls CSV."""
    if body.startswith(_ZIP):
        return True
    path = url.partition("?")[0].lower()
    return path.endswith(".csv") or "text/csv" in content_type.lower()


def read_export(body: bytes, *, content_type: str = "") -> Posts:
    """The posts of an export. It is whole: it shows everything since its oldest post, if every post has its time."""
    if len(body) > MAX_BYTES:
        return Posts(reason="bridge_export_too_large")
    rows = _workbook(body) if body.startswith(_ZIP) else _csv(decode(body, content_type).text)
    if rows is None:
        return Posts(reason="bridge_export_unreadable")
    head, lines = _headed(rows)
    if not {"title", "published_at"} <= set(head.values()):
        return Posts(reason="bridge_export_columns")
    posts = [post for line in lines if (post := _post(_fields(head, line)))]
    if not posts:
        return Posts(reason="bridge_empty")
    moments = [post.published_at for post in posts if post.published_at]
    since = min(moments) if len(moments) == len(posts) else None
    names = {str(fields["account"]) for line in lines[:50] if (fields := _fields(head, line)).get("account")}
    return Posts(tuple(posts), since, Profile(name=names.pop()) if len(names) == 1 else None)


def _workbook(body: bytes) -> list[Row] | None:
    try:
        if sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(body)).infolist()) > _LARGEST_UNPACKED:
            return None
        with warnings.catch_warnings(action="ignore"):  # openpyxl warns of decorations it does not keep
            book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            return [list(row) for row in islice(sheet.iter_rows(values_only=True), MAX_ROWS)]
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a broken file makes it stumble over
        return None


def _csv(text: str) -> list[Row] | None:
    if "\x00" in text or "<html" in text[:2000].lower():
        return None
    separator = "\t" if text[:2000].count("\t") > text[:2000].count(",") else ","
    try:
        reader = csv.reader(io.StringIO(text.lstrip("﻿")), delimiter=separator)
        return [list(row) for row in islice(reader, MAX_ROWS)]
    except csv.Error:
        return None


def _headed(rows: list[Row]) -> tuple[dict[int, str], list[Row]]:
    """The columns that are understood, by place, and the lines below the head."""
    for place, row in enumerate(rows[:_HEAD_WITHIN]):
        head: dict[int, str] = {}
        for index, cell in enumerate(row):
            name = _NAMES.get(_BLANK.sub("", str(cell or "").strip().lower()))
            if name and name not in head.values():
                head[index] = name
        if {"title", "published_at"} <= set(head.values()):
            return head, rows[place + 1 :]
    return {}, []


def _fields(head: Mapping[int, str], line: Row) -> dict[str, Any]:
    return {name: line[index] for index, name in head.items() if index < len(line) and line[index] not in (None, "")}


def _post(fields: Mapping[str, Any]) -> Post | None:
    title = " ".join(str(fields.get("title") or "").split())[:200]
    at = _moment(fields.get("published_at"))
    if not title and at is None:
        return None
    url = str(fields.get("url") or "").strip()
    name = str(fields.get("id") or "").strip() or url or str(content_id("post", title, at))
    said = str(fields.get("original") or "").strip().lower()
    original = True if said in _YES else False if said in _NO else None
    return Post(id=name, title=title, url=url, published_at=at, original=original)


def _moment(value: object) -> datetime | None:
    """A moment as a workbook or a person writes it; without a zone it is China's."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=CHINA)
    written = stated(str(value)) if value else None
    return written.at if written else None
