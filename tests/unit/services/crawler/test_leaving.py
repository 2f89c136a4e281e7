"""Links that lead out of a website, and the warning before they do."""

import pytest

from services.crawler.leaving import MOST_SCRIPTS, leaving, warning_in, with_scripts
from services.crawler.parsing.page import Page

OUT = "<a href='http://www.people.com.cn/'>人民网</a>"


def mark_of(body: str) -> dict:
    return leaving(Page(f"<html><body>{body}</body></html>".encode(), "http://www.a.gov.cn/"))


@pytest.mark.parametrize(
    "link",
    [
        "<a href='http://sub.a.gov.cn/'>分站</a>",
        "<a href='http://www.gov.cn/'>中国政府网</a>",
        "<a href='http://bszs.conac.cn/sitename?method=show'>标识</a>",
        "<a href='http://1.2.3.4/exposure/jiucuo.html?site_code=1'>找错</a>",
        "<a href='https://service.weibo.com/share/share.php'>分享</a>",
        "<a href='javascript:;'>登录</a>",
    ],
    ids=["own", "government", "badge", "mistakes", "share", "no link"],
)
def test_links_that_stay_are_none(link: str) -> None:
    """Other government websites, the badge and its kin need no warning."""
    assert {"outside": 0} == mark_of(link)


@pytest.mark.parametrize(
    "body",
    [
        OUT + "<script>layer.confirm('您访问的链接即将离开“示例市人民政府”门户网站，是否继续？')</script>",
        OUT + "<script>confirm('\\u60a8\\u5373\\u5c06\\u79bb\\u5f00')</script>",
        OUT + "<div style='display:none'>您将访问外部链接</div>",
        OUT + "<a href='/leave.html?url=http://www.cctv.com/'>央视网</a>",
    ],
    ids=["script", "escaped", "hidden text", "a page in between"],
)
def test_a_warning_is_told_with_its_words(body: str) -> None:
    """Wherever on the page it stands."""
    mark = mark_of(body)

    assert 1 == mark["outside"]
    assert mark["prompt"]
    assert "scripts" not in mark


def test_without_a_warning_the_scripts_are_told() -> None:
    """Those of libraries and counters are of no matter; of very many not all are told."""
    scripts = "".join(f"<script src='/js/{name}.js'></script>" for name in ("jquery.min", "jquery-3.6.0", "main"))
    many = "".join(f"<script src='/js/own{n}.js'></script>" for n in range(30))

    mark = mark_of(OUT + scripts + "<script src='https://hm.baidu.com/hm.js?1'></script>")
    assert ["http://www.a.gov.cn/js/main.js"] == mark["scripts"]
    assert ["http://www.people.com.cn/"] == mark["links"]
    assert MOST_SCRIPTS + 1 == len(mark_of(OUT + many)["scripts"])


@pytest.mark.parametrize("text", ["我市人员离开本地须报备", "外部董事", "他离开了家乡", ""])
def test_headlines_are_no_warning(text: str) -> None:
    """They speak of people who leave."""
    assert not warning_in(text)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"a": "", "b": ""}, {"outside": 2, "unread": 0}),
        ({"a": ""}, {"outside": 2, "unread": 1}),
        ({}, {"outside": 2, "unread": 2}),
        ({"b": "即将离开本站"}, {"outside": 2, "prompt": "即将离开本站"}),
        ({"c": "即将离开本站"}, {"outside": 2, "unread": 2}),
    ],
    ids=["all silent", "one not read", "none read", "one warns", "another page's"],
)
def test_scripts_that_were_read_complete_the_mark(known: dict, expected: dict) -> None:
    """What was not read may hold the warning."""
    assert expected == with_scripts({"outside": 2, "scripts": ["a", "b"]}, known)


def test_a_mark_without_scripts_stays_as_it_is() -> None:
    """There was a warning on the page, or no link leads out."""
    assert {"outside": 0} == with_scripts({"outside": 0}, {"a": "x"})
