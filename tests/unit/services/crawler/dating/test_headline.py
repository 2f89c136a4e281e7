"""The title of an article."""

import pytest

from services.crawler.dating.headline import headline_of, places_of, without_site_name
from services.crawler.parsing.page import Page

LONG = "渝电大招〔2020〕6号--关于做好2020年秋季招生工作的通知"

WINDOWS = {
    f"{LONG}-某某广播电视大学": LONG,
    "关于防汛工作的通知_某某市人民政府": "关于防汛工作的通知",
    "关于防汛工作的通知 - 通知公告 - 某某市水利局网站": "关于防汛工作的通知",
    "关于防汛工作的通知|某某网": "关于防汛工作的通知",
    "关于防汛工作的通知--某某日报--人民网": "关于防汛工作的通知",
    "关于防汛工作的通知-关于防汛工作的通知-某某政府网": "关于防汛工作的通知-关于防汛工作的通知",
    "2020-2021年度工作总结": "2020-2021年度工作总结",
    "某某区2019年1-10月经济运行情况": "某某区2019年1-10月经济运行情况",
    "中国-东盟博览会开幕": "中国-东盟博览会开幕",
    "关于防汛工作的通知": "关于防汛工作的通知",
    "": "",
}


@pytest.mark.parametrize(("window", "title"), WINDOWS.items(), ids=[window or "empty" for window in WINDOWS])
def test_the_sites_name_is_cut_and_the_titles_own_hyphens_stay(window: str, title: str) -> None:
    """Only what names a site goes."""
    assert without_site_name(window) == title


PAGES = {
    "government tag": (
        "<meta name='ARTICLETITLE' content='&lt;b&gt;关于防汛&lt;/b&gt;工作的通知'><title>x</title>",
        "",
        "关于防汛工作的通知",
    ),
    "placeholder in the tag": (
        "<meta name='ArticleTitle' content='{$title}'><title>关于防汛工作的通知_某某网</title>",
        "",
        "关于防汛工作的通知",
    ),
    "heading agrees with a window of many hyphens": (f"<title>{LONG}-招生-某某</title>", f"<h2>{LONG}</h2>", LONG),
    "site name first": (
        "<title>某某市人民政府-关于防汛工作的通知</title>",
        "<h1>关于防汛工作的通知</h1>",
        "关于防汛工作的通知",
    ),
    "window cut off": (
        "<title>关于做好全市二〇二四年度...</title>",
        "<h1>关于做好全市二〇二四年度防汛工作的通知</h1>",
        "关于做好全市二〇二四年度防汛工作的通知",
    ),
    "site name in the footer is no title": (
        "<title>关于防汛工作的通知_某某市水利局网站</title>",
        "<p>某某市水利局网站</p>",
        "关于防汛工作的通知",
    ),
    "generic window": ("<title>信息公开</title>", "<h1>关于防汛工作的通知</h1>", "关于防汛工作的通知"),
    "element of no heading": (
        "<title>关于防汛工作的通知-水利-某某</title>",
        "<td><font>关于防汛工作的通知</font></td>",
        "关于防汛工作的通知",
    ),
}


@pytest.mark.parametrize(("head", "body", "title"), PAGES.values(), ids=PAGES.keys())
def test_the_best_title_is_taken(head: str, body: str, title: str) -> None:
    """What the page says, what stands in large letters, what the window shows."""
    assert headline_of(Page(f"<html><head>{head}</head><body>{body}</body></html>".encode())).text == title


BAR = "<div>发布时间：2020-08-02 来源：市水利局</div><p>各县区：请认真贯彻执行。</p>"


@pytest.mark.parametrize(
    ("window", "body"),
    [
        ("某某市水利局", f"<p align=center><font size=5>{{0}}</font></p>{BAR}"),
        ("某某市水利局", "<p>{0}</p><div>(2020-08-02)</div><p>各县区：请认真贯彻执行。</p>"),
        ("关于做好全市防汛抗旱…-某某市水利局", f"<td><span>{{0}}</span></td>{BAR}"),
        (
            "关于做好全市防汛抗旱工作的通知-水利局",
            f"<div class='title'><p>关于做好全市防汛</p><p>抗旱工作的通知</p></div>{BAR}",
        ),
    ],
    ids=["above a bar", "above a date above the text", "window broken off", "broken into lines"],
)
def test_titles_that_nothing_marks_are_found(window: str, body: str) -> None:
    """Where the window names only the site, the line above the bar of information is the title."""
    title = "关于做好全市防汛抗旱工作的通知"
    menu = "<div class='nav'><a href='/'>首页</a></div><div>今天是2024年3月5日 星期二</div>"
    page = Page(f"<html><head><title>{window}</title></head><body>{menu}{body.format(title)}</body></html>".encode())

    assert headline_of(page).text == title


def test_where_no_bar_is_the_window_is_all_there_is() -> None:
    """A line of text is not made a title."""
    page = Page("<title>某某市水利局</title><p>领导简介和工作分工</p><p>张三，男，汉族。</p>".encode())

    assert headline_of(page).text == "某某市水利局"


PLACES = {
    "wide digits on the page": ("2024年第3号通知", "２０２４年第３号通知", [0]),
    "wide digits in the title": ("２０２４年第３号通知", "2024年第3号通知", [0]),
    "wide brackets and blanks": ("渝府(2024)5号 通知", "渝府（2024）5号\u3000通知", [0]),
    "digits alone": ("2024-05-06", "２０２４－０５－０６", [0]),
    "begins like it first": ("防汛防汛通知", "防汛防汛防汛通知", [0]),
    "twice": ("防汛通知3", "防汛通知3</p><p>防汛通知4</p><p>防汛通知３", [0, 2]),
    "spread over elements": ("关于防汛的通知", "关于</b><b>防汛的通知", [1]),
    "not there": ("2024年第3号通知", "2024年第4号通知", []),
    "too short": ("通知", "通知", []),
}


@pytest.mark.parametrize(("title", "body", "places"), PLACES.values(), ids=PLACES.keys())
def test_the_title_is_found_however_its_digits_are_written(title: str, body: str, places: list[int]) -> None:
    """Wide and narrow digits and punctuation are the same."""
    outline = Page(f"<html><body><p>{body}</p></body></html>".encode()).outline
    assert [index for index, _ in places_of(outline, title)] == places
