"""What an article says of itself besides its date."""

import pytest

from services.crawler.collectors.article import read_article
from services.crawler.parsing.page import Page

TITLE = "关于做好全市防汛抗旱工作的通知"
TEXT = "<p>为切实做好今年防汛抗旱工作，现就有关事项通知如下。</p><p>请各单位认真贯彻执行，重要情况及时报告。</p>"


def page(bar: str = "", head: str = "", below: str = "") -> Page:
    """An article between menus."""
    menu = "<div class='nav'><a href='/'>首页，新闻，公开，服务，互动</a></div>"
    html = (
        f"<html><head><title>{TITLE}</title>{head}</head><body>{menu}<h1>{TITLE}</h1><div>{bar}</div>"
        f"<div id='zoom'>{TEXT}</div>{below}</body></html>"
    )
    return Page(html.encode(), "http://www.some.gov.cn/a/1.html")


SOURCES = {
    "tag": ("", "<meta name='ContentSource' content='市政府办'>", "市政府办"),
    "tag equal to the title": ("来源：市水利局", f"<meta name='ContentSource' content='{TITLE}'>", "市水利局"),
    "placeholder in the tag": ("来源：市水利局", "<meta name='ContentSource' content='[来源]'>", "市水利局"),
    "one text": ("发布日期：2020-08-02 来源：市水利局 浏览次数：12", "", "市水利局"),
    "next element": ("信息来源：<span>市水利局</span>", "", "市水利局"),
    "link": ("2020-08-02 来源：<a href='/'>人民网-文化频道</a>", "", "人民网-文化频道"),
    "date behind": ("来源：新华网 2020-08-02", "", "新华网"),
    "two words": ("来源：某某 日报", "", "某某 日报"),
    "empty": ("来源： 作者：", "", None),
    "brackets around": ("【时间：2020-08-02】【来源：市委宣传部】【字号：大】", "", "市委宣传部"),
    "label in brackets": ("[来源]市水利局", "", "市水利局"),
    "brackets inside": ("信息来源：市水利局（综合科）", "", "市水利局（综合科）"),
    "stroke behind": ("来源：市府办 / 2020-08-02", "", "市府办"),
    "copied": ("转载自：新华网", "", "新华网"),
    "script": ("<script>var __$source='市应急局';</script>", "", "市应急局"),
}


@pytest.mark.parametrize(("bar", "head", "source"), SOURCES.values(), ids=SOURCES.keys())
def test_the_source_is_read(bar: str, head: str, source: str | None) -> None:
    """The tag, what stands behind 来源, a script."""
    assert read_article(page(bar, head)).source == source


def test_the_text_is_the_text_and_not_the_menu() -> None:
    """The smallest element that holds most of the running text."""
    assert (
        read_article(page()).text
        == "为切实做好今年防汛抗旱工作，现就有关事项通知如下。\n请各单位认真贯彻执行，重要情况及时报告。"
    )


def test_attachments_and_readings_are_listed() -> None:
    """附件 by their endings or their download address; links between a policy and its reading."""
    below = (
        "<a href='P0202008.pdf'>附件1</a><a href='/module/download/downfile.jsp?filename=2.docx'>附件2：名单.docx</a>"
        "<a href='2.html'>《防汛抗旱工作方案》政策解读</a><a href='http://ad.com/1'>一图读懂某某商品的优惠活动</a>"
    )

    found = read_article(page(below=below))

    assert [title for title, _ in found.attachments] == ["附件1", "附件2：名单.docx"]
    assert found.interpretations == (("《防汛抗旱工作方案》政策解读", "http://www.some.gov.cn/a/2.html"),)


def test_archived_pages_say_so() -> None:
    """已归档 in a text of its own."""
    assert read_article(page("<b>已归档</b>")).archived
    assert not read_article(page()).archived


READING = "/zcjd/t20200802_1.html"


@pytest.mark.parametrize(
    "below",
    [
        f"<p>政策原文：<a href='{READING}'>某某市人民政府关于印发方案的通知</a></p>",
        f"<div><h3>相关解读</h3><ul><li><a href='{READING}'>方案的主要内容有哪些</a><i>2020-08-02</i></li></ul></div>",
        f"<p>解读链接：<a href='{READING}'>文字解读</a></p>",
        f"<p><a href='{READING}'>【图解】</a></p>",
        f"<p>市政府印发《<a href='{READING}'>防汛方案</a>》，要求各地落实。</p>",
        f"<p>市政府印发<a href='{READING}'>《防汛抗旱方案》</a>，要求各地落实。</p>",
    ],
    ids=["label", "heading of a list", "short words", "brackets", "in the text", "with its marks"],
)
def test_what_links_policy_and_reading_is_found(below: str) -> None:
    """By its own words, or by the label above it."""
    assert [url for _, url in read_article(page(below=below)).interpretations] == [f"http://www.some.gov.cn{READING}"]


@pytest.mark.parametrize(
    "below",
    [
        f"<div><h3>最新公开</h3><ul><li><a href='{READING}'>《另一个办法》政策解读</a></li></ul></div>",
        f"<div class='nav'><a href='{READING}'>政策解读与回应关切栏目</a></div>",
        f"<p>上一篇：<a href='{READING}'>《另一个办法》政策解读</a></p>",
        "<p>相关链接：<a href='http://www.shop.com/'>一图读懂某某商品的优惠</a></p>",
    ],
    ids=["latest", "menu", "previous article", "foreign"],
)
def test_what_only_stands_beside_an_article_is_not_related(below: str) -> None:
    """A list of the latest, a menu, the article before it."""
    assert read_article(page(below=below)).interpretations == ()
