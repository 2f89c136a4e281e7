"""已归档 as a label of a page, and the day beside it."""

from datetime import date, datetime

import pytest

from services.crawler.archive_label import archive_label
from services.crawler.article_facts import article_facts
from services.crawler.parsing.page import Page
from shared.clock import CHINA

DAY = date(2023, 5, 1)


def label_of(html: str):
    page = Page(f"<html><body><h1>关于防汛工作的通知</h1>{html}</body></html>".encode(), "http://a.gov.cn/1.html")
    return archive_label(page.outline)


@pytest.mark.parametrize(
    "html",
    [
        "<div>已归档 归档时间：2023-05-01</div>",
        "<span>已归档</span><span>归档时间：2023年5月1日</span>",
        "<span>归档时间</span><span>2023-05-01</span><b>【已归档】</b>",
        "<p>本页面已于2023年5月1日归档。</p>",
        "<p>该信息已归档（2023-05-01）</p>",
        "<em>已归档</em><em>归档日期：</em><em>2023/05/01 10:20</em>",
        "<p>提示：本网页已经归档，归档于2023.5.1</p>",
    ],
)
def test_the_day_is_read_where_it_stands(html: str) -> None:
    """In the label, or in the texts around it."""
    assert DAY == label_of(html).on


@pytest.mark.parametrize(
    "html",
    ["<b>已归档</b>", "<i>【已归档】</i>", "<p>本文已归档，仅供参考。</p>", "<b>已归档</b><p>发布日期：2023-05-01</p>"],
)
def test_a_label_without_a_day_is_a_label(html: str) -> None:
    """A date of something else is none of the archive's."""
    assert label_of(html).on is None


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/gd'>已归档</a>",
        "<p>办理状态：</p><p>已归档</p>",
        "<p>办理状态：已归档</p>",
        "<table><tr><td>已归档</td></tr></table>",
        "<p>已归档文件目录的公告</p>",
        "<p>各单位应将已归档的材料报市档案馆。</p>",
        "<p>全市已归档案卷三千余卷</p>",
        "<p>归档时间：2023-05-01</p>",
    ],
    ids=["link", "status", "status in one", "cell", "title", "sentence", "another word", "time alone"],
)
def test_the_words_alone_are_no_label(html: str) -> None:
    """The status of a letter, a link to what is archived, a sentence about archives."""
    assert label_of(html) is None


def test_an_article_says_so() -> None:
    """As the contracts name it."""
    html = "<html><body><h1>关于防汛工作的通知</h1><b>已归档 2023-05-01</b></body></html>".encode()

    facts = article_facts(Page(html, "http://a.gov.cn/1.html"), datetime(2026, 11, 2, tzinfo=CHINA))

    assert (True, "2023-05-01") == (facts["archived"], facts["archived_on"])
