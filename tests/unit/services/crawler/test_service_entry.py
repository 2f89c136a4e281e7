"""Where a home page leads those who come for a service."""

import pytest

from services.crawler.parsing.page import Page
from services.crawler.service_entry import service_entry, service_page, with_page

HOME = "http://www.a.gov.cn/"


def mark_of(body: str) -> dict:
    return service_entry(Page(f"<html><body>{body}</body></html>".encode(), HOME))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<a href='/bsfw/'>办事服务</a>", {"words": "办事服务", "entry": f"{HOME}bsfw/"}),
        ("<a href='/zw/'>【网上办事大厅】</a>", {"words": "网上办事大厅", "entry": f"{HOME}zw/"}),
        (
            "<a href='http://www.zjzwfw.gov.cn/'>浙江政务服务网</a>",
            {"words": "浙江政务服务网", "entry": "http://www.zjzwfw.gov.cn/", "outside": True},
        ),
        ("<a href='javascript:go(3)'>政务服务</a>", {"words": "政务服务"}),
        ("<a href='/1'>政务公开</a><a href='/2'>互动交流</a>", {"menu": True}),
        ("<a href='/1'>关于优化政务服务的通知</a>", {}),
        ("<a href='/1'>政务公开</a><i>个人办事</i><i>按部门</i>", {"menu": True, "classes": ["个人办事", "按部门"]}),
    ],
    ids=["own page", "brackets", "another platform", "by a script", "a menu without it", "a headline", "classes"],
)
def test_the_entry_is_read(body: str, expected: dict) -> None:
    """Words that are nothing else, as a menu has them."""
    assert expected == mark_of(body)


LINKS = "".join(f"<li><a href='/{n}.html'>某某事项办理{n}</a></li>" for n in range(10))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (LINKS, {"links": 10, "classes": []}),
        (
            LINKS.replace("<li><a href='/9.html'>某某事项办理9</a></li>", ""),
            {"links": 9, "classes": [], "unread": True},
        ),
        (f"<b>行政许可</b>{LINKS}", {"links": 10, "classes": ["行政许可"]}),
        ("<b>行政许可</b>", {"links": 0, "classes": ["行政许可"]}),
        (f"<div id='app'></div>{LINKS}", {"links": 10, "classes": [], "unread": True}),
    ],
    ids=["no class", "too few links", "a class", "a class alone", "an application"],
)
def test_the_page_behind_it_is_read(body: str, expected: dict) -> None:
    """One that a script may fill was not."""
    assert expected == service_page(Page(f"<html><body>{body}</body></html>".encode(), f"{HOME}bsfw/"))


def test_a_page_completes_the_mark_it_was_read_for() -> None:
    """Not that of another entry."""
    mark = {"words": "办事服务", "entry": "a"}

    assert {**mark, "page": {"links": 3}} == with_page(mark, {"entry": "a", "links": 3})
    assert mark == with_page(mark, {"entry": "b", "links": 3}) == with_page(mark, {})
    assert {"menu": True} == with_page({"menu": True}, {"entry": "a"})
