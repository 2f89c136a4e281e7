"""What is proved absent is absent: with and without the proofs every page says the same."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.crawler.article_facts import article_facts
from services.crawler.collectors.identity import read_marks
from services.crawler.parsing.page import Page
from services.crawler.parsing.silence import Silence

AT = datetime(2026, 11, 1, tzinfo=UTC)
URL = "http://www.example.gov.cn/c1/p1.html"
WORDS = "栏目 update 数据 city 通知 department 链接 " * 20
SAID = (
    "<p>2024年1月2日</p>",
    "<p>20<x></x>24-01-02</p>",
    "<p>20</x>24-01-02</p>",
    "<p>20&#50;4-01-02</p>",
    "<p>1998.3.4</p>",
    "<p>２０２４年１月２日</p>",
    "<p>2０24-1-2</p>",
    "<p>&#xff12;&#xff10;&#xff12;&#xff14;年1月2日</p>",
    "<p>请问这里的材料什么时候可以领取&#65311;</p>",
    "<p>二〇二四年一月二日</p>",
    "<span>24-01-02</span>",
    "<span>24．01．02</span>",
    "<span>24&period;1&period;2</span>",
    "<span>2</span><span>2024-05</span>",
    "<span>Aug 2, 2024</span>",
    "<p>时间：20240102</p>",
    "<p>各科室，请看。</p>",
    "<p>各科室&#65292;请于月底之前报送本单位的材料</p>",
    "<p>请问这里的材料什么时候可以领取？</p>",
    "<p>来源 某某日报</p>",
    "<p>【来源】某某日报</p>",
    "<p>供稿单位 转载自：某某网</p>",
    "<p>本页已归档</p>",
    "<p>已&#24402;档</p>",
    "<h2>某某办公室的一项通知</h2>",
    "<div class='Main-TITLE'>某某办公室的一项通知</div>",
    "<div id=bt>某某办公室的一项通知</div>",
    "<p>站点一二三四五六七八</p>",
    "<p>站 点&nbsp;一二 三四五六七八</p>",
    "<p>站</x>点一二三四五六七八</p>",
    "<p>站&#28857;一二三四五六七八</p>",
    "<p>京ICP备12345678号-1</p>",
    "<p>京ICP证030173号</p>",
    "<p>京公网安备 11010102001234号</p>",
    "<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=11010102001234'>x</a>",
    "<script src='http://dcs.conac.cn/js/33/000/CA330000000604258890001.js'></script>",
    "<p>主办单位 某某市</p><p>电话 0571-12345678</p>",
    "<p>邮箱 someone@example.gov.cn</p>",
    "<p>网站标识码3300000001</p>",
    "<a href='/down/a.pdf'>附件</a>",
    "<a href='/d&#46;pdf'>附件</a>",
    "<a href='a.pd\nf'>附件</a>",
    "<a href='a.pdf #x'>附件</a>",
    "<a href='b\\a.docx'>附件</a>",
    "<base href='http://www.example.gov.cn/a.pdf'><a href='?b=1'>附件</a>",
    "<base href='/download/'><a href='b'>附件</a>",
    "<a href='/z.html'>一图读懂某某某方案</a>",
    "<script>var pubDate = '2024-01-02';</script>",
    "<script>document.write('2024-01-02')</script>",
    "<meta name=PubDate content='2024-01-02'>",
    "<time datetime='2024-01-02' pubdate>x</time>",
    "<template>2024-01-02</template>",
    "",
)


MARKS = (
    "<script>document.write(unescape('%63onac%2Ecn%2F'))</script>",
    "<script>document.write(unescape('%64cs.c\"+\"onac%2Ecn'))</script>",
    "<script>var _ideConac = 1; imgConac = 2;</script>",
    "<!-- <a href='//bszs.conac.cn/sitename?method=show&id=0'>x</a> -->",
    "<img alt='党政机关网站标识'>",
    "<a href='https://beian.mps.gov.cn/#/query/webSearch?code=11010102001234'>x</a>",
    "<a href='HTTP://BEIAN.GOV.CN/?recordcode=11010102001234'>beian</a>",
    "<a href='http://pucha.kaipuyun.cn/exposure/jiucuo.html?site_code=3300000001'>x</a>",
    "<a href='/exposure/a.html?sitecode=3300000001'>x</a>",
    "<a href='http://zfwzgl.www.gov.cn/exposure/jiucuo.html'>x</a>",
    "<script src='/js/jiucuo.js'></script>",
    "我为政府网站找错",
)


class Loud(Silence):
    """Proves nothing."""

    of_articles = of_years = False

    def lacks(self, characters: str) -> bool:
        del characters
        return False

    def of_beginning(self, words: str) -> bool:
        del words
        return False


def everything(body: bytes, *, url: str = URL, loud: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """All facts and marks of a page, with the proofs or without."""
    page = Page(body, url, "text/html")
    if loud:
        page.__dict__["silence"] = Loud(page.tree.body)
    return article_facts(page, AT), read_marks(page)


def a_page(said: str, *, title: str = "站点一二三四五六七八 — 某某网", encoding: str = "utf-8") -> bytes:
    """A page that says nothing an article says, but this."""
    head = f"<head><meta charset={encoding}><title>{title}</title></head>"
    return f"<html>{head}<body><p>{WORDS}</p>{said}<p>{WORDS}</p></body></html>".encode(encoding)


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_with_the_proofs_a_page_says_what_it_says_without_them(said: str, encoding: str) -> None:
    """Whatever stands between words that say nothing."""
    body = a_page(said, encoding=encoding)

    assert everything(body, loud=True) == everything(body)


@pytest.mark.parametrize("said", MARKS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_with_the_proofs_a_page_shows_the_marks_it_shows_without_them(
    said: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever of a website's marks stands in its markup, in whatever encoding."""
    proved = everything(a_page(said, encoding=encoding))
    monkeypatch.setattr(Page, "may_hold", lambda *_: True)

    assert everything(a_page(said, encoding=encoding), loud=True) == proved


@pytest.mark.parametrize("said", ["<span>03-04</span>", "<span>3月4日</span>"])
def test_a_date_without_a_year_is_found_where_the_address_knows_the_year(said: str) -> None:
    """There the text is looked through, whatever is proved of dates with years."""
    url = "http://www.example.gov.cn/2024/03/04/p1.html"
    body = a_page(f"<h1>站点一二三四五六七八</h1>{said}")

    assert everything(body, url=url, loud=True) == everything(body, url=url)


def test_a_page_that_says_nothing_is_not_taken_apart() -> None:
    """Its facts are known without its outline."""
    page = Page(a_page(""), URL)

    facts, marks = article_facts(page, AT), read_marks(page)

    assert page.silence.of_articles
    assert "outline" not in page.__dict__
    assert {"title": "站点一二三四五六七八", "title_origin": "window", "dates": [], "text_length": 0} == facts
    assert {"title": "站点一二三四五六七八 — 某某网"} == marks


@pytest.mark.parametrize("said", ["某某，某某", "1999", "2024", "２", "3/4/5", "月 日 年", "来源", "归"])
def test_what_could_be_an_article_is_taken_apart(said: str) -> None:
    """Nothing is proved of it."""
    assert not Page(a_page(f"<p>{said}</p>"), URL).silence.of_articles
    assert Page(a_page("<p>1 2 3 月 日</p>"), URL).silence.of_articles
