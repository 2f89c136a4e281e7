"""Asking politely."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from services.crawler.fetching.fetch import Problem
from services.crawler.politeness import Busy, Hidden, PoliteWeb, asked_pause, host_of
from services.crawler.ports import Pace
from tests.crawler_builders import HOME, NOW, Clock, a_problem, an_answer
from tests.fakes.crawler_stores import FakeFetcher, FakeHosts

ROBOTS = "http://www.example.gov.cn/robots.txt"
FAST = Pace(interval=timedelta(), burst=1, patience=timedelta(seconds=1), budget=100)


def a_polite_web(answers=None, *, robots=None, pace=FAST, obey=True, clock=None, connections=2):
    robots = robots or an_answer(b"", 404)

    def answer(url, number):
        found = robots if url.endswith("/robots.txt") else (answers or an_answer())
        return found(url, number) if callable(found) else found

    fetcher, hosts = FakeFetcher(answer), FakeHosts()
    web = PoliteWeb(
        fetcher,
        hosts,
        pace=pace,
        connections=connections,
        token="Xunjian",
        obey_robots=obey,
        clock=clock or Clock(),
    )
    return web, fetcher, hosts


def asked(fetcher):
    return [url for url, _ in fetcher.asked]


async def test_robots_are_read_before_the_first_page_and_then_remembered():
    """Once a day."""
    clock = Clock()
    web, fetcher, _ = a_polite_web(clock=clock)
    await web.get(HOME)
    await web.get(HOME)
    assert [ROBOTS, HOME, HOME] == asked(fetcher)

    clock.pass_(hours=24)
    await web.get(HOME)
    assert [ROBOTS, HOME, HOME, ROBOTS, HOME] == asked(fetcher)


async def test_what_robots_forbid_is_not_asked_for():
    """And the look is blind for that reason."""
    web, fetcher, _ = a_polite_web(robots=an_answer(b"User-agent: *\nDisallow: /"))

    with pytest.raises(Hidden) as hidden:
        await web.get(HOME)

    assert "robots" == hidden.value.verdict.reason
    assert [ROBOTS] == asked(fetcher)


async def test_an_office_with_the_right_to_see_asks_no_robots():
    """If the settings say so; nor is a bridge of our own asked."""
    web, fetcher, _ = a_polite_web(robots=an_answer(b"User-agent: *\nDisallow: /"), obey=False)
    await web.get(HOME)
    assert [HOME] == asked(fetcher)

    web, fetcher, _ = a_polite_web(robots=an_answer(b"User-agent: *\nDisallow: /"))
    await web.get(HOME, ask_robots=False)
    assert [HOME] == asked(fetcher)


@pytest.mark.parametrize("robots", [a_problem(Problem.TIMEOUT), an_answer(b"", 500)], ids=["silent", "broken"])
async def test_robots_that_cannot_be_read_do_not_hide_a_dead_site(robots):
    """The visit itself finds out, and the robots are asked again after an hour."""
    clock = Clock()
    web, fetcher, _ = a_polite_web(robots=robots, clock=clock)
    await web.get(HOME)
    clock.pass_(hours=1)
    await web.get(HOME)

    assert [ROBOTS, HOME, ROBOTS, HOME] == asked(fetcher)


async def test_rules_once_read_outlive_a_broken_robots_file():
    """What was forbidden stays forbidden."""
    clock = Clock()
    found = [an_answer(b"User-agent: *\nDisallow: /"), an_answer(b"", 500)]
    web, _, _ = a_polite_web(robots=lambda *_: found.pop(0), clock=clock)
    for _ in range(2):
        with pytest.raises(Hidden):
            await web.get(HOME)
        clock.pass_(hours=24)


async def test_a_day_has_a_budget():
    """Beyond it the host is left alone, until the next day in China."""
    clock = Clock()
    web, _, _ = a_polite_web(pace=replace(FAST, budget=3), clock=clock)
    await web.get(HOME)
    await web.get(HOME)
    with pytest.raises(Hidden) as hidden:
        await web.get(HOME)
    assert "budget" == hidden.value.verdict.reason

    clock.pass_(hours=14)
    await web.get(HOME)


async def test_a_long_queue_sends_the_visit_back():
    """Nothing was asked: it will come again."""
    web, fetcher, _ = a_polite_web(pace=replace(FAST, interval=timedelta(seconds=60)), obey=False)
    await web.get(HOME)
    await web._hosts.rest(host_of(HOME), NOW + timedelta(hours=1))
    with pytest.raises(Busy):
        await web.get(HOME)

    assert [HOME] == asked(fetcher)


async def test_a_host_that_asks_for_time_gets_it_and_more_each_time():
    """Retry-After is kept; asked again, twice as long."""
    busy = an_answer(b"", 429, headers=(("Retry-After", "100"),))
    web, _, hosts = a_polite_web(busy, obey=False)
    await web.get(HOME)
    assert NOW + timedelta(seconds=100) == hosts.hosts["www.example.gov.cn"]["not_before"]

    hosts.hosts["www.example.gov.cn"]["not_before"] = NOW
    await web.get(HOME)
    assert NOW + timedelta(seconds=200) == hosts.hosts["www.example.gov.cn"]["not_before"]


async def test_a_host_that_answers_again_comes_back_to_its_pace():
    """Step by step."""
    web, _, hosts = a_polite_web(obey=False)
    await hosts.press("www.example.gov.cn", until=NOW)
    await hosts.press("www.example.gov.cn", until=NOW)
    await web.get(HOME)

    assert 1 == hosts.hosts["www.example.gov.cn"]["pressed"]


async def test_a_slow_host_is_given_a_rest():
    """Half the time it took."""
    web, _, hosts = a_polite_web(an_answer(elapsed=timedelta(seconds=8)), obey=False)
    await web.get(HOME)

    assert NOW + timedelta(seconds=4) == hosts.hosts["www.example.gov.cn"]["not_before"]


async def test_no_more_than_so_many_requests_are_under_way_at_a_host():
    """The third waits for one of the two."""
    under_way, most = 0, 0

    class Slow(FakeFetcher):
        async def get(self, url, *, headers=None):
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            for _ in range(5):
                await asyncio.sleep(0)
            under_way -= 1
            return an_answer()

    web, _, _ = a_polite_web(obey=False)
    web._fetcher = Slow(None)
    await asyncio.gather(*(web.get(HOME) for _ in range(10)))

    assert 2 == most


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (an_answer(), None),
        (an_answer(b"", 503), None),
        (an_answer(b"", 429), 30),
        (an_answer(b"", 429, headers=(("Retry-After", "7"),)), 7),
        (an_answer(b"", 503, headers=(("retry-after", "Fri, 20 Nov 2026 02:01:00 GMT"),)), 60),
        (an_answer(b"", 429, headers=(("Retry-After", "soon"),)), 30),
        (an_answer(b"", 429, headers=(("Retry-After", "99999999999"),)), 3600),
        (an_answer(b"", 429, headers=(("Retry-After", "Fri, 20 Nov 2020 02:01:00 GMT"),)), 1),
    ],
    ids=["fine", "down", "no time named", "seconds", "a date", "nonsense", "for ever", "long ago"],
)
def test_the_pause_a_host_asks_for(answer, expected):
    """An hour at most."""
    assert asked_pause(answer, NOW) == (None if expected is None else timedelta(seconds=expected))


@pytest.mark.parametrize(
    ("url", "expected"),
    [("http://A.Example/x", "a.example"), ("https://u:p@a.example:8080/", "a.example:8080")],
)
def test_queues_are_named_by_host_and_port(url, expected):
    """Never by a password."""
    assert expected == host_of(url)
