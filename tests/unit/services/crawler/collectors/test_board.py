"""What a board shows of the letters of citizens."""

from datetime import datetime

import pytest

from services.crawler.collectors.board import read_board
from services.crawler.letters import is_answered, read_message
from services.crawler.parsing.page import Page
from shared.clock import CHINA

URL = "http://www.some.gov.cn/hdjl/zxzx/index.html"


def page(html: str) -> Page:
    """A page with this markup."""
    return Page(f"<html><body>{html}</body></html>".encode(), URL)


TABLE = (
    "<table><tr><td>来信总数</td><td>回复数</td></tr><tr><td>120</td><td>118</td></tr></table>"
    "<table><tr><th>编号</th><th>标题</th><th>来信时间</th><th>回复单位</th><th>回复时间</th><th>状态</th></tr>"
    "<tr><td>A1</td><td><a href='1.html'>咨询*某公租房的申请条件</a></td><td>2024-09-10</td><td>市住建局"
    "</td><td>2024-09-12</td><td>已回复</td></tr>"
    "<tr><td>A2</td><td><a href='2.html'>路灯不亮</a></td><td>2024-09-08</td><td>市城管局</td><td></td>"
    "<td>办理中</td></tr></table>"
)


def test_a_table_is_read_by_its_head() -> None:
    """Each row becomes a message; the statistics beside it do not."""
    found = read_board(page(TABLE))

    first, second = found.messages
    assert (first.id, first.title, first.replying_unit, first.status) == (
        "A1",
        "咨询*某公租房的申请条件",
        "市住建局",
        "已回复",
    )
    assert first.asked_at == datetime(2024, 9, 10, tzinfo=CHINA)
    assert first.replied_at == datetime(2024, 9, 12, tzinfo=CHINA)
    assert (second.replied_at, second.status) == (None, "办理中")
    assert found.details == ("http://www.some.gov.cn/hdjl/zxzx/1.html", "http://www.some.gov.cn/hdjl/zxzx/2.html")
    assert found.complete_since == datetime(2024, 9, 8, tzinfo=CHINA)


def test_rows_of_a_list_do_not_say_what_is_missing() -> None:
    """A list leaves things out that the detail page may show: nobody is accused from it."""
    assert {message.missing for message in read_board(page(TABLE)).messages} == {()}


def test_lines_of_a_list_are_read() -> None:
    """Title, date and the board's word for the state."""
    html = (
        "<ul><li><a href='1.html'>关于医保报销比例的咨询</a><span>2024-09-10</span><i>已答复</i></li>"
        "<li><a href='2.html'>小区门口道路破损问题</a><span>2024-09-08</span><i>办理中</i></li></ul>"
    )

    found = read_board(page(html))

    assert [(message.title, message.status) for message in found.messages] == [
        ("关于医保报销比例的咨询", "已答复"),
        ("小区门口道路破损问题", "办理中"),
    ]


def test_questions_printed_with_their_answers_are_read() -> None:
    """One block for each letter, and what is missing in it."""
    block = (
        "<div class='qa'><p>标题：{title}</p><p>留言时间：{asked}</p><p>留言内容：请问何时办理？</p>"
        "<p>回复单位：{unit}</p><p>回复时间：{replied}</p><p>回复内容：您好，请到大厅办理。</p></div>"
    )
    html = block.format(title="社保", asked="2024-09-10", unit="市人社局", replied="2024-09-11") + block.format(
        title="户口", asked="2024-09-01", unit="", replied=""
    )

    first, second = read_board(page(html)).messages

    assert (first.title, first.replying_unit, first.reply_excerpt, first.missing) == (
        "社保",
        "市人社局",
        "您好，请到大厅办理。",
        (),
    )
    assert second.missing == ("回复时间", "回复单位")


def test_a_detail_page_shows_the_reply() -> None:
    """The reply, its time and unit from a table of labels."""
    html = (
        "<table><tr><td>信件标题</td><td>路灯不亮</td></tr><tr><td>来信时间</td><td>2024-09-08 10:20</td></tr>"
        "<tr><td>来信内容</td><td>晚上看不见路。</td></tr><tr><td>答复单位</td><td>市城管局</td></tr>"
        "<tr><td>答复时间</td><td>2024-09-15</td></tr><tr><td>答复内容</td><td>已经修好。</td></tr></table>"
    )

    found = read_message(page(html), message_id=URL)

    assert found is not None
    assert (found.id, found.title, found.replying_unit, found.reply_excerpt) == (
        URL,
        "路灯不亮",
        "市城管局",
        "已经修好。",
    )
    assert found.asked_at == datetime(2024, 9, 8, 10, 20, tzinfo=CHINA)
    assert found.replied_at == datetime(2024, 9, 15, tzinfo=CHINA)
    assert found.missing == ()


def test_an_open_letter_misses_no_reply() -> None:
    """What is not answered yet has no missing answer time: that is another question."""
    found = read_message(page("<p>标题：路灯不亮</p><p>来信时间：2024-09-08</p><p>状态：办理中</p>"))

    assert found is not None
    assert found.missing == ()


def test_an_empty_board_says_so() -> None:
    """共0条 is an empty board; a board nobody recognises is blindness."""
    assert read_board(page("<table><tr><th>标题</th><th>提交时间</th></tr></table><div>共0条</div>")).blank
    assert read_board(page("<p>写信须知</p>")).reason == "board_not_recognised"
    assert read_board(page("<div id='app'></div><script src='a.js'></script>")).reason == "needs_browser"


@pytest.mark.parametrize(
    ("word", "answered"),
    [
        ("处理完成", True),
        ("已回复", True),
        ("已办结", True),
        ("办理中", False),
        ("未回复", False),
        ("待处理", False),
        ("公开", None),
        (None, None),
    ],
)
def test_the_boards_word_is_understood(word: str | None, answered: bool | None) -> None:
    """Answered, open, or neither."""
    assert is_answered(word) is answered


HEAD = "<tr><th>标题</th><th>来信时间</th><th>状态</th></tr>"


@pytest.mark.parametrize(
    "html",
    [f"<table>{HEAD}<tr><td colspan='3'>暂无留言</td></tr></table>", f"<table>{HEAD}</table>"],
    ids=["says so", "a head and no row"],
)
def test_an_empty_board_has_no_letters(html: str) -> None:
    """The line that says so is no letter; the head of the table alone shows that it is the board."""
    found = read_board(page(html))

    assert (found.blank, found.messages, found.reason) == (True, (), "")


def test_a_table_that_a_script_fills_is_not_empty() -> None:
    """We could not see its letters; nor those of a script that only the website knows."""
    own = f"<table>{HEAD}</table><script src='/js/letters.js'></script>"

    assert read_board(page(own)).reason == "needs_browser"
    html = f"<table>{HEAD}<tbody id='tb'></tbody></table><script>$.get('/a',function(d){{$('#tb').html(d)}})</script>"

    assert read_board(page(html)).reason == "needs_browser"


def test_cards_are_read_by_their_labels() -> None:
    """Title as a link, the rest behind labels; an empty label is no value of the next card."""
    card = "<li><a href='{0}.html'>{1}</a><b>{2}</b><p>来信时间：{3}</p><p>回复单位：{4}</p><p>回复时间：{5}</p></li>"
    first = card.format(1, "路灯不亮怎么办", "已回复", "2024-11-20", "市城管局", "2024-11-22")
    second = card.format(2, "占道经营问题", "处理中", "2024-11-18", "", "")

    found = read_board(page(f"<ul>{first}{second}</ul>"))

    assert [(message.title, message.status, message.replying_unit) for message in found.messages] == [
        ("路灯不亮怎么办", "已回复", "市城管局"),
        ("占道经营问题", "处理中", None),
    ]
    assert found.messages[0].replied_at == datetime(2024, 11, 22, tzinfo=CHINA)
    assert found.messages[1].replied_at is None


@pytest.mark.parametrize("reply", ["", "暂无回复", "尚未回复！", "—", "等待答复"])
def test_an_empty_answer_is_none(reply: str) -> None:
    """Neither what says that there is none nor the foot of the page below it is an answer."""
    html = (
        "<div>标题：路灯不亮</div><div>提交时间：2024-11-20</div><div>内容：坏了三天</div><div>办理状态：办理中</div>"
        f"<div>回复内容：{reply}</div><div>版权所有 某某市人民政府</div>"
    )
    found = read_message(page(html))

    assert found is not None
    assert (found.reply_excerpt, found.missing) == (None, ())


def test_labels_in_one_row_and_an_answer_without_a_label() -> None:
    """Who answered and when stand in one line, the answer itself below it."""
    html = (
        "<h3>路灯不亮</h3><p>网友：张* 留言时间：2024-11-20 10:10</p><div>我家门前路灯坏了。</div>"
        "<p>回复单位：市城管局 回复时间：2024-11-22 09:00</p><div>您好，已派人维修。</div>"
    )
    found = read_message(page(html))

    assert found is not None
    assert (found.title, found.replying_unit, found.reply_excerpt) == ("路灯不亮", "市城管局", "您好，已派人维修。")
    assert found.replied_at == datetime(2024, 11, 22, 9, tzinfo=CHINA)
    assert found.missing == ()


def test_news_beside_a_board_that_a_script_fills_are_no_letters() -> None:
    """Nobody is accused of not having answered them."""
    news = "".join(
        f"<li><a href='{n}.html'>全县第{n}次工作会议召开</a><span>2024-01-0{n}</span></li>" for n in range(1, 6)
    )
    script = "<script>$.get('/a',function(d){$('#main').html(d)})</script>"

    assert read_board(page(f"<ul id='main' class='list'></ul>{script}<ul>{news}</ul>")).reason == "needs_browser"
    assert read_board(page(f"<h3>热点新闻</h3><ul>{news}</ul>")).messages == ()


def test_a_list_in_rows_of_two_is_not_one_letter() -> None:
    """Nothing is told of a letter that nobody can tell from the next."""
    title = "<tr><td><a href='{0}'>第{0}个问题</a></td></tr>"
    row = title + "<tr><td>来信时间：2024-09-0{0}</td><td>回复时间：2024-09-1{0}</td></tr>"
    html = f"<h2>互动交流</h2><table>{row.format(1)}{row.format(2)}</table>"

    assert read_message(page(html)) is None
