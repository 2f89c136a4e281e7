"""The search of a website, tried with a title it published."""

from datetime import timedelta

import pytest

from services.crawler.fetching.fetch import Problem
from services.crawler.parsing.page import Page
from services.crawler.site_search import address_of, result_of, search_form, search_mark, searched, searched_for
from shared.contracts.observations import Entry
from tests.crawler_builders import NOW, an_answer

HOME = "http://www.a.gov.cn/"
FORM = (
    '<form action="/so/s"><input type="hidden" name="site" value="1"><input name="q" placeholder="请输入关键词"></form>'
)
FOUND = {"url": "http://www.a.gov.cn/so/s", "field": "q", "hidden": {"site": "1"}, "encoding": "utf-8"}
SCRIPTED = FOUND | {"scripted": True}
ON_ITS_OWN_HOST = FOUND | {"url": "http://so.a.gov.cn/s"}
TITLE = "关于进一步做好城市路灯维护工作的通知"
THING = Entry(title=TITLE, url="http://www.a.gov.cn/1.html", published_at=NOW - timedelta(days=5))


def form_in(html, url=HOME):
    return search_form(Page(html.encode(), url))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(FORM, FOUND, id="one line of text"),
        pytest.param(FORM.replace("<form ", '<form onsubmit="return go()" '), SCRIPTED, id="sent by a script"),
        pytest.param(
            FORM.replace("<input name", "<input onclick='this.value=\"\"' name"), FOUND, id="a line that is cleared"
        ),
        pytest.param(FORM.replace("<form ", '<form method="post" '), {}, id="posted"),
        pytest.param(FORM.replace("/so/s", "http://www.baidu.com/s"), {}, id="somebody else's"),
        pytest.param(FORM.replace("/so/s", "http://so.a.gov.cn/s"), ON_ITS_OWN_HOST, id="its own host"),
        pytest.param(FORM.replace("请输入关键词", "请输入用户名"), {}, id="no word of searching"),
        pytest.param(FORM.replace("</form>", '<input type="password" name="p"></form>'), {}, id="a login"),
        pytest.param(FORM.replace("</form>", '<input name="r"></form>'), {}, id="two lines of text"),
        pytest.param(FORM.replace("</form>", '<select name="r"></select></form>'), {}, id="something to choose"),
        pytest.param(FORM + FORM.replace("/so/s", "/other"), {}, id="two forms"),
        pytest.param("<p>搜索</p>", {}, id="none"),
    ],
)
def test_where_a_reader_would_type(html, expected):
    """One line of text of the website's own; whatever else there may be is not tried."""
    assert expected == form_in(html)


def test_a_title_is_sent_as_a_browser_sends_it():
    """In the charset of the page, with the fields that are hidden."""
    assert "http://www.a.gov.cn/so/s?site=1&q=%E8%B7%AF%E7%81%AF" == address_of(FOUND, " 路灯 ")
    assert address_of(FOUND | {"encoding": "gb18030"}, "路灯").endswith("&q=%C2%B7%B5%C6")


@pytest.mark.parametrize(
    ("fields", "is_wanted"),
    [
        ({}, True),
        ({"published_at": NOW - timedelta(days=3)}, True),
        ({"published_at": NOW - timedelta(days=3) + timedelta(seconds=1)}, False),
        ({"published_at": NOW - timedelta(days=60, seconds=1)}, False),
        ({"published_at": None}, False),
        ({"title": "关于做好工作通知"}, True),
        ({"title": "关于做好通知了"}, False),
        ({"title": TITLE + "…"}, False),
        ({"title": TITLE + "..."}, False),
        ({"url": "http://www.gov.cn/1.html"}, False),
        ({"url": "http://zwgk.a.gov.cn/1.html"}, True),
    ],
)
def test_what_is_searched_for_is_its_own_and_not_too_new(fields, is_wanted):
    """A search may take days to know what was published; a cut title is none."""
    thing = THING.model_copy(update=fields)

    assert (thing if is_wanted else None) == searched_for([thing], HOME, NOW)


def test_the_newest_of_them_is_searched_for():
    """The one on the home page that a search knows least long."""
    older = THING.model_copy(update={"published_at": NOW - timedelta(days=9), "url": HOME + "2.html"})

    assert THING == searched_for([older, THING], HOME, NOW)


SHOWS = '<a href="/1.html">关于<em>进一步</em>做好城市<em>路灯</em>维护工作…</a>'
HIDDEN = '<p style="display:none">暂无相关信息</p>'
NOTHING = f"搜索页称没有“{TITLE}”的结果"
NONE = "<p>抱歉，没有找到与“路灯”相关的结果</p>"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(an_answer(f"<ul><li>{SHOWS}</li></ul>".encode(), url=HOME), "ok", id="found, highlighted and cut"),
        pytest.param(an_answer(f"<input value='{TITLE}'>{NONE}".encode()), NOTHING, id="says so"),
        pytest.param(an_answer("<p>共 0 条</p>".encode()), NOTHING, id="says so by number"),
        pytest.param(an_answer(f"{NONE}<script>$.ajax('/api')</script>".encode()), "", id="a script may fill it"),
        pytest.param(an_answer(HIDDEN.encode()), "", id="not shown"),
        pytest.param(an_answer("<a href='/9.html'>关于召开会议的通知</a>".encode()), "", id="other results"),
        pytest.param(an_answer(b"no", 404), "搜索页不能正常打开（http_404）", id="not there"),
        pytest.param(an_answer(b"no", 500), "搜索页不能正常打开（http_500）", id="broken"),
        pytest.param(an_answer(b"no", 403), "", id="blocked"),
        pytest.param(an_answer(b"", None, problem=Problem.CONNECT_TIMEOUT), "", id="perhaps our network"),
    ],
)
def test_what_a_try_says(answer, expected):
    """Only what a reader would see with certainty."""
    assert expected == result_of(answer, THING)


def test_a_search_that_fails_is_told_on_the_second_day_in_a_row():
    """One day may be a fault of the moment; a good or an unclear day begins anew; another form too."""
    bad = "搜索页不能正常打开（http_404）"
    first = searched({}, bad, FOUND)
    second = searched(first, bad, FOUND)

    assert ["", f"{bad}，连续 2 天"] == [search_mark(one, FOUND) for one in (first, second)]
    assert "" == search_mark(second, FOUND | {"scripted": True}), "a script may send something else"
    assert "" == search_mark(second, {}), "there is no such form any more"
    assert "" == search_mark(searched(second, "", FOUND), FOUND)
    assert "ok" == search_mark(searched(second, "ok", FOUND | {"scripted": True}), FOUND | {"scripted": True})
    assert "" == search_mark(searched(searched(second, "ok", FOUND), bad, FOUND), FOUND)
    assert 1 == searched(second, bad, FOUND | {"url": "http://www.a.gov.cn/new"})["failed"]
