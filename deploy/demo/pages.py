"""The pages of the websites: home, columns, articles, boards and letters, dated relative to one moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape

from deploy.demo.layout import JIUCUO, content_type, page
from deploy.demo.province import BOARDS, COLUMNS, UNITS, BoardPlan, ColumnPlan, SitePlan
from deploy.demo.wording import headline, letter_title
from shared.clock import local
from shared.registry.vocabulary import Category

_ENTRIES = 15
_ON_HOME = 6
_DAYS_TO_ANSWER = 5
_COLUMN_TYPES = {
    Category.NEWS: "工作动态",
    Category.NOTICE: "信息公开目录",
    Category.POLICY: "政策文件",
    Category.INTERPRETATION: "政策解读",
}
_OWNERS = {unit.id: unit.name for unit in UNITS}


@dataclass(frozen=True)
class Served:
    """What a web server answers on one path."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200


@dataclass(frozen=True)
class _Entry:
    title: str
    path: str
    on: date


def site_pages(site: SitePlan, now: datetime) -> Mapping[str, Served]:
    """Every page of a website by its path."""
    today = local(now).date()
    columns = [plan for plan in COLUMNS if plan.website_id == site.id]
    jiucuo = page(site, title="政府网站找错", content="<h1>政府网站找错</h1><p>请填写网页地址和问题描述。</p>")
    found = {"/": _home(site, columns, today), JIUCUO: _served(site, jiucuo)}
    for column in columns:
        entries = list(_entries(site, column, today))
        found[column.path] = _served(site, _column_page(site, column, entries))
        found |= {entry.path: _article(site, column, entry) for entry in entries}
    for board in BOARDS:
        if board.website_id == site.id:
            found |= _board_pages(site, board, today)
    return found


def _served(site: SitePlan, body: bytes) -> Served:
    return Served(body, content_type(site))


def _entries(site: SitePlan, column: ColumnPlan, today: date) -> Iterator[_Entry]:
    if column.newest is None:
        return
    for number in range(_ENTRIES):
        on = today - timedelta(days=column.newest + number * column.every)
        path = f"{column.path}{on:%Y%m}/t{on:%Y%m%d}_{column.id[1:]}{number:02}.html"
        yield _Entry(headline(column.category, site.place, number + int(column.id[3:])), path, on)


def _lines(entries: list[_Entry]) -> str:
    return "\n".join(
        f'<li><a href="{entry.path}" title="{escape(entry.title)}">{escape(entry.title)}</a>'
        f'<span class="date">{entry.on:%Y-%m-%d}</span></li>'
        for entry in entries
    )


def _home(site: SitePlan, columns: list[ColumnPlan], today: date) -> Served:
    blocks = []
    for column in columns:
        entries = list(_entries(site, column, today))[:_ON_HOME]
        if entries:
            blocks.append(
                f'<div class="block"><h2><a href="{column.path}">{escape(column.name)}</a></h2>'
                f'<ul class="list">\n{_lines(entries)}\n</ul></div>'
            )
    return _served(site, page(site, title=site.name, content="\n".join(blocks)))


def _column_page(site: SitePlan, column: ColumnPlan, entries: list[_Entry]) -> bytes:
    listed = f'<ul class="news_list">\n{_lines(entries)}\n</ul>\n<div class="page">共{len(entries)}条 1/1页</div>'
    blank = '<ul class="news_list"></ul>\n<p class="empty">暂无信息</p>'
    content = (
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; {escape(column.name)}</div>\n'
        f"<h1>{escape(column.name)}</h1>\n{listed if entries else blank}"
    )
    return page(site, title=f"{column.name}_{site.name}", content=content, meta=_column_tags(site, column))


def _column_tags(site: SitePlan, column: ColumnPlan) -> list[tuple[str, str]]:
    return [
        ("ColumnName", column.name),
        ("ColumnDescription", f"{site.place}{column.name}栏目"),
        ("ColumnKeywords", f"{site.place},{column.name}"),
        ("ColumnType", _COLUMN_TYPES.get(column.category, "信息公开目录")),
    ]


def _article(site: SitePlan, column: ColumnPlan, entry: _Entry) -> Served:
    published = f"{entry.on:%Y-%m-%d} 09:30"
    meta = [
        *_column_tags(site, column),
        ("ArticleTitle", entry.title),
        ("PubDate", published),
        ("ContentSource", _OWNERS[site.unit_id]),
    ]
    content = (
        f'<h1 class="title">{escape(entry.title)}</h1>\n'
        f'<div class="info">发布时间：{published}　来源：{escape(_OWNERS[site.unit_id])}</div>\n'
        f'<div class="content"><p>{escape(entry.title)}。有关部门将按照既定安排抓好落实。</p></div>'
    )
    return _served(site, page(site, title=f"{entry.title}_{site.name}", content=content, meta=meta))


@dataclass(frozen=True)
class _Letter:
    number: str
    title: str
    path: str
    asked_on: date
    replied_on: date | None


def _letters(board: BoardPlan, today: date) -> Iterator[_Letter]:
    for place, age in enumerate(board.ages):
        asked_on = today - timedelta(days=age)
        replied_on = None if age in board.waiting else asked_on + timedelta(days=min(_DAYS_TO_ANSWER, age))
        number = f"{asked_on:%Y%m%d}{place + 1:03}"
        path = f"{board.path}detail_{number}.html"
        yield _Letter(number, letter_title(place + int(board.id[1:]) * 5), path, asked_on, replied_on)


def _board_pages(site: SitePlan, board: BoardPlan, today: date) -> dict[str, Served]:
    letters = list(_letters(board, today))
    owner = _OWNERS[site.unit_id]
    rows = "\n".join(
        f"<tr><td>{letter.number}</td>"
        f'<td><a href="{letter.path}">{escape(letter.title)}</a></td>'
        f"<td>{letter.asked_on:%Y-%m-%d}</td>"
        f"<td>{'已答复' if letter.replied_on else '办理中'}</td>"
        f"<td>{letter.replied_on or ''}</td><td>{owner if letter.replied_on else ''}</td></tr>"
        for letter in letters
    )
    content = (
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; {escape(board.name)}</div>\n'
        f"<h1>{escape(board.name)}</h1>\n"
        '<table class="letters">\n<thead><tr><th>信件编号</th><th>信件标题</th><th>来信时间</th><th>办理状态</th>'
        f"<th>答复时间</th><th>答复单位</th></tr></thead>\n<tbody>\n{rows}\n</tbody></table>\n"
        f'<div class="page">共{len(letters)}封 1/1页</div>'
    )
    pages = {board.path: _served(site, page(site, title=f"{board.name}_{site.name}", content=content))}
    return pages | {letter.path: _letter_page(site, board, letter) for letter in letters}


def _letter_page(site: SitePlan, board: BoardPlan, letter: _Letter) -> Served:
    answer = (
        f"<tr><th>答复单位</th><td>{_OWNERS[site.unit_id]}</td></tr>\n"
        f"<tr><th>答复时间</th><td>{letter.replied_on:%Y-%m-%d}</td></tr>\n"
        "<tr><th>答复内容</th><td>您好，来信收悉。经核实，有关事项已转相关部门办理，结果已电话告知。感谢您的支持。</td></tr>"
        if letter.replied_on
        else ""
    )
    content = (
        f'<h1>{escape(board.name)}</h1>\n<table class="letter">\n'
        f"<tr><th>信件编号</th><td>{letter.number}</td></tr>\n"
        f"<tr><th>信件标题</th><td>{escape(letter.title)}</td></tr>\n"
        f"<tr><th>来信时间</th><td>{letter.asked_on:%Y-%m-%d}</td></tr>\n"
        f"<tr><th>办理状态</th><td>{'已答复' if letter.replied_on else '办理中'}</td></tr>\n"
        f"<tr><th>来信内容</th><td>{escape(letter.title)}，请予以答复。</td></tr>\n"
        f"{answer}\n</table>"
    )
    return _served(site, page(site, title=f"{letter.title}_{site.name}", content=content))


FIREWALL = Served(
    b"""<!DOCTYPE html><html><head><meta charset="utf-8"><script>
$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=77182;$_ts.cd="qEJrmaGrqqVqcqqkqc";
var _$ab=_$cd(_$ef);document.cookie="FSSBBIl1UgzbN7NP=60Q";
</script></head><body></body></html>""",
    status=412,
)
"""What a firewall answers in place of every page of a website it guards."""
