"""What a visit to a home page says of the website itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.crawler.facts import Facts
from services.crawler.fetching.outcome import OK, Verdict
from services.crawler.home_looker import HomeLooker
from services.crawler.politeness import Busy
from services.crawler.sighting import Sighting
from shared.contracts.observations import Entry
from shared.contracts.target import LookOutcome
from tests.crawler_builders import NOW, Clock, a_watch, an_answer
from tests.fakes.crawler_stores import FakeMemory

MARKS = {"site_code": "3300000001", "icp": "浙ICP备12345678号-1"}
OTHERS = {"site_code": "4400000009", "icp": "粤ICP备87654321号"}
GAMBLING = an_answer("<title>百家乐</title>".encode())


class World:
    """A website that shows what the test says, to us and to others."""

    def __init__(self, other=None, **marks):
        self.clock, self.memory, self.entries = Clock(), FakeMemory(), ()
        self.marks, self.other, self.asked = marks or MARKS, other or an_answer(b"<title>a</title>"), []
        self.sighting = Sighting(verdict=OK, observed_at=NOW, status=200, answers=(an_answer(b"<title>a</title>"),))

    @property
    def visit_of_pages(self):
        return replace(self.sighting, facts=Facts(marks=self.marks, entries=self.entries))

    async def get(self, url, *, headers=None, **_):
        self.asked.append(headers)
        if isinstance(self.other, Exception):
            raise self.other
        return replace(self.other, url=url)

    async def alerts(self):
        return [alert["what"] for alert in (await self.seen()).facts.marks.get("alerts", [])]

    async def seen(self):
        pages = self

        class Pages:
            async def visit(self, _watch):
                return pages.visit_of_pages

        async def reachable(_url):
            return {"address": True}

        looker = HomeLooker(
            Pages(), self, self.memory, reachable=reachable, compare_after=timedelta(days=1), clock=self.clock
        )
        return await looker.visit(a_watch())


async def test_an_ordinary_website_raises_no_alert():
    """It says under which name it runs, whether it is encrypted, and how IPv6 stands."""
    marks = (await World().seen()).facts.marks

    assert {**MARKS, "gov_cn": True, "https": False, "ipv6": {"address": True}} == marks


async def test_marks_that_become_anothers_are_doubted_for_a_month():
    """Visit after visit, not only once; then they are the website's own."""
    world = World()
    await world.seen()
    world.marks = OTHERS
    assert ["marks"] == await world.alerts()
    world.clock.pass_(days=20)
    assert ["marks"] == await world.alerts()
    world.clock.pass_(days=20)
    assert [] == await world.alerts()
    assert [] == await world.alerts()


async def test_marks_that_come_back_end_the_doubt():
    """It was broken into, and mended."""
    world = World()
    await world.seen()
    world.marks = OTHERS
    await world.seen()
    world.marks = MARKS

    assert [] == await world.alerts()


async def test_a_website_that_shows_readers_something_else_is_an_alert_with_its_proof():
    """Asked once a day as somebody from a search engine; what was found then stands until the next time."""
    world = World(other=GAMBLING)
    first = await world.seen()
    assert 2 == len(first.answers)
    assert ["cloaking"] == await world.alerts()
    assert 1 == len(world.asked)
    assert "baidu" in world.asked[0]["Referer"]

    world.clock.pass_(days=1)
    world.other = an_answer(b"<title>a</title>")
    assert [] == await world.alerts()


@pytest.mark.parametrize("other", [Busy("full"), an_answer(b"no", 403)], ids=["busy", "blocked"])
async def test_a_comparison_that_cannot_be_made_says_nothing(other):
    """The visit itself is as good as before."""
    assert [] == await World(other=other).alerts()


async def test_leading_to_a_foreign_host_is_an_alert():
    """The page may look like anything there."""
    world = World()
    world.sighting = replace(world.sighting, answers=(an_answer(final_url="http://bet.example.com/"),))

    assert ["redirect"] == await world.alerts()


async def test_other_visits_are_left_as_they_are():
    """A column says nothing of the website, and a page that was not seen says nothing at all."""
    world = World()
    world.sighting = replace(world.sighting, verdict=Verdict(LookOutcome.FAILED, "http_500"))

    assert MARKS == (await world.seen()).facts.marks
    assert [] == world.asked


LEAVING = {"outside": 2, "links": ["http://b.com/"], "scripts": ["http://a.gov.cn/a.js", "http://a.gov.cn/b.js"]}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (an_answer("confirm('您即将离开本网站')".encode()), {"prompt": "confirm('您即将离开本网站')"}),
        (an_answer("confirm('您即将离开本网站')".encode("gb18030")), {"prompt": "confirm('您即将离开本网站')"}),
        (an_answer(b"var a = 1"), {"unread": 0}),
        (an_answer(b"no", 403), {"unread": 2}),
        (Busy("full"), {"unread": 2}),
    ],
    ids=["a warning", "in another charset", "none", "blocked", "busy"],
)
async def test_a_warning_before_leaving_may_be_in_a_script(other, expected):
    """The scripts are read with the daily comparison; what they held stands until the next one."""
    world = World(other=other, leaving=LEAVING)
    first = (await world.seen()).facts.marks["leaving"]
    asked = len(world.asked)
    again = (await world.seen()).facts.marks["leaving"]

    assert {"outside": 2, "links": ["http://b.com/"]} | expected == first == again
    assert asked == len(world.asked) == 3


ENTRY = {"words": "办事服务", "entry": "http://a.gov.cn/bsfw/"}
CATALOGUE = an_answer("<ul><li>个人办事</li><li><a href='/1'>户籍</a></li></ul>".encode())


@pytest.mark.parametrize(
    ("other", "mark", "expected"),
    [
        (CATALOGUE, ENTRY, {**ENTRY, "page": {"links": 1, "classes": ["个人办事"]}}),
        (an_answer(b"no", 403), ENTRY, ENTRY),
        (Busy("full"), ENTRY, ENTRY),
        (CATALOGUE, {**ENTRY, "outside": True}, {**ENTRY, "outside": True}),
        (CATALOGUE, {"menu": True}, {"menu": True}),
    ],
    ids=["read", "blocked", "busy", "another platform", "no entry"],
)
async def test_the_page_of_services_is_read_once_a_day(other, mark, expected):
    """Unless it is another website's; what it showed stands until the next time."""
    world = World(other=other, service=mark)
    seen = await world.seen()
    first, asked = seen.facts.marks["service"], len(world.asked)

    # What was read stands in the evidence.
    assert len(seen.answers) == 1 + ("page" in expected)
    assert expected == first == (await world.seen()).facts.marks["service"]
    assert asked == len(world.asked)


SEARCHABLE = {"url": "http://www.a.gov.cn/so", "field": "q", "hidden": {}, "encoding": "utf-8"}
TITLE = "关于进一步做好城市路灯维护工作的通知"


async def test_the_search_of_the_website_is_tried_once_a_day():
    """With something the home page lists; what is the matter with it is told on the second day."""
    world = World(other=an_answer(b"no", 404), searchable=SEARCHABLE)
    listed = Entry(title=TITLE, url="http://www.a.gov.cn/1.html", published_at=NOW - timedelta(days=9))
    world.entries = (listed,)
    told = []
    for answer in (None, None, an_answer(f"<a href='/1.html'>{TITLE}</a>".encode())):
        world.other = answer or world.other
        seen = await world.seen()
        told.append(seen.facts.marks.get("search"))
        assert told[-1] == (await world.seen()).facts.marks.get("search"), "it stands until the next day"
        assert any("/so?q=" in one.url for one in seen.answers), "what was answered is kept as evidence"
        world.clock.pass_(days=1)

    assert [None, "搜索页不能正常打开（http_404），连续 2 天", "ok"] == told


@pytest.mark.parametrize("other", [Busy("full"), an_answer(b"no", 403)], ids=["busy", "blocked"])
async def test_a_search_that_cannot_be_tried_says_nothing(other):
    """On however many days."""
    world = World(other=other, searchable=SEARCHABLE)
    world.entries = (Entry(title=TITLE, url="http://www.a.gov.cn/1.html", published_at=NOW - timedelta(days=9)),)
    for _ in range(3):
        assert "search" not in (await world.seen()).facts.marks
        world.clock.pass_(days=1)
