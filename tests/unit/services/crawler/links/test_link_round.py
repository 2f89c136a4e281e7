"""A round of link checking as plain values: each address once, bounded, and the same whatever the order."""

import pytest

from services.crawler.links.link_page import LinkPage, read_link_page
from services.crawler.links.link_round import Bounds, Kept, Kind, Round
from services.crawler.links.link_traps import MOST_ALIKE_ASKED, Traps
from services.crawler.parsing.page import Page
from shared.contracts.observations import BrokenLink
from tests.crawler_builders import HOME, NOW


def a_round(**bounds):
    return Round(HOME, NOW, Bounds(**bounds))


def a_page(*ways, parts=(), **fields):
    return LinkPage(ways=tuple(ways), parts=tuple(parts), **fields)


def test_what_kind_of_asking_an_address_needs():
    """Pages of the website are read, others only asked for; of pictures and files the head is enough."""
    round_ = a_round()
    new = round_.read(
        HOME,
        HOME,
        a_page(
            f"{HOME}a.html", "http://example.gov.cn/b", "http://other.example/", f"{HOME}c.pdf", parts=[f"{HOME}d.png"]
        ),
    )

    assert [Kind.PAGE, Kind.PAGE, Kind.OUTSIDE, Kind.PART, Kind.PART] == [round_.waiting[url].kind for url in new]


def test_an_address_waits_once_however_many_pages_link_to_it():
    """Asked, it does not come back."""
    round_ = a_round()
    round_.read(HOME, HOME, a_page(f"{HOME}a.html", f"{HOME}b.html"))
    round_.ended(HOME)
    round_.ended(f"{HOME}b.html")

    assert [] == round_.read(f"{HOME}a.html", f"{HOME}a.html", a_page(f"{HOME}b.html", HOME, f"{HOME}a.html"))


@pytest.mark.parametrize(
    ("bounds", "kinds", "cut"),
    [
        ({"pages": 1}, [Kind.PAGE, Kind.OUTSIDE, Kind.OUTSIDE], "pages"),
        ({"links": 3}, [Kind.PAGE, Kind.PAGE], "links"),
        ({"depth": 0}, [Kind.OUTSIDE] * 3, ""),
    ],
    ids=["pages", "links", "depth"],
)
def test_a_round_is_bounded(bounds, kinds, cut):
    """Beyond so many pages and clicks links are checked, not followed; beyond so many links not even that."""
    round_ = a_round(**bounds)
    new = round_.read(HOME, HOME, a_page(*(f"{HOME}{name}" for name in "abc")))

    assert (kinds, cut) == ([round_.waiting[url].kind for url in new], round_.cut)


def test_a_dead_link_stands_where_it_was_first_seen():
    """Those of the home page come first."""
    round_ = a_round()
    round_.read(HOME, "http://www.example.gov.cn/index.html", a_page(f"{HOME}a", f"{HOME}gone"))
    round_.read(f"{HOME}a", f"{HOME}a", a_page(f"{HOME}b", f"{HOME}gone"))
    for url in ("b", "gone"):
        round_.suspected(HOME + url, 404)
        round_.ended(HOME + url)
        round_.judged(HOME + url, 404)

    broken = (BrokenLink(url=f"{HOME}gone", status=404, on=HOME), BrokenLink(url=f"{HOME}b", status=404, on=f"{HOME}a"))
    assert (2, broken) == (round_.links().checked, round_.links().broken)


def test_a_suspect_that_lives_the_second_time_is_not_dead():
    """It was a bad moment."""
    round_ = a_round()
    round_.suspected(HOME, 500)
    round_.judged(HOME, None)

    assert () == round_.links().broken


def test_a_round_goes_on_where_it_ended():
    """Through JSON, as it is kept."""
    round_ = a_round()
    round_.read(HOME, HOME, a_page(f"{HOME}a", f"{HOME}b?x=1", tags={"ColumnName": "首页"}))
    round_.ended(HOME)
    round_.suspected(f"{HOME}a", 404)
    round_.again_at = NOW
    kept = Kept.model_validate_json(round_.kept().model_dump_json(exclude_defaults=True))
    resumed = Round.resumed(kept, round_.bounds)

    assert round_.kept().model_copy(update={"seen": ()}) == resumed.kept().model_copy(update={"seen": ()})
    assert (round_.seen, round_.followed) == (resumed.seen, resumed.followed)


def test_columns_that_name_themselves_are_noted():
    """Not articles, which name their column too, and not the home page."""
    round_ = a_round()
    round_.read(HOME, HOME, a_page(f"{HOME}tz/", tags={"ColumnName": "首页"}))
    round_.read(f"{HOME}tz/", f"{HOME}tz/", a_page(f"{HOME}a", tags={"ColumnName": "通知", "ColumnType": "公告"}))
    round_.read(f"{HOME}a", f"{HOME}a", a_page(tags={"ColumnName": "通知", "ArticleTitle": "关于放假"}))

    assert {f"{HOME}tz/": {"name": "通知", "type": "公告", "by": "tags"}} == round_.columns


@pytest.mark.parametrize(
    "url",
    ["http://a.cn/x/y/x/y/x/y/z.html", "http://a.cn/" + "d/" * 20, "http://a.cn/" + "x" * 600],
    ids=["winding", "deep", "long"],
)
def test_addresses_that_lead_into_themselves_are_left_out(url):
    """A folder inside itself inside itself has no end."""
    assert not Traps().let_in(url)


def test_a_calendar_is_followed_for_some_days_only():
    """It has a page for every day there ever was."""
    traps = Traps()
    days = [traps.let_in(f"http://a.cn/rl.jsp?year=20{n:02}&month=1") for n in range(60)]

    assert 10 == sum(days)


def test_addresses_with_a_query_are_followed_so_far():
    """Filters and sessions multiply without end; the articles of one folder do not."""
    traps = Traps()
    asked = sum(traps.let_in(f"http://a.cn/s?id={n}") for n in range(200))
    plain = sum(traps.let_in(f"http://a.cn/art/2024/{n}.html") for n in range(200))

    assert (MOST_ALIKE_ASKED, 200) == (asked, plain)


def test_what_a_page_leads_to_is_read_from_its_links_and_parts():
    """Each once, absolute, in order; nothing that nobody loads."""
    html = b"""<html><head><base href="/x/"><title>T</title><link rel="canonical" href="/c">
    <link rel=stylesheet href="s.css"><link rel="dns-prefetch" href="//d.cn"><script src="/a.js"></script>
    <meta name="SiteIDCode" content="3300000001"></head><body>
    <a href="b.html">B</a><a href="b.html#top">B</a><a href="javascript:;">x</a><map><area href="/m"></map>
    <img src="i.png"><img src="data:image/gif;base64,xx"><iframe src="/f"></iframe></body></html>"""
    read = read_link_page(Page(html, "http://a.cn/"))

    assert ("http://a.cn/x/b.html", "http://a.cn/m", "http://a.cn/f") == read.ways
    assert ("http://a.cn/x/s.css", "http://a.cn/a.js", "http://a.cn/x/i.png") == read.parts
    assert ("T", {"SiteIDCode": "3300000001"}, False) == (read.title, read.tags, read.dated)
