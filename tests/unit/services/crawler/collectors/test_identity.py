"""Whose page is this?"""

from typing import Any

import pytest

from services.crawler.collectors.identity import read_marks
from services.crawler.parsing.page import Page


def marks(body: str, head: str = "") -> dict[str, Any]:
    """The marks of a page."""
    return read_marks(Page(f"<html><head>{head}</head><body>{body}</body></html>".encode()))


CODES = {
    "tag": ("", "<meta name='SiteIDCode' content='3300000020'>", "3300000020"),
    "tag with a line break": ("", "<meta name='SiteIDCode' content='4500000068\n'>", "4500000068"),
    "tag in another case": ("", "<meta name='siteidcode' content='BM04000007'>", "bm04000007"),
    "empty tag, code in the footer": (
        "<p>网站标识码：3300000020</p>",
        "<meta name='SiteIDCode' content=''>",
        "3300000020",
    ),
    "footer in two elements": ("<p>政府网站标识码 <a>5425000010</a></p>", "", "5425000010"),
    "wrong length": ("<p>网站标识码：33000000201</p>", "<meta name='SiteIDCode' content='33000'>", None),
}


@pytest.mark.parametrize(("body", "head", "code"), CODES.values(), ids=CODES.keys())
def test_the_site_code_is_found(body: str, head: str, code: str | None) -> None:
    """Ten digits, or bm and eight."""
    assert marks(body, head).get("site_code") == code


@pytest.mark.parametrize(
    ("text", "icp"),
    [
        ("藏ICP备18000418号-1", "藏ICP备18000418号-1"),
        ("京 ICP 备 13027807 号", "京ICP备13027807号"),
        ("粤ICP备05003321", "粤ICP备05003321"),
        ("沪icp备12345678号－2", "沪ICP备12345678号-2"),
        ("京ICP证030173号 京ICP备13027807号", "京ICP备13027807号"),
        ("备案号：暂无", None),
    ],
)
def test_icp_numbers_are_found_however_spaced(text: str, icp: str | None) -> None:
    """With blanks, without 号, in small letters."""
    assert marks(f"<p>{text}</p>").get("icp") == icp


def test_the_police_number_is_found() -> None:
    """With and without a blank, in the text or only in the link."""
    assert marks("<p>浙公网安备 33010602009328号</p>")["psb"] == "公网安备 33010602009328号"
    assert marks("<p>京公网安备11010202008311号</p>")["psb"] == "公网安备11010202008311号"
    assert (
        marks("<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=13042002000523'>x</a>")[
            "psb_number"
        ]
        == "13042002000523"
    )


BADGES = {
    "plain": ("<span id='_ideConac'></span>", "shown"),
    "escaped": (
        (
            "<script>document.write(unescape(\"%3Cscript src='http://dcs.%63onac.cn/js/05/CA051070000414687680001.js'%3E%3C/script%3E\"))"
            "</script>"
        ),
        "shown",
    ),
    "in a comment": ("<!-- <a href='http://bszs.conac.cn/sitename?id=1'></a> -->", "commented_out"),
    "none": ("<p>x</p>", None),
}


@pytest.mark.parametrize(("body", "badge"), BADGES.values(), ids=BADGES.keys())
def test_the_badge_is_found_where_scripts_hide_it(body: str, badge: str | None) -> None:
    """Shown, commented out, or absent."""
    assert marks(body).get("badge") == badge


def test_the_report_entry_is_compared_with_the_site_code() -> None:
    """我为政府网站找错 must carry the site's own code."""
    footer = "<p>网站标识码：1304000009</p>"

    same = marks(
        footer
        + "<script id='_jiucuo_' sitecode='1304000009' src='http://pucha.kaipuyun.cn/exposure/jiucuo.js'></script>"
    )
    other = marks(footer + "<a href='http://121.43.68.40/exposure/jiucuo.html?site_code=3300000020'>找错</a>")

    assert (same["report_entry"], same["report_matches"]) == (True, True)
    assert (other["report_code"], other["report_matches"]) == ("3300000020", False)


def test_sponsor_contact_and_tags_are_read() -> None:
    """主办单位, 联系电话, and the tags of 47号 with their values."""
    found = marks(
        "<p>主办单位：某某市人民政府办公室 承办单位：某某市大数据局 联系电话：0755-12345678</p>",
        "<meta name='sitename' content='某某'><meta name='ColumnName' content=''>",
    )

    assert (found["sponsor"], found["organiser"], found["contact"]) == (
        "某某市人民政府办公室",
        "某某市大数据局",
        "0755-12345678",
    )
    assert found["tags"] == {"SiteName": "某某", "ColumnName": ""}


def test_a_police_number_behind_its_long_name_is_found() -> None:
    """公安备案号 instead of 公网安备."""
    assert marks("<p>公安备案号：52260002000123</p>")["psb_number"] == "52260002000123"
