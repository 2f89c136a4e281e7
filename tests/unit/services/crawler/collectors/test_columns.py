"""What a column lists: entries, blankness, completeness, and where the list goes on."""

from datetime import datetime

import pytest

from services.crawler.collectors.columns import Column, Status, read_column
from services.crawler.dating.witness import Certainty
from services.crawler.parsing.page import Page
from shared.clock import CHINA

URL = "http://www.some.gov.cn/xxgk/tzgg/index.html"
LOOKED = datetime(2024, 9, 20, 10, tzinfo=CHINA)
NAV = (
    "<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li>"
    "<li><a href='/hdjl/'>互动交流</a></li></ul></div><div class='position'>当前位置：<a href='/'>首页</a> &gt; "
    "<a href='/xxgk/'>信息公开目录首页</a></div>"
)
FOOT = (
    "<div class='footer'><a href='/wzdt/'>网站地图</a> <a href='http://beian.miit.gov.cn'>某ICP备12345678号</a></div>"
)
TITLES = (
    "关于召开全市安全生产工作会议的通知",
    "关于公布二〇二四年度考核结果的公告",
    "某某市人民政府关于任免职务的决定",
)
DAYS = ("2024-09-18", "2024-09-02", "2024-08-21")
PAIRS = tuple(zip(TITLES, DAYS, ("a/1.html", "a/2.html", "a/3.html"), strict=True))


def column(html: str, **how: object) -> Column:
    """The column on a page with this markup between a menu and a footer."""
    page = Page(f"<html><body>{NAV}{html}{FOOT}</body></html>".encode(), URL)
    return read_column(page, observed_at=LOOKED, **how)  # type: ignore[arg-type]


def rows(row: str, around: str = "<ul>{}</ul>") -> str:
    """Three entries written with this row."""
    return around.format("".join(row.format(title=title, day=day, url=url) for title, day, url in PAIRS))


SHAPES = {
    "li, date behind": rows("<li><a href='{url}'>{title}</a><span>{day}</span></li>"),
    "li, date before": rows("<li><span>[{day}]</span><a href='{url}'>{title}</a></li>"),
    "li, date bare": rows("<li>·<a href='{url}'>{title}</a>({day})</li>"),
    "date at the end of the link": rows("<li><a href='{url}'>{title} ({day})</a></li>"),
    "link around everything": rows("<li><a href='{url}'><p>{title}</p><span>{day}</span></a></li>"),
    "card with summary": rows(
        "<div class='item'><h3><a href='{url}'>{title}</a></h3>"
        "<p>2024年9月1日，市政府召开会议，研究部署有关工作，提出要求。</p>"
        "<span>发布时间：{day}</span><a href='{url}'>[详情]</a></div>",
        "<div>{}</div>",
    ),
    "picture and title": rows(
        "<li><a href='{url}'><img src='x.jpg'></a><a href='{url}'>{title}</a><em>{day}</em></li>"
    ),
    "category before the title": rows("<li><a href='/tz/'>[通知]</a><a href='{url}'>{title}</a><i>{day}</i></li>"),
    "category in brackets outside the link": rows(
        "<li>[<a href='/tz/'>这一类通知公告和政策文件的总目录</a>]<a href='{url}'>{title}</a><i>{day}</i></li>"
    ),
    "table": rows("<tr><td>1</td><td><a href='{url}'>{title}</a></td><td>{day}</td></tr>", "<table>{}</table>"),
    "table with a head": rows(
        "<tr><td><a href='{url}'>{title}</a></td><td>市政府办公室</td><td>{day}</td></tr>",
        "<table><tr><th>标题</th><th>发布机构</th><th>发布日期</th></tr>{}</table>",
    ),
    "two columns of dates, the second published": rows(
        "<tr><td><a href='{url}'>{title}</a></td><td>2024-01-01</td><td>{day}</td></tr>",
        "<table><thead><tr><th>名称</th><th>成文日期</th><th>发布日期</th></tr></thead><tbody>{}</tbody></table>",
    ),
    "two dates with words": rows(
        "<li><a href='{url}'>{title}</a><p><span>成文日期：2024-01-01</span><span>发布日期：{day}</span></p></li>"
    ),
    "a table for each line": rows(
        "<table><tr><td><a href='{url}'>{title}</a></td><td>{day}</td></tr></table>", "<div>{}</div>"
    ),
    "definition list": rows("<dt><a href='{url}'>{title}</a></dt><dd>{day}</dd>", "<dl>{}</dl>"),
    "definition list each": rows("<dl><dt><a href='{url}'>{title}</a></dt><dd>{day}</dd></dl>", "<div>{}</div>"),
    "nothing but line breaks": rows("<a href='{url}'>{title}</a> <span>{day}</span><br>", "<div>{}</div>"),
    "date first and line breaks": rows("<span>{day}</span> <a href='{url}'>{title}</a><br>", "<div>{}</div>"),
    "paragraphs": rows("<p><a href='{url}'>{title}</a><span class='r'>{day}</span></p>", "<div class='con'>{}</div>"),
    "cut titles with the whole in the attribute": "<ul>"
    + "".join(f"<li><a href='{url}' title='{title}'>{title[:8]}...</a><b>{day}</b></li>" for title, day, url in PAIRS)
    + "</ul>",
    "nested list inside a line": rows(
        "<li><a href='{url}'>{title}</a><div class='pop'><ul><li>"
        "<a href='jd.html'>一图读懂这份文件说了些什么内容和要求</a></li></ul>"
        "</div><span>{day}</span></li>"
    ),
    "an empty line between": rows("<li><a href='{url}'>{title}</a><span>{day}</span></li><li class='empty'></li>"),
    "uls of one line each": rows("<ul><li><a href='{url}'>{title}</a><span>{day}</span></li></ul>", "<div>{}</div>"),
    "hanweb": "<script type='text/xml'><datastore><recordset>"
    + "".join(
        f"<record><![CDATA[<li><a href='{url}'>{title}</a><span>{day}</span></li>]]></record>"
        for title, day, url in PAIRS
    )
    + "</recordset></datastore></script>",
}


@pytest.mark.parametrize("html", SHAPES.values(), ids=SHAPES.keys())
def test_every_shape_of_list_is_read(html: str) -> None:
    """Titles, links and dates of a list, and nothing of menu, breadcrumb and footer."""
    found = column(html)

    assert found.status is Status.READ
    assert [(record.title, str(record.published_at)[:10]) for record in found.records] == list(
        zip(TITLES, DAYS, strict=True)
    )
    assert [record.url for record in found.records] == [
        f"http://www.some.gov.cn/xxgk/tzgg/a/{n}.html" for n in (1, 2, 3)
    ]


def test_a_list_from_new_to_old_is_complete_since_its_oldest_line() -> None:
    """Nothing newer than the oldest line can be missing."""
    found = column(rows("<li><a href='{url}'>{title}</a><span>{day}</span></li>"))

    assert found.complete_since == datetime(2024, 8, 21, tzinfo=CHINA)
    assert found.certainty is Certainty.HIGH


def test_a_line_pinned_to_the_top_promises_nothing() -> None:
    """An old line above newer ones does not stretch the promise."""
    pinned = "<li><a href='0.html'>置顶的一份旧文件的标题</a><span>2019-01-01</span></li>"
    found = column("<ul>" + pinned + rows("<li><a href='{url}'>{title}</a><span>{day}</span></li>", "{}") + "</ul>")

    assert len(found.records) == 4
    assert found.complete_since == datetime(2024, 8, 21, tzinfo=CHINA)


def test_a_list_in_no_order_promises_nothing() -> None:
    """Without an order, something newer may stand on another page."""
    days = ("2024-01-05", "2024-09-01", "2023-05-05", "2024-08-08", "2022-02-02")
    html = "".join(
        f"<li><a href='{n}.html'>一篇有足够长度的标题</a><span>{day}</span></li>" for n, day in enumerate(days)
    )

    assert column(f"<ul>{html}</ul>").complete_since is None


def test_undated_lines_of_a_dated_list_are_entries_without_a_date() -> None:
    """A line without a date is not given one, and the list no longer promises anything."""
    html = rows(
        "<li><a href='{url}'>{title}</a><span>{day}</span></li>",
        "<ul>{}<li><a href='4.html'>没有日期的一行</a></li></ul>",
    )

    found = column(html)

    assert [record.published_at is None for record in found.records] == [False, False, False, True]
    assert found.complete_since is None


def test_a_list_without_any_date_is_read_undated() -> None:
    """The entries are there; when they were published nobody can tell."""
    found = column(rows("<li><a href='{url}'>{title}</a></li>"))

    assert found.status is Status.READ
    assert [record.title for record in found.records] == list(TITLES)
    assert {record.published_at for record in found.records} == {None}
    assert found.complete_since is None


def test_month_and_day_get_their_year_from_the_address() -> None:
    """A folder of the address names the year that the page leaves out."""
    found = column("<ul><li><a href='202312/t20231230_1.html'>一篇有足够长度的标题</a><span>12-30</span></li></ul>")

    assert str(found.records[0].published_at)[:10] == "2023-12-30"


def test_month_and_day_get_the_newest_possible_year_from_the_look() -> None:
    """The line may be older than said, never younger than it was seen: nobody is accused by it."""
    html = (
        "<ul><li><a href='1.html'>一篇有足够长度的标题</a>[09-18]</li><li>"
        "<a href='2.html'>另一篇有足够长度的标题</a>[12-30]</li></ul>"
    )
    page = Page(html.encode(), URL)

    seen = read_column(page, observed_at=LOOKED)
    unknown = read_column(page)

    assert [str(record.published_at)[:10] for record in seen.records] == ["2024-09-18", "2023-12-30"]
    assert all(record.inferred_year for record in seen.records)
    assert {record.published_at for record in unknown.records} == {None}


def test_the_main_list_wins_over_what_stands_beside_it() -> None:
    """热门推荐 beside a column is not the column."""
    aside = (
        "<div class='hot'><h3>热门推荐</h3><ul><li><a href='9.html'>别的栏目里很热门的一篇文章</a>"
        "<span>2024-09-19</span></li></ul></div>"
    )

    found = column(aside + rows("<li><a href='{url}'>{title}</a><span>{day}</span></li>"))

    assert [record.title for record in found.records] == list(TITLES)


def test_a_landing_page_gives_the_entries_of_all_its_lists() -> None:
    """Where no list is the main one, all of them are the column; complete only since the latest promise."""
    box = "<div class='box'><h3>{}</h3>{}</div>"
    second = rows("<li><a href='b{url}'>{title}之二</a><span>{day}</span></li>").replace("2024-08-21", "2024-09-01")

    found = column(
        box.format("一", rows("<li><a href='{url}'>{title}</a><span>{day}</span></li>")) + box.format("二", second)
    )

    assert len(found.records) == 6
    assert found.complete_since == datetime(2024, 9, 1, tzinfo=CHINA)


BLANK = {
    "暂无信息": "<div class='list'>暂无信息</div>",
    "暂无数据": "<table class='list'><tr><td>暂无数据！</td></tr></table>",
    "no records": "<ul class='news-list'></ul><div class='page'>共0条</div>",
    "没有相关信息": "<p>对不起，没有相关信息</p>",
    "list markup without a line": "<div class='right'><ul class='news-list'></ul></div>",
    "hanweb says zero": (
        "<script type='text/xml'><datastore><totalrecord>0</totalrecord><recordset></recordset></datastore></script>"
    ),
}


@pytest.mark.parametrize("html", BLANK.values(), ids=BLANK.keys())
def test_a_column_that_says_it_is_empty_is_blank(html: str) -> None:
    """Blank is what the page says or shows itself."""
    assert column(html).status is Status.BLANK


UNSEEN = {
    "filled by a request": (
        "<ul class='news-list' id='list'></ul><script>$.ajax({url:'/api/list'})</script>",
        "needs_browser",
    ),
    "template of a framework": ("<ul class='list'><li v-for='item in items'>{{item.title}}</li></ul>", "needs_browser"),
    "empty only on a condition": (
        "<div v-if='total==0'>暂无数据</div><script>new Vue({el:'#app'})</script>",
        "needs_browser",
    ),
    "nothing recognised": ("<p>本栏目介绍机构的主要职能和联系方式。</p>", "list_not_recognised"),
}


@pytest.mark.parametrize(("html", "reason"), UNSEEN.values(), ids=UNSEEN.keys())
def test_what_could_not_be_seen_is_unreadable_not_blank(html: str, reason: str) -> None:
    """A list a script fills, or that was not recognised, is our blindness and not the site's fault."""
    found = column(html)

    assert (found.status, found.reason) == (Status.UNREADABLE, reason)


def test_a_column_that_only_forwards_says_where_to() -> None:
    """A meta refresh is followed by the caller."""
    page = Page(b'<html><head><meta http-equiv="Refresh" content="0; url=./new/"></head><body></body></html>', URL)

    assert read_column(page).redirect == "http://www.some.gov.cn/xxgk/tzgg/new/"


def test_selectors_override() -> None:
    """The registry's selectors choose list and date, whatever else stands on the page."""
    html = (
        "<ul class='other'><li><a href='9.html'>别的列表里的一篇文章标题</a><span>2024-09-19</span></li></ul>"
        + rows(
            "<li><a href='{url}'>{title}</a><i class='made'>2020-01-01</i><i class='pub'>{day}</i></li>",
            "<ul id='main'>{}</ul>",
        )
    )

    by_container = column(html, list_selector="#main", date_selector=".pub")
    by_line = column(html, list_selector="#main > li", date_selector=".pub")

    for found in (by_container, by_line):
        assert [str(record.published_at)[:10] for record in found.records] == list(DAYS)


def test_a_lost_selector_is_blind_and_an_emptied_list_is_blank() -> None:
    """The selector's list without a line is blank; a selector that finds nothing, or is wrong, is blindness."""
    assert column("<div></div>", list_selector="#gone").reason == "selector_lost"
    assert column("<div></div>", list_selector="li[").reason == "bad_selector"
    assert column("<ul id='main'></ul>", list_selector="#main").status is Status.BLANK


PAGING = {
    "a link": ("<a href='index_1.html'>下一页</a>", "http://www.some.gov.cn/xxgk/tzgg/index_1.html"),
    "下页": ("<a href='tzgg/5.htm' class='Next'>下页</a>", "http://www.some.gov.cn/xxgk/tzgg/tzgg/5.htm"),
    "TRS script": (
        "<script>createPageHTML(55,0,'index','shtml','1089');</script>",
        "http://www.some.gov.cn/xxgk/tzgg/index_1.shtml",
    ),
    "TRS script, second page": (
        '<script>createPageHTML(55, 1, "index", "html");</script>',
        "http://www.some.gov.cn/xxgk/tzgg/index_2.html",
    ),
    "newer TRS script": (
        "<script>createPageHTML('page-div', 30, 1, 'list', 'html', 600);</script>",
        "http://www.some.gov.cn/xxgk/tzgg/list_1.html",
    ),
    "variables": (
        "<script>var currentPage=0;\nvar countPage=56\n</script>",
        "http://www.some.gov.cn/xxgk/tzgg/index_1.html",
    ),
    "last page": ("<script>createPageHTML(3,2,'index','html');</script>", None),
    "one page": ("<script>createPageHTML(1,0,'index','html');</script>", None),
    "none": ("", None),
}


@pytest.mark.parametrize(("html", "following"), PAGING.values(), ids=PAGING.keys())
def test_the_next_page_is_known(html: str, following: str | None) -> None:
    """As a link, or as the script would write it."""
    found = column(rows("<li><a href='{url}'>{title}</a><span>{day}</span></li>") + html)

    assert found.paging.next_url == following


@pytest.mark.parametrize(
    "script",
    [
        "window.location.href='list/index.html';",
        'location.replace("list/index.html")',
        "<!--\nlocation='list/index.html'\n//-->",
    ],
)
def test_a_script_that_only_leads_elsewhere_is_followed(script: str) -> None:
    """As a meta refresh is."""
    found = read_column(Page(f"<html><head><script>{script}</script></head><body></body></html>".encode(), URL))

    assert (found.reason, found.redirect) == ("redirect", "http://www.some.gov.cn/xxgk/tzgg/list/index.html")


def test_a_script_that_may_lead_elsewhere_is_not_followed() -> None:
    """What it does depends on who looks."""
    script = "if(/mobile/i.test(navigator.userAgent)){location.href='/m/'}"
    found = read_column(Page(f"<html><head><script>{script}</script></head><body></body></html>".encode(), URL))

    assert found.redirect is None


def test_a_title_of_two_characters_in_a_card_is_a_title() -> None:
    """公示 is all that some lines say."""
    found = column(rows("<a href='{url}'><p>{title}</p><em>{day}</em></a>", "<div>{}</div>").replace(TITLES[1], "公示"))

    assert [record.title for record in found.records] == [TITLES[0], "公示", TITLES[2]]


HOT = rows("<li><a href='{url}'>{title}</a><span>{day}</span></li>", "<div><h3>热点信息</h3><ul>{}</ul></div>")
BESIDE = rows("<li><a href='{url}'>{title}</a><span>{day}</span></li>", "<div class='r'><ul>{}</ul></div>")
AJAX = "<script>$.ajax({url:'/a',success:function(d){$('#main').html(d)}})</script>"


@pytest.mark.parametrize(
    "html",
    [
        f"<ul id='main' class='list'></ul>{HOT}{AJAX}",
        f"<ul id='main' class='list'></ul>{BESIDE}{AJAX}",
        f"<ul><li v-for='i in l'>{{{{i.title}}}}</li></ul>{BESIDE}<script>new Vue({{el:'#x'}})</script>",
        f"<div id='main'></div>{BESIDE}<script>$('#main').jpage({{dataproxy:'/d.jsp',totalcount:20}});</script>",
    ],
    ids=["most read beside it", "a list beside it", "template", "pages turned by a script"],
)
def test_what_stands_beside_a_list_that_a_script_fills_is_not_the_column(html: str) -> None:
    """The column itself was not seen."""
    assert column(html).reason == "needs_browser"


def test_a_long_list_is_the_column_whatever_a_script_fills() -> None:
    """Eight lines; seven may stand beside it."""
    line = "<li><a href='{0}.html'>关于做好第{0}项重点工作的通知</a><span>2024-09-0{0}</span></li>"
    part = f"<ul id='main' class='list'></ul>{AJAX}"

    assert len(column(f"<ul>{''.join(line.format(n) for n in range(1, 9))}</ul>{part}").records) == 8
    assert column(f"<ul>{''.join(line.format(n) for n in range(1, 8))}</ul>{part}").reason == "needs_browser"


def test_the_most_read_articles_are_never_the_column() -> None:
    """Not beside a column that says it is empty, not even where nothing else can be seen."""
    assert column(f"<div class='list'>暂无信息</div>{HOT}").status is Status.BLANK
    assert column(HOT).status is Status.UNREADABLE


def test_a_column_of_that_name_is_the_column() -> None:
    """热点信息 may be what the column is called."""
    found = read_column(Page(f"<title>热点信息-某某县</title>{HOT}".encode(), URL), observed_at=LOOKED)

    assert len(found.records) == 3


@pytest.mark.parametrize(
    ("part", "script", "status"),
    [
        ("<ul id='nl' class='news-list'></ul>", "/js/news.js", Status.UNREADABLE),
        ("<ul id='nl' class='news-list'></ul>", "/js/jquery-1.9.min.js", Status.BLANK),
        ("<ul class='news-list'></ul>", "/js/news.js", Status.BLANK),
    ],
    ids=["a script of its own", "a library", "a list without a name"],
)
def test_an_empty_list_that_a_script_may_fill_is_not_blank(part: str, script: str, status: Status) -> None:
    """A script we do not see the inside of could write into a list that has a name."""
    assert column(f"{part}<script src='{script}'></script>").status is status


LATEST = BESIDE.replace("<ul>", "<h3>最新公告</h3><ul>")


@pytest.mark.parametrize(
    "blank", ["<div class='list'>暂无信息</div>", "<ul class='news-list'></ul>"], ids=["says so", "keeps its markup"]
)
def test_a_blank_column_is_blank_beside_the_latest_of_the_site(blank: str) -> None:
    """最新公告 is not its list, however many dates it shows."""
    assert column(f"{blank}{LATEST}").status is Status.BLANK


def test_a_column_without_dates_is_read_beside_lists_with_dates() -> None:
    """The longer list, of five lines at least, is the column; four and a shorter one are not."""
    line = "<li><a href='{0}.html'>关于做好第{0}项重点工作任务的通知</a></li>"
    five = "".join(line.format(n) for n in range(5))

    assert len(column(f"<ul class='main'>{five}</ul>{LATEST}").records) == 5
    assert len(column(f"<ul class='main'>{line.format(1)}</ul>{LATEST}").records) == 3


def test_only_lists_beside_the_column_promise_nothing() -> None:
    """They may be all there is to see, and show nothing of how old the column is."""
    found = column(LATEST)

    assert (len(found.records), found.complete_since, found.certainty) == (3, None, Certainty.LOW)
    assert column(BESIDE).complete_since is not None


def test_names_of_other_websites_are_no_list() -> None:
    """友情链接 have long names and lead to home pages."""
    names = "".join(f"<li><a href='http://{n}.gov.cn/'>某某省第{n}市人民政府门户网站</a></li>" for n in range(6))

    assert column(f"<ul>{names}</ul>").status is Status.UNREADABLE
