"""Which date of an article page is its publication, and when there is none to trust."""

from datetime import datetime

import pytest

from services.crawler.dating.headline import headline_of
from services.crawler.dating.publication import Publication, publication_of
from services.crawler.dating.witness import Certainty
from services.crawler.parsing.page import Page
from shared.clock import CHINA

TITLE = "关于做好全市防汛抗旱工作的通知"
PROSE = "各县区人民政府：为切实做好今年防汛抗旱工作，保障人民群众生命财产安全，现就有关事项通知如下。请认真贯彻执行。"
SIGNED = "<p>某某市人民政府办公室</p><p>2020年7月30日</p>"


def published(html: str, url: str = "", observed_at: datetime | None = None) -> Publication:
    """What a page with this markup says of its publication."""
    page = Page(html.encode(), url)
    return publication_of(page, headline_of(page).text, observed_at)


def article(bar: str, *, head: str = "", above: str = "", below: str = "", body: str = PROSE + SIGNED) -> str:
    """A page of the usual kind: head, what stands above, title, a bar of information, text, what stands below."""
    return (
        f"<html><head><title>{TITLE}-某某市人民政府门户网站</title>{head}</head><body>{above}<div class='con'>"
        f"<h1>{TITLE}</h1>{bar}<div class='TRS_Editor'><p>{body}</p></div></div>{below}</body></html>"
    )


RIGHT = {
    "发布日期 in one text": article("<div>发布日期：2020-08-02 来源：市政府办 浏览次数：12</div>"),
    "label and date in two elements": article("<span>发布时间：</span><span>2020-08-02 10:30</span>"),
    "label spread by blanks": article("<div>发 布 时 间：2020年08月02日</div>"),
    "label in brackets": article("<div>[发布时间] 2020/8/2</div>"),
    "Chinese date glued to its time": article("<div>2020年8月2日15:11:25 来源：本站</div>"),
    "full width": article("<div>发布时间：２０２０－０８－０２</div>"),
    "points": article("<div>2020.08.02</div>"),
    "square brackets": article("<div>[2020-08-02 16:35]</div>"),
    "two-digit year": article("<div>20-08-02 12:11:42</div>"),
    "时间 alone": article("<div>来源：市水利局&nbsp;&nbsp;时间：2020-08-02</div>"),
    "日期 alone": article("<p>日期：2020-08-02</p>"),
    "date then the word": article("<div>2020-08-02 发布</div>"),
    "发布于": article("<div>发布于 2020-08-02 08:00</div>"),
    "day beside month": article("<div class='d'><b>02</b><span>2020年08月</span></div>"),
    "day beside month with dash": article("<div class='d'><b>02</b><i>2020-08</i></div>"),
    "year beside day": article("<div><em>2020</em><em>08-02</em></div>"),
    "成文日期 first": article("<p>成文日期：2020-07-30</p><p>发布日期：2020-08-02</p>"),
    "成文日期 behind": article("<p>发布日期：2020-08-02</p><p>成文日期：2020-07-30</p>"),
    "生成日期 beside 发布日期": article("<span>生成日期：2020-07-30</span><span>发布日期：2020-08-02</span>"),
    "实施日期 later": article("<span>发布日期：2020-08-02</span><span>实施日期：2020-10-01</span>"),
    "updated beside published": article("<div>发布时间：2020-08-02 更新时间：2021-01-05</div>"),
    "clock in the head of the page": article(
        "<div>发布时间：2020-08-02</div>", above="<div>今天是2024年3月5日 星期二</div>"
    ),
    "clock and a bare date": article(
        "<div>2020-08-02 来源：本站</div>", above="<div>今天是：2024年3月5日 星期二</div>"
    ),
    "related list below": article(
        "<div>发布时间：2020-08-02</div>",
        below="<ul><li><a href='a.html'>关于另外一件事情的公告</a><span>2023-01-01</span></li></ul>",
    ),
    "related list with its own labels": article(
        "<div>2020-08-02 来源：本站</div>",
        below="<ul><li><a href='a.html'>关于另外一件事情的公告</a><span>发布时间：2023-01-01</span></li></ul>",
    ),
    "list beside the article": article(
        "<div>2020-08-02 浏览：3</div>",
        above="<ul><li><a href='a.html'>一篇更新更新的文章标题</a><span>2023-01-01</span></li></ul>",
    ),
    "government tag": article("<div>浏览：3</div>", head="<meta name='PubDate' content='2020-08-02 09:30'>"),
    "government tag, small letters, Chinese date": article(
        "<div></div>", head="<meta name='pubdate' content='2020年08月02日'>"
    ),
    "tag without a blank between its attributes": article("", head='<meta name="PubDate"content="2020-08-02">'),
    "Maketime is no publication": article(
        "<div>发布日期：2020-08-02</div>", head="<meta name='Maketime' content='2022-03-22 12:28:37'>"
    ),
    "tag a day before the page": article(
        "<div>发布日期：2020-08-03</div>", head="<meta name='PubDate' content='2020-08-02'>"
    ),
    "open graph with zone": article("", head="<meta property='article:published_time' content='2020-08-01T18:00:00Z'>"),
    "structured data": article(
        "", head='<script type="application/ld+json">{"datePublished":"2020-08-02T10:00:00+08:00"}</script>'
    ),
    "variable written by a script": article("<script>var pubdata='2020年8月2日';document.write(pubdata)</script>"),
    "variable of another name": article("<script>var __$pubtime='2020-08-02 16:59:00';</script>"),
    "epoch in a script": article('<script>window.d={"publishTime":1596333600000}</script>'),
    "table of the open directory": (
        f"<html><head><title>{TITLE}</title></head><body><table><tr><td>索引号</td><td>000014348/2020-35147</td>"
        "<td>成文日期</td><td>2020-07-30</td></tr><tr><td>发文机关</td><td>市政府</td><td>发布日期</td>"
        f"<td>2020-08-02</td></tr><tr><td>标题</td><td colspan=3>{TITLE}</td></tr></table><p>{PROSE}</p>{SIGNED}</body>"
    ),
    "heads above the values": (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><table><tr><th>文号</th><th>成文日期</th>"
        "<th>发布日期</th></tr><tr><td>某政〔2020〕1号</td><td>2020-07-30</td><td>2020-08-02</td></tr></table>"
        f"<p>{PROSE}</p></body>"
    ),
    "date above the title": (
        f"<html><head><title>{TITLE}_某某网</title></head><body><div class='time'>2020-08-02</div><h1>{TITLE}</h1>"
        f"<p>{PROSE}</p></body>"
    ),
    "at the end, labelled": article("", below="<div>发布日期：2020-08-02</div>"),
    "title only in the window": (
        f"<html><head><title>{TITLE}</title></head><body><div>来源：市政府办 2020-08-02 浏览：3</div>"
        f"<p>{PROSE}</p></body>"
    ),
    "generic window title": (
        f"<html><head><title>某某市人民政府</title></head><body><h1>{TITLE}</h1><div>2020-08-02 来源：本站"
        f"</div><p>{PROSE}</p>"
    ),
    "meeting in the text": article(
        "<div>2020-08-02</div>", body=f"会议时间：2020年9月15日上午9时。地点：市政府会议室。{PROSE}"
    ),
    "updated is all there is": article("<div>更新时间：2020-08-02 来源：本站</div>"),
    "weekday behind the date": article("<div>2020年08月02日 星期日 来源：某某日报</div>"),
    "source before date": article("<div>来源：自然资源局 2020-08-02 15:20 字体：大 中 小</div>"),
    "definition list": article("<dl><dt>发布日期</dt><dd>2020-08-02</dd><dt>成文日期</dt><dd>2020-07-30</dd></dl>"),
    "stroke before the date": article("<div>来源：新华网 - 2020-08-02</div>"),
    "author before date": article("<div>作者：张三 编辑：李四 2020-08-02 点击：12次</div>"),
    "footer with years": article("<div>2020-08-02</div>", below="<div>Copyright © 2003-2024 某某市人民政府</div>"),
    "time element": article("<time datetime='2020-08-02T08:00:00+08:00'>2020-08-02</time>"),
    "date of adoption below the title": article(
        "<p>发布日期：2020-08-02</p><p>（2020年7月15日市政府第三次常务会议通过）</p>"
    ),
    "year, month and day in elements of a head": article(
        "",
        above="<div class='header-time'><span class='year'><em>2020</em></span><span class='day'><em>08</em>/<em>02"
        "</em></span><span class='time'>16:59:00</span></div>",
    ),
    "every part in its own element": article(
        "<p><span>2020</span><span>年</span><span>8</span><span>月</span><span>2</span><span>日</span></p>"
    ),
    "two-digit year behind a label": article("<span>发布时间：20-08-02 14:22</span>"),
    "two-digit year glued to its time": article("<span>发布时间：20-08-0214:22</span>"),
    "bar with a stroke": article("<div>来源：央视网 | 2020年08月02日 14:22:45</div>"),
    "信息时间": article("<div>信息时间：2020-08-02 阅读次数：3</div>"),
    "公告日期": article("<div>公告日期：2020-08-02</div>"),
    "behind the title in its heading": (
        f"<html><head><title>{TITLE}</title></head><body><p class='bt'>{TITLE} [2020-08-02]</p><p>{PROSE}</p></body>"
    ),
    "Java's way in the tag": article("", head="<meta name='PubDate' content='Sun Aug 02 10:20:30 CST 2020'>"),
    "mail's way in the tag": article("", head="<meta name='date' content='Sun, 02 Aug 2020 10:20:30 +0800'>"),
    "English month in the tag": article("", head="<meta name='PubDate' content='Aug 2, 2020 10:20:30 AM'>"),
    "WeChat article": article("", head='<script>var ct = "1596333600";var msg_title = "x";</script>'),
    "script of its own writing": article(
        "<div>发布时间：<script>var tm='2020-08-02 10:00:00';document.write(tm.substring(0,10));</script></div>"
    ),
    "other articles in a table without list elements": article(
        "<div>2020-08-02 来源：本站</div>",
        above="<table><tr><td><a href='a.html'>一篇更新更新的文章标题</a></td><td>2023-01-01</td></tr></table>",
    ),
    "title first in the breadcrumb, then a side list": (
        f"<html><head><title>{TITLE}</title></head><body><div>当前位置：首页 &gt; 通知 &gt; {TITLE}</div>"
        "<div class='side'><div><a href='a.html'>一篇更新更新的文章标题</a><span>2023-01-01</span></div></div>"
        f"<div class='main'><div class='title'>{TITLE}</div><div>时间：2020-08-02 来源：本站</div>"
        f"<p>{PROSE}</p></div></body>"
    ),
    "meeting below in short lines": article(
        "<div>发布：2020-08-02</div><p>一、时间：2020年9月15日</p><p>二、地点：会议室</p>", body=PROSE
    ),
    "generic window title, class of the title": (
        "<html><head><title>某某县人民政府</title></head><body><div class='article-title'>" + TITLE + "</div>"
        f"<div>2020-08-02</div><p>{PROSE}</p></body>"
    ),
    "brackets around label and date": article("<div>【发布时间：2020-08-02】【字号：大 中 小】</div>"),
    "号 for 日": article("<div>2020年8月2号</div>"),
    "unclosed cells of an old page": (
        f"<html><title>{TITLE}</title><table><tr><td align=center><b>{TITLE}</b><tr>"
        f"<td>作者:佚名 文章来源:本站 点击数:12 "
        f"更新时间:2020-8-2<tr><td>{PROSE}</table>"
    ),
    "title broken over two lines": (
        "<html><head><title>关于做好全市防汛抗旱工作的通知</title></head><body><h1>关于做好全市"
        "<br>防汛抗旱工作的通知</h1>"
        f"<div>2020-08-02</div><p>{PROSE}</p></body>"
    ),
    "long name of an office behind the date": article("<div>2020-08-02 10:20 某某市自然资源和规划局办公室宣传科</div>"),
    "clock after the breadcrumb": (
        f"<html><head><title>{TITLE}</title></head><body><div>当前位置：首页 &gt; {TITLE}</div>"
        f"<div>2024年3月5日 星期二</div>"
        f"<h1>{TITLE}</h1><div>2020-08-02</div><p>{PROSE}</p></body>"
    ),
    "shown title goes on where the window's ends": (
        f"<html><head><title>{TITLE}（征求意见稿）</title></head><body><h3>{TITLE}(征求 意见稿)全文</h3>"
        f"<div>2020-08-02</div><p>{PROSE}"
    ),
    "archived": article("<div>发布时间：2020-08-02</div><div>已归档 归档时间：2023-05-01</div>"),
    "date of signature above 相关阅读": article(
        "<div>更新时间：2020-8-2</div>", below="<div class='xg'><h3>相关阅读</h3></div>"
    ),
    "录入时间 before the date of signature": article(
        "<div>录入时间：2020-08-02 录入员：张三</div>", below="<h3>相关阅读</h3>"
    ),
    "Chinese numerals behind the label": article("<div>发布日期：二〇二〇年八月二日</div>"),
    "Chinese numerals with circles": article("<div>发布时间：二○二○年八月二日 来源：市府办</div>"),
    "English month": article("<div>Updated: August 2, 2020</div>"),
    "English month behind its day": article("<div>2 Aug. 2020</div>"),
    "digits without a mark behind the label": article("<div>发布日期：20200802</div>"),
    "traditional characters": article("<div>發佈時間：2020年8月2日</div>"),
    "put into the page by a script": article("<i id='t'></i><script>$('#t').html('2020-08-02 10:10:10');</script>"),
    "put into an element by a script": article(
        "<i id='t'></i><script>document.getElementById('t').innerHTML='2020年08月02日';</script>"
    ),
    "time element of a blog": article(
        "<a href='/2020/08/'><time class='entry-date published' datetime='2020-08-02T10:10:00+08:00'>8月2日</time></a>"
    ),
    "month and day, the year by the last change": article(
        "<div>发布时间：08-02</div>", head="<meta itemprop='dateUpdate' content='2020-08-02 10:10:10'>"
    ),
    "tag, and the day of the document below the title": article(
        "<p align=center>2020年7月20日</p>", head="<meta name='PubDate' content='2020-08-02 10:00'>"
    ),
    "a vague tag of the template beside a bar": article(
        "<div>发布时间：2020-08-02</div>", head="<meta name='date' content='2015-01-20'>"
    ),
    "summary above the bar": article(
        "<div>摘要：为落实上级部署，现将方案印发。</div><div><span>2020-08-02</span><span>来源：市府办</span><span>浏览：3</span></div>"
    ),
    "small in the heading, generic window title": (
        f"<html><head><title>某某市人民政府</title></head><body><h1>{TITLE}<small>2020-08-02</small></h1><p>{PROSE}</p>"
    ),
    "clock beside 无障碍浏览": (
        "<html><head><title>某某市水利局</title></head><body><span>2024年11月28日</span><span>无障碍浏览</span>"
        f"<p>{TITLE}</p><div>发布日期：2020-08-02</div><p>{PROSE}</p></body>"
    ),
}
"""Pages published on 2 August 2020, as different systems show it."""


@pytest.mark.parametrize("html", RIGHT.values(), ids=RIGHT.keys())
def test_the_day_shown_is_read(html: str) -> None:
    """Every way of showing 2020-08-02 is read as that day."""
    found = published(html)

    assert found.at is not None, found.why_none
    assert found.at.date().isoformat() == "2020-08-02"


TENDER = "<p>招标公告日期：2020年7月1日</p><p>开标日期：2020年7月25日</p><p>采购人：市水利局</p>"
LICENCE = (
    "<table><tr><th>企业</th><th>许可决定日期</th></tr><tr><td>某某公司</td><td>2020-07-01</td></tr></table>"
    "<table><tr><td>处罚有效期</td><td>2020-07-16</td></tr><tr><td>公示截止期</td><td>2021-07-01</td></tr></table>"
)
PROJECTS = "".join(f"<tr><td>{n}</td><td>项目{n}</td><td>2020-0{n}-01</td></tr>" for n in range(1, 5))
SHORT = "<p>各科室：</p><p>即日起调整作息时间</p><p>综合科</p><p>2020-07-30</p>"
BUDGET = "<p>一、部门情况</p><p>二、预算表</p><p>附件：预算表.xls</p><p>2020年2月15日</p>"
REPORTED = (
    "<p>某某日报讯（记者 王五）7月31日，市委召开会议。会议强调，要压实责任，抓好各项工作落实，确保完成全年任务。</p>"
)
BODIES = {
    "days of a tender": TENDER,
    "days of a licence": LICENCE,
    "a table of dates": f"<table>{PROJECTS}</table>",
    "signature in figures": SHORT,
    "a date far below": BUDGET,
    "a newspaper's line below its text": f"{REPORTED}<p>2020年7月31日 某某日报 第01版</p>",
    "statistics": "<p>数据来源：市统计局 统计截止2020年6月30日</p>",
}
"""Texts with dates of their own."""


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_dates_of_the_text_are_no_publication(body: str) -> None:
    """Without a bar there is none; with one, of whatever form, it is the bar's."""
    bars = ("<div>2020-08-02</div>", "<div>来源：市府办 2020-08-02 10:10</div>", "<div>发布时间：2020-08-02</div>")

    assert published(article("<div>浏览次数：3 打印</div>", body=body)).at is None
    assert {str(published(article(bar, body=body)).at)[:10] for bar in bars} == {"2020-08-02"}


NONE = {
    "no date at all": article(""),
    "only the date of signature": article(""),
    "only a clock": article("", above="<div>今天是2024年3月5日 星期二</div>", body=PROSE),
    "only 成文日期": article("<p>成文日期：2020-07-30</p>"),
    "only 实施日期": article("<p>实施日期：2020-10-01</p>", body=PROSE),
    "only the date of adoption": article("<p>（2020年7月15日市政府第三次常务会议通过）</p>"),
    "only other articles have dates": article(
        "", below="<ul><li><a href='a.html'>关于另外一件事情的公告</a><span>2023-01-01</span></li></ul>"
    ),
    "two dates without a word": article("<span>2020-07-30</span><span>2020-08-05</span>"),
    "a span of days": article("<div>公示期：2020-08-01至2020-08-07</div>"),
    "a span in two elements": article("<div><span>2020-08-01</span><span>至</span><span>2020-08-07</span></div>"),
    "month and day only": article("<div>08-02</div>"),
    "placeholder tag": article("", head="<meta name='PubDate' content='1970-01-01 08:00:00'>"),
    "template left in the tag": article("", head="<meta name='PubDate' content='{$PubDate}'>"),
    "impossible day": article("<div>发布日期：2020-02-30</div>"),
    "tag and page far apart": article(
        "<div>发布日期：2018-08-02</div>", head="<meta name='PubDate' content='2020-08-02'>"
    ),
    "variables of many articles": article(
        '<script>var list=[{"publishTime":"2020-08-02"},{"publishTime":"2020-09-09"}]</script>'
    ),
    "deadline": article("<div>报名截止时间：2020-08-02</div>"),
    "a meeting in short lines": article("<p>时间：2020年9月15日</p><p>地点：市政府会议室</p>", body=PROSE),
    "numbered lines of a notice": article("<p>一、时间：2020年9月15日</p><p>二、对象：全体</p>", body=PROSE),
    "tender": article("<p>开标时间：2020-09-01 09:00</p><p>递交截止：2020-08-31</p>", body=PROSE),
    "signature of a short notice": article(
        "", body="<p>各科室：</p><p>放假三天。</p><p>办公室</p><p>2020年7月30日</p>"
    ),
    "a comment": article("<div>2020-08-02</div>", below="<div>网友 发表于 2020-09-05 12:00</div>"),
    "clock without a word": article("", above="<div>2024年3月5日 星期二</div>", body=PROSE),
    "caption below the title": article("<p>2020年7月30日市长张某某到某某县调研</p>", body=PROSE),
    "archived, nothing else": article("<div>已归档 归档时间：2023-05-01</div>"),
    "hidden copy of another article": article("<div style='display:none'>发布时间：2019-01-01</div>", body=PROSE),
    "countdown script": article("<script>var end=new Date('2020/10/01');count(end)</script>", body=PROSE),
    "sample of another language": article("<script>$('.date').text(new Date().toString())</script>", body=PROSE),
    "archive number like a date": article("<p>档号：2020-08-02</p>", body=PROSE),
    "telephone and postcode": article("<p>电话：0898-6853-1212</p>", body=PROSE),
    "date in a sentence below the title": article(
        "<p>2020年8月2日，市长到某某县调研防汛抗旱工作，强调要压实责任。</p>"
    ),
    "date in the title": (
        "<html><head><title>2020年8月2日天气预报</title></head><body><h1>2020年8月2日天气预报</h1>"
        "<p>晴转多云，</p></body>"
    ),
    "date of signature above 相关阅读": article("", below="<div class='xg'><h3>相关阅读</h3></div>"),
    "Chinese numerals of a signature": article("", body=f"{PROSE}<p>市政府办公室</p><p>二〇二〇年七月三十日</p>"),
    "update of the whole site": article("<div>本站最后更新时间：2026-11-20</div>", body=PROSE),
    "update in the foot": article("", body=PROSE, below="<div>主办：市政府</div><div>更新时间：2026-11-20</div>"),
    "weather with a label of its own": article(
        "", above="<div>某某市 多云 发布时间：2024-11-28 08:00 来源：市气象台</div>", body=PROSE
    ),
    "update below the text": article("", body=PROSE, below="<div>责任编辑：张三 打印</div><p>更新时间：2026-11-20</p>"),
    "weather": article("", above="<div>天气：多云 更新时间：2024-11-28 08:00</div>", body=PROSE),
    "signature of a notice without a sentence": article(
        "", body="<p>各科室：</p><p>放假三天</p><p>某某市水利局</p><p>2020年7月30日</p>"
    ),
    "signature in one line": article("", body="<p>各科室：放假三天</p><p>某某市水利局 2020年7月30日</p>"),
    "day below the number of a document": article("<p>某政办发〔2020〕12号</p><p>2020年7月30日</p>", body=PROSE),
    "script that asks whether a day has come": article(
        "", body=f"{PROSE}<script>if(new Date()<new Date('2022/12/07')){{document.write('<style></style>')}}</script>"
    ),
    "appointment": article("", body="<p>时间：2020年9月15日上午9:00</p><p>三楼</p>"),
    "审核时间": article("<div>审核时间：2020-08-01</div>", body=PROSE),
    "clock beside 无障碍浏览": article("", above="<span>2024年11月28日</span><span>无障碍浏览</span>", body=PROSE),
    "tag, and a bar of another day": article(
        "<div>2018-05-06 10:00 来源：市府办</div>", head="<meta name='PubDate' content='2020-08-02'>"
    ),
    "previous article": article("", below="<div>上一篇：<a href='a.html'>另外一篇文章标题</a> 2023-01-01</div>"),
}


@pytest.mark.parametrize("html", NONE.values(), ids=NONE.keys())
def test_none_is_said_where_nothing_can_be_trusted(html: str) -> None:
    """A page that shows no date of publication, or contradicts itself, gets none: a made-up date accuses somebody."""
    found = published(html)

    assert found.at is None, found
    assert found.why_none


def test_a_majority_settles_a_contradiction() -> None:
    """Two witnesses against one are believed, but less surely."""
    html = article("<div>发布日期：2018-08-02</div>", head="<meta name='PubDate' content='2020-08-02'>")

    found = published(html, "http://x.gov.cn/art/2018/8/2/art_1_2.html")

    assert found.at is not None
    assert (found.at.year, found.certainty) == (2018, Certainty.MEDIUM)


def test_an_address_alone_is_not_believed() -> None:
    """The date in an address was wrong for every fourth page of one site."""
    assert published(article(""), "http://x.gov.cn/202008/t20200802_1.html").at is None
    assert published(article("", body=PROSE), "http://x.gov.cn/2020/08/02/1.html").at is None


def test_an_address_knows_the_year_of_a_date_without_one() -> None:
    """发布时间：08-02 and an address of the same month and day; of another one it says nothing."""
    html = article("<div>发布时间：08-02</div>")

    found = published(html, "http://x.gov.cn/zwgk/202008/t20200802_1.html")

    assert found.at == datetime(2020, 8, 2, tzinfo=CHINA)
    assert published(html, "http://x.gov.cn/zwgk/202008/t20200803_1.html").at is None


def test_an_address_the_text_confirms_is_a_last_resort() -> None:
    """A folder named by the day, and the same day in the text, are enough for a low certainty."""
    found = published(article("", body=f"本报8月2日讯 {PROSE}"), "http://x.gov.cn/2020/08/02/1.html")

    assert found.at is not None
    assert (found.origin, found.certainty) == ("url", Certainty.LOW)


def test_a_future_date_is_kept_and_flagged() -> None:
    """A date after the moment of looking is a finding, not a mistake of reading."""
    looked = datetime(2020, 8, 1, 12, tzinfo=CHINA)

    found = published(article("<div>发布日期：2020-08-02</div>"), observed_at=looked)

    assert found.future
    assert not published(article("<div>发布日期：2020-08-02</div>"), observed_at=looked.replace(day=2)).future


def test_the_time_of_day_comes_from_whoever_knows_it() -> None:
    """The tag has the day, the page the minute: the moment has both."""
    html = article("<div>2020-08-02 08:18</div>", head="<meta name='PubDate' content='2020-08-02'>")

    found = published(html)

    assert found.at == datetime(2020, 8, 2, 8, 18, tzinfo=CHINA)
    assert [witness.origin for witness in found.witnesses] == ["meta:pubdate", "near_title"]
