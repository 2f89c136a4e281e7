"""A visit that checks links: in steps, politely, each link asked twice before it is called dead."""

from datetime import timedelta

import pytest

from services.crawler.fetching.fetch import Problem
from services.crawler.fetching.outcome import BUDGET, ROBOTS
from services.crawler.link_visit import LinkVisitor, Strides
from services.crawler.link_walk import Walker
from services.crawler.links.link_round import Bounds
from services.crawler.politeness import Busy, Hidden
from shared.contracts.observations import BrokenLink
from shared.contracts.target import LookOutcome, Purpose
from tests.crawler_builders import HOME, Clock, a_problem, a_watch, an_answer
from tests.fakes.crawler_stores import FakeRounds

WATCH = a_watch(Purpose.LINK)
GONE = an_answer(b"no", 404)


def a_page(*hrefs, title="页面", body=""):
    links = "".join(f'<p><a href="{href}">链接</a></p>' for href in hrefs)
    return an_answer(f"<html><title>{title}</title><body>{links}{body}</body></html>".encode())


class Web:
    """Answers by address; an exception is raised, a list is answered one after the other."""

    def __init__(self, clock, **pages):
        self.clock = clock
        self.pages = {HOME: a_page(*pages), **{HOME + name: page for name, page in pages.items()}}
        self.asked = []

    async def get(self, url, **_):
        return self._answer("GET", url)

    async def head(self, url):
        return self._answer("HEAD", url)

    def _answer(self, method, url):
        self.asked.append((method, url.removeprefix(HOME)))
        found = self.pages.get(url, GONE)
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        if isinstance(found, Exception):
            raise found
        final = url if found.final_url == HOME else found.final_url
        return type(found)(
            **{name: getattr(found, name) for name in found.__dataclass_fields__}
            | {"url": url, "final_url": final, "started_at": self.clock()}
        )


class OurNetwork:
    """At fault or not, as the test says."""

    def __init__(self):
        self.at_fault = False

    def answered(self, url):
        pass

    async def is_at_fault(self, _url, *, may_be_ours, by_name=False):
        return self.at_fault


class World:
    """A visitor on a web the test describes."""

    def __init__(self, read_article=lambda *_: None, bounds=None, **pages):
        self.clock = Clock()
        self.web, self.network, self.rounds = Web(self.clock, **pages), OurNetwork(), FakeRounds()
        self.step = timedelta(minutes=2)
        self.read_article = read_article
        self.bounds = bounds or Bounds()

    async def visit(self):
        walker = Walker(self.web, self.network, read_article=self.read_article, connections=2)
        strides = Strides(bounds=self.bounds, step=self.step, recheck=timedelta(minutes=5))
        return await LinkVisitor(walker, self.rounds, strides=strides, clock=self.clock).visit(WATCH)

    async def whole(self):
        """Step after step, to the end."""
        for _ in range(30):
            sighting = await self.visit()
            if sighting.goes_on is None:
                return sighting
            self.clock.pass_(seconds=sighting.goes_on.total_seconds())
        raise AssertionError("the round has no end")

    async def dead(self):
        return {link.url.removeprefix(HOME): link.status for link in (await self.whole()).facts.links.broken}


async def test_dead_links_are_found_with_where_they_stand():
    """On the home page and below."""
    sighting = await World(a=a_page("gone2"), gone=GONE).whole()

    assert (
        BrokenLink(url=f"{HOME}gone", status=404, on=HOME),
        BrokenLink(url=f"{HOME}gone2", status=404, on=f"{HOME}a"),
    ) == sighting.facts.links.broken
    assert 4 == sighting.facts.links.checked


async def test_a_link_is_asked_a_second_time_later_before_it_is_dead():
    """Nothing is told before; and what lives then was never dead."""
    world = World(gone=GONE, shaky=[GONE, a_page()])
    first = await world.visit()

    assert timedelta(minutes=5) == first.goes_on
    assert (await world.visit()).goes_on is not None  # too early: nobody is asked
    assert 3 == len(world.web.asked)
    assert {"gone": 404} == await world.dead()


async def test_an_address_is_asked_once_however_many_pages_link_to_it():
    """And a redirect to a page that is known is not read again."""
    world = World(a=a_page("b", "c"), b=a_page("a", "c", ""), c=an_answer(b"<a href=a>", final_url=f"{HOME}a"))
    await world.whole()

    assert [("GET", ""), ("GET", "a"), ("GET", "b"), ("GET", "c")] == sorted(world.web.asked)


async def test_a_server_that_refuses_questions_for_the_head_is_asked_for_the_file():
    """Many answer 405 or 404 to HEAD and serve the file all the same."""
    world = World(**{"a.pdf": an_answer(b"%PDF", headers=(("Content-Type", "application/pdf"),))})
    whole = world.web._answer
    world.web._answer = lambda method, url: GONE if method == "HEAD" else whole(method, url)

    assert {} == await world.dead()


@pytest.mark.parametrize("at_fault", [True, False], ids=["ours", "theirs"])
async def test_silence_counts_only_if_our_own_network_works(at_fault):
    """What nobody can vouch for accuses nobody."""
    world = World(silent=a_problem(Problem.TIMEOUT))
    world.network.at_fault = at_fault

    assert ({} if at_fault else {"silent": "timeout"}) == await world.dead()


async def test_a_page_that_may_not_be_visited_is_left_out():
    """robots.txt says so; it counts as neither dead nor checked."""
    sighting = await World(a=Hidden(ROBOTS), b=a_page()).whole()

    assert (2, ()) == (sighting.facts.links.checked, sighting.facts.links.broken)


async def test_a_used_up_budget_ends_the_round_with_what_was_seen():
    """The report says that it was cut."""
    sighting = await World(a=a_page("c"), b=Hidden(BUDGET)).whole()

    assert "budget" == sighting.facts.marks["cut"]


async def test_a_busy_host_is_asked_again_in_the_next_step():
    """Nothing is lost by it."""
    world = World(a=[Busy("full"), a_page("gone")])
    first = await world.visit()

    assert first.goes_on == timedelta(seconds=5)
    assert {"gone": 404} == await world.dead()


async def test_a_round_without_time_goes_on_until_it_is_over():
    """However short the steps are, each begins where the last ended; the result is the same."""
    world = World(a=a_page("b", "gone"), b=a_page("c"), c=a_page())
    world.step = timedelta()
    await world.visit()
    assert {HOME} == set(world.rounds.kept[WATCH.key].waiting)
    world.step = timedelta(minutes=1)

    assert {"gone": 404} == await world.dead()
    assert {} == world.rounds.kept


async def test_a_home_page_that_cannot_be_seen_is_no_round():
    """It fails like any visit, and nothing is said of links."""
    world = World()
    world.web.pages[HOME] = an_answer(b"no", 500)
    sighting = await world.visit()

    assert (LookOutcome.FAILED, None) == (sighting.verdict.outcome, sighting.facts.links)


async def test_articles_on_the_way_are_reported_beside_the_round():
    """As many as are wanted, with their tags; they answer no visit."""
    article = {"title": "关于放假的通知", "published_at": "2026-11-19T00:00:00+08:00"}
    world = World(lambda page, *_: article if page.url != HOME else None, Bounds(articles=1), a=a_page(), b=a_page())
    [seen] = (await world.whole()).aside

    assert ("w1", Purpose.ARTICLE, article, None) == (seen.website_id, seen.purpose, seen.article, seen.visit_id)


async def test_a_reader_that_breaks_on_one_page_stops_nothing():
    """The other pages are read."""

    def broken(page, *_):
        if page.url.endswith("a"):
            raise ValueError("a page nobody thought of")

    assert {"gone": 404} == await World(broken, a=a_page(), b=a_page("gone")).dead()


async def test_gambling_on_a_page_below_is_an_alert():
    """Somebody must look at it."""
    marks = (await World(a=a_page(title="澳门新葡京-首页")).whole()).facts.marks

    assert ["illegal_content"] == [alert["kind"] for alert in marks["alerts"]]
