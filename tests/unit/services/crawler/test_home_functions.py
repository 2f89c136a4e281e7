"""What a home page offers, and what on it needs an old browser."""

import pytest

from services.crawler.home_functions import home_functions
from services.crawler.parsing.page import Page
from services.crawler.reading import read
from shared.contracts.target import Purpose


def marks_of(body: str, head: str = "") -> dict:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return home_functions(Page(html.encode(), "http://www.a.gov.cn/"))


OFFERS = {
    "accessibility": ("<a href='javascript:;'>无障碍浏览</a>", "accessibility", "无障碍浏览"),
    "for the old": ("<span>【长者模式】</span>", "accessibility", "长者模式"),
    "both": ("<a href='/wza'>无障碍·适老化</a>", "accessibility", "无障碍·适老化"),
    "picture": ("<a href='/wza'><img src='a.png' alt='关怀版'></a>", "accessibility", "关怀版"),
    "name of a link": ("<a href='/wza' title='进入无障碍'></a>", "accessibility", "进入无障碍"),
    "language": ("<a href='/en/'>English</a>", "languages", "English"),
    "traditional": ("<a href='#'>繁體版</a>", "languages", "繁體版"),
    "questions": ("<div>智能问答</div>", "answers", "智能问答"),
    "search": ("<div>智能搜索</div>", "search", "智能搜索"),
    "personal": ("<a href='/user'>个人中心</a>", "personal", "个人中心"),
    "mobile": ("<a href='/m'>手机版</a>", "mobile", "手机版"),
}


@pytest.mark.parametrize(("body", "kind", "words"), OFFERS.values(), ids=OFFERS.keys())
def test_what_is_offered_is_told_with_its_words(body: str, kind: str, words: str) -> None:
    """As a button, a link or a picture of its own."""
    assert {kind: words} == marks_of(body)["functions"]


def test_a_page_made_for_every_screen_says_so() -> None:
    """By its viewport."""
    wide = marks_of("<p>a</p>", "<meta name='viewport' content='width=device-width, initial-scale=1'>")

    assert ["mobile"] == list(wide["functions"])
    assert {} == marks_of("<p>a</p>", "<meta name='viewport' content='width=1200'>")


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/1'>我市推进无障碍环境建设</a>",
        "<a href='/2'>智能制造产业园开园</a>",
        "<a href='/3'>手机</a>",
        "<a href='/4'>English corner in the park</a>",
        "<a href='/5'>关怀困难群众</a>",
    ],
)
def test_headlines_offer_nothing(body: str) -> None:
    """They speak of it."""
    assert {} == marks_of(body)


FLASH = "<object classid='clsid:D27CDB6E-AE6D-11cf-96B8-444553540000'><param name='movie' value='a.swf'></object>"
OLD = {
    "advice": ("<p>建议使用IE8.0以上浏览器，分辨率1024*768</p>", "advice"),
    "demand": ("<p>请使用 Internet Explorer 访问本站</p>", "advice"),
    "flash": (FLASH, "flash"),
    "flash alone": ("<embed src='/images/banner.swf'>", "flash"),
    "control": ("<object classid='clsid:22D6F312-B0F6-11D0-94AB-0080C74C7E95'></object>", "control"),
    "script": ("<script>var x = new ActiveXObject('Microsoft.XMLHTTP'); x.open('GET', '/a');</script>", "script"),
}


@pytest.mark.parametrize(("body", "what"), OLD.values(), ids=OLD.keys())
def test_what_needs_an_old_browser_is_told(body: str, what: str) -> None:
    """With its words or its address."""
    (found,) = marks_of(body)["compat"]

    assert what == found["what"]
    assert found["text"]


@pytest.mark.parametrize(
    "body",
    [
        "<p>建议使用IE11、Chrome、火狐等浏览器</p>",
        "<p>您的浏览器版本过低，请使用IE10以上浏览器或升级</p>",
        "<p>为保证安全，不建议使用IE浏览器</p>",
        "<p>最佳浏览效果1920*1080</p>",
        "<!--[if lt IE 9]><p>请使用IE9浏览器</p><![endif]-->",
        "<script>if (window.ActiveXObject) { x = new ActiveXObject('Microsoft.XMLHTTP') }</script>",
        "<script>try { new ActiveXObject('ShockwaveFlash.ShockwaveFlash') } catch (e) {}</script>",
        "<object type='application/pdf' data='a.pdf'></object>",
        "<p>DIET建议</p>",
    ],
    ids=["others too", "too old", "against it", "size", "comment", "asked first", "tried", "a file", "another word"],
)
def test_what_works_elsewhere_too_is_not_told(body: str) -> None:
    """Advice with other browsers in it, calls to upgrade, scripts with another way."""
    assert {} == marks_of(body)


def test_only_home_pages_tell_of_it() -> None:
    """A column with the same button says nothing more of it."""
    body = "<html><body><a href='/wza'>无障碍</a><a href='/2026/1.html'>关于召开会议的通知</a></body></html>".encode()

    assert "functions" in read(body, url="http://www.a.gov.cn/", purpose=Purpose.HOME).marks
    assert "functions" not in read(body, url="http://www.a.gov.cn/", purpose=Purpose.COLUMN).marks
