"""The stored real pages and feeds: every fact of their table of truth, and no date made up."""

import csv
import re
from datetime import datetime
from pathlib import Path

import pytest

from services.crawler.reading import read, read_data
from shared.clock import CHINA, local
from shared.contracts.target import Purpose
from tests.material import material

PURPOSES = {
    "article": Purpose.ARTICLE,
    "list": Purpose.COLUMN,
    "board": Purpose.BOARD,
    "guide": Purpose.GUIDE,
    "feed": Purpose.FEED,
}
LOOKED = datetime(2026, 11, 21, tzinfo=CHINA)
ENTRIES = {
    "al_zsyz": (27, 27),
    "handan_list": (1, 1),
    "nmpa_list_1": (20, 20),
    "tx_gxdnr_list": (8, 8),
    "tx_ndrc_list": (8, 8),
    "tx_nea_list": (8, 8),
    "tx_sdkjt_hanweb_list": (2, 2),
    "vsb_hcdd_list_rsrm": (29, 0),
    "vsb_hcdd_tzgg": (20, 20),
}
"""Entries on the page, and how many of them show a date."""
FEEDS = {
    "feed_gb2312_w3cn.org": 20,
    "feed_rsshub_douyin_template": 2,
    "feed_rsshub_weibo_real": 2,
    "feed_rsshub_weibo_template.atom": 1,
    "feed_rsshub_weibo_template": 1,
    "feed_wemprss_plain": 2,
}


def truth() -> dict[str, dict[str, str]]:
    """The table of truth by page."""
    with (material("pages") / "TRUTH.tsv").open(encoding="utf-8") as file:
        return {
            row["slug"].removesuffix(".xml").removesuffix(".json"): row for row in csv.DictReader(file, delimiter="\t")
        }


def stored() -> list[Path]:
    """The stored pages and feeds."""
    return sorted(path for path in material("pages").iterdir() if path.suffix in {".html", ".xml", ".json"})


def test_every_stored_fact_is_read_right() -> None:
    """Title, date, source, site code, ICP and police number of every page; a page without a date gets none."""
    table = truth()
    for path in stored():
        row = table[path.stem]
        data = read_data(path.read_bytes(), purpose=PURPOSES[row["kind"]], observed_at=LOOKED)
        marks = data.get("marks") or {}
        if row["kind"] == "article":
            assert (path.stem, data.get("title")) == (path.stem, row["title"])
            assert (path.stem, data.get("published_at", "")[:10]) == (path.stem, row["pub_date"])
            assert data.get("source", "").startswith(row["source"]), path.stem
        for column, mark in (("site_id_code", "site_code"), ("icp", "icp"), ("gongan", "psb")):
            assert (path.stem, marks.get(mark) or "") == (path.stem, row[column] or "")


@pytest.mark.parametrize("slug", ENTRIES)
def test_the_stored_lists_have_their_entries(slug: str) -> None:
    """As many as stand there, with as many dates as are shown."""
    found = read(
        (material("pages") / f"{slug}.html").read_bytes(),
        url="http://x.gov.cn/a/b/",
        purpose=Purpose.COLUMN,
        observed_at=LOOKED,
    )

    assert found.entries is not None
    assert (len(found.entries), sum(1 for entry in found.entries if entry.published_at)) == ENTRIES[slug]


def test_details_of_the_stored_lists() -> None:
    """Shown dates and not those of addresses; titles of lines and not of what is nested in them."""
    pages = material("pages")
    ndrc = read((pages / "tx_ndrc_list.html").read_bytes(), purpose=Purpose.COLUMN).entries
    nmpa = read((pages / "nmpa_list_1.html").read_bytes(), purpose=Purpose.COLUMN).entries
    gxdnr = read(
        (pages / "tx_gxdnr_list.html").read_bytes(), url="http://dnr.gxzf.gov.cn/a/", purpose=Purpose.COLUMN
    ).paging

    assert ndrc is not None
    assert nmpa is not None
    assert gxdnr is not None
    second = ndrc[1].published_at
    assert second is not None
    assert str(local(second))[:10] == "2026-07-17"
    assert not any("答记者问" in entry.title for entry in ndrc)
    assert nmpa[0].title == "国家药监局关于修订人纤维蛋白原说明书的公告（2025年第101号）"
    assert (gxdnr.next_url, gxdnr.pages) == ("http://dnr.gxzf.gov.cn/a/index_1.shtml", 55)


def test_the_stored_board_and_guide() -> None:
    """Ten answered rows of sixteen; a portal of services is no guide."""
    pages = material("pages")
    board = read((pages / "al_zxzx.html").read_bytes(), purpose=Purpose.BOARD)
    guide = read((pages / "al_zwfw.html").read_bytes(), purpose=Purpose.GUIDE)

    assert board.messages is not None
    assert board.paging is not None
    assert {message.status for message in board.messages} == {"处理完成"}
    assert (len(board.messages), board.messages[0].id, board.messages[0].title) == (10, "m17e9lugye", "数据咨询")
    assert (board.paging.pages, board.paging.total) == (2, 16)
    assert guide.reason == "not_a_guide"


@pytest.mark.parametrize("slug", FEEDS)
def test_the_stored_feeds_have_their_posts(slug: str) -> None:
    """Every item, in its own encoding, with the date it says or none."""
    path = next(path for path in stored() if path.stem == slug)
    found = read(path.read_bytes(), purpose=Purpose.FEED)

    assert len(found.posts) == FEEDS[slug]
    dates = len(re.findall(rb"<pubDate>|<published>|\"date_published\"", path.read_bytes()))
    assert sum(1 for post in found.posts if post.published_at) == dates
