"""Exports of accounts as tables: read whole, or not believed."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from services.crawler.collectors.export import is_export, read_export
from services.crawler.reading import read
from shared.clock import CHINA
from shared.contracts.target import LookOutcome, Purpose

CSV = "标题,链接,发表时间,是否原创\n关于放假的通知,http://mp.example/1,2026-11-20 09:00,是\n今日要闻,,2026/11/18,否\n"


def a_workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_export_is_read_whole(encoding):
    """However Excel saved it; it shows everything since its oldest post."""
    found = read_export(CSV.encode(encoding))

    assert ["关于放假的通知", "今日要闻"] == [post.title for post in found.posts]
    assert datetime(2026, 11, 18, tzinfo=CHINA) == found.complete_since
    assert [True, False] == [post.original for post in found.posts]
    assert "http://mp.example/1" == found.posts[0].id


def test_a_workbook_is_read_below_its_title_lines():
    """Times may be real times; the account's name is told if there is one."""
    body = a_workbook(
        ["2026年11月内容数据"],
        ["内容标题", "发表时间（北京时间）", "内容url", "公众号名称"],
        ["通知", datetime(2026, 11, 20, 9), "http://a/1", "甲发布"],  # noqa: DTZ001 - as workbooks hold them
        [None, None, None, None],
        ["要闻", 20261119, "http://a/2", "甲发布"],
    )
    found = read_export(body)

    assert [datetime(2026, 11, 20, 9, tzinfo=CHINA), datetime(2026, 11, 19, tzinfo=CHINA)] == [
        post.published_at for post in found.posts
    ]
    assert "甲发布" == found.profile.name


def test_a_post_without_a_time_takes_the_promise_away():
    """Nobody knows how far back it reaches then."""
    assert read_export("标题,时间\n甲,2026-11-20\n乙,\n".encode()).complete_since is None


def a_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("xl/sharedStrings.xml", b"\0" * 101_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"PK\x03\x04 broken", "bridge_export_unreadable"),
        (a_bomb(), "bridge_export_unreadable"),
        ("姓名,电话\n甲,1\n".encode(), "bridge_export_columns"),
        ("标题,时间\n".encode(), "bridge_empty"),
        (b"<html><body>login</body></html>", "bridge_export_unreadable"),
    ],
    ids=["broken", "bomb", "another table", "no line", "a page"],
)
def test_what_is_not_such_a_table_is_not_believed(body, reason):
    """It says nothing about the account: nobody was silent."""
    assert reason == read_export(body).reason


def test_a_source_that_is_a_table_is_read_as_one():
    """By its address, its type or its first bytes; anything else is a feed."""
    reading = read(CSV.encode(), url="http://x/export.csv?day=1", purpose=Purpose.FEED)

    assert (LookOutcome.OK, 2) == (reading.outcome, len(reading.posts))
    assert [True, True, False] == [
        is_export(a_workbook(["a"])),
        is_export(b"a", content_type="text/csv"),
        is_export(b"<rss>"),
    ]
