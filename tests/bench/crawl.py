"""Our side of the crawl bench: `python -m tests.bench.crawl SEEDS OUT CONCURRENCY`.

Crawls every page of every seed host and checks every link, the ones that leave too, with the parts that make the rounds
of link checking in production: the fetcher with its guard and limits, the reader, the round, the second asking of what
seemed dead. Left out, as with the peers: robots.txt, the pace of each host, MongoDB. Every page is an event,
acknowledged by JetStream on a nats-server whose processor time counts as ours. OUT gets pages and dead
links, as JSON.

`BENCH_FACTS=all` reads every page as an article, with all marks of its website, as the visits to single pages do; else
a page is read as in the rounds of production: as an article where a date stands beside a word of publication.
`BENCH_SYNC`: how often nats-server syncs to disk; `always` as everything that is shipped has it, else for example `2m`.
`BENCH_PROCESSES`: how many processes share the seeds, on one nats-server. `BENCH_SAMPLE`: the memory in use is noted
every so many pages.
"""

import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from deploy.embedded import free_port
from deploy.embedded import process as processes
from deploy.embedded.nats_server import NatsServer
from services.crawler.adapters.http_fetch import Limits
from services.crawler.adapters.quick_fetch import QuickFetcher
from services.crawler.article_facts import article_facts, read_article_on_the_way
from services.crawler.collectors.identity import read_marks
from services.crawler.fetching.fetch import Answer
from services.crawler.link_walk import Alive, Sight, Walker
from services.crawler.links.link_page import LinkPage
from services.crawler.links.link_round import Bounds, Round
from services.crawler.parsing.page import Page
from shared.bus import Bus
from shared.clock import now
from shared.contracts.observations import PageVisited
from shared.contracts.target import LookOutcome, Purpose
from shared.garbage import spare_the_collector
from shared.streams import STREAMS

BATCH = 500
"""Events published at a time, while the crawl goes on."""
MOST_WAITING = 2_000
"""Events that may wait to be published."""
ROUNDS = 30
"""Websites whose rounds are under way at a time."""
ALL_FACTS = os.environ.get("BENCH_FACTS") == "all"
EVERYTHING = Bounds(pages=1_000_000, links=10_000_000, depth=1_000)


class OpenWeb:
    """The fetcher with so many requests under way at a time, and no other manners.

    It waits while too many events are not yet acknowledged, as a visit of production waits for its own.
    """

    def __init__(self, fetcher: QuickFetcher, connections: int, reports: "Reports") -> None:
        self._fetcher = fetcher
        self._free = asyncio.Semaphore(connections)
        self._reports = reports

    async def get(self, url: str, **_: Any) -> Answer:
        await self._reports.room()
        async with self._free:
            return await self._fetcher.get(url)

    async def head(self, url: str) -> Answer:
        async with self._free:
            return await self._fetcher.head(url)


class NoFault:
    """Our own network is the loopback."""

    def answered(self, url: str) -> None:
        """Nothing to note."""

    async def is_at_fault(self, url: str, *, may_be_ours: bool, by_name: bool = False) -> bool:
        del url, may_be_ours, by_name
        return False


class Reports:
    """Events on their way to the bus, published in batches while the crawl goes on."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._events: list[PageVisited] = []
        self._sending: asyncio.Task[None] | None = None
        self.acknowledged = self.pages = 0
        self.published: dict[str, str] = {}

    def add(self, website_id: str, sight: Sight) -> None:
        """A page that was read."""
        self.pages += 1
        if sight.article and (day := sight.article.get("published_at")):
            self.published[sight.url] = day.date().isoformat()
        self._events.append(
            PageVisited(
                website_id=website_id,
                purpose=Purpose.ARTICLE,
                url=sight.url,
                observed_at=sight.seen_at,
                outcome=LookOutcome.OK,
                status=200,
                elapsed_ms=sight.elapsed_ms,
                article=sight.article or {"title": sight.page.title},
                marks={"tags": sight.page.tags} if sight.page.tags else {},
            )
        )
        if len(self._events) >= BATCH and self._sending is None:
            self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        events, self._events = self._events, []
        await self._bus.publish_all(events)
        self.acknowledged += len(events)
        self._sending = None

    async def room(self) -> None:
        """Return when not too many wait."""
        while len(self._events) >= MOST_WAITING and self._sending is not None:
            await asyncio.shield(self._sending)

    async def sent(self) -> None:
        """Return when every event is acknowledged."""
        if self._sending is not None:
            await self._sending
        await self._send()


def read_all(page: Page, read: LinkPage, observed_at: datetime) -> dict[str, Any]:
    """Every fact of a page, whether it looks like an article or not."""
    del read
    return {**article_facts(page, observed_at), "marks": read_marks(page)}


@contextmanager
def a_nats_server() -> Iterator[str]:
    """A nats-server with JetStream, as the embedded ones are; ended with this process."""
    with tempfile.TemporaryDirectory(prefix="xunjian-bench-") as folder:
        home = Path(folder)
        (home / "logs").mkdir()
        server = NatsServer(home, sync_interval=os.environ.get("BENCH_SYNC", "always"))
        port = free_port()
        server.prepare(port, None)
        descriptor = os.open(home, os.O_RDONLY)
        running = processes.start(server.command(port), output=home / "out", tied=True, keep_open=descriptor)
        try:
            while not server.ready(port, running.pid):
                time.sleep(0.01)
            yield server.url(port)
        finally:
            processes.end([running], within=5)
            os.close(descriptor)


@dataclass(slots=True)
class Found:
    """What came of it."""

    pages: int = 0
    dead: list[str] = field(default_factory=list)
    acknowledged: int = 0
    published: dict[str, str] = field(default_factory=dict)
    memory: list[tuple[int, float]] = field(default_factory=list)
    """After so many pages so many MB in use by this process."""

    def note(self, round_: Round) -> None:
        """A round is over."""
        self.pages += round_.pages
        self.dead += [link.url for link in round_.broken]

    def add(self, other: "Found") -> None:
        """What another process found."""
        self.pages += other.pages
        self.dead += other.dead
        self.acknowledged += other.acknowledged
        self.published |= other.published


async def crawl(seeds: list[str], connections: int, nats_url: str) -> Found:
    """Rounds of all websites, so many at once. Returns what the bench asks for."""
    bus = Bus(nats_url, name="bench")
    await bus.start()
    stream = next(stream for stream in STREAMS if stream.name == PageVisited.STREAM)
    await bus.js.add_stream(stream.config(1))
    reports, alive, found = Reports(bus), Alive(), Found()
    fetcher = QuickFetcher(user_agent="xunjian-bench", limits=Limits(total=timedelta(seconds=30)), allow_private=True)
    web = OpenWeb(fetcher, connections, reports)
    waiting = list(enumerate(seeds))[::-1]
    every = int(os.environ.get("BENCH_SAMPLE", "0"))

    def see(number: int, sight: Sight) -> None:
        reports.add(f"s{number}", sight)
        if every and reports.pages % every == 0:
            found.memory.append((reports.pages, memory()))

    async def work() -> None:
        while waiting:
            number, seed = waiting.pop()
            read_article = read_all if ALL_FACTS else read_article_on_the_way
            walker = Walker(web, NoFault(), read_article=read_article, connections=8, alive=alive)
            round_ = Round(seed, now(), EVERYTHING)
            await walker.walk(round_, stop=lambda: False, see=lambda sight, number=number: see(number, sight))
            await walker.ask_again(round_, stop=lambda: False)
            found.note(round_)

    await asyncio.gather(*(work() for _ in range(min(ROUNDS, len(seeds)))))
    await reports.sent()
    await fetcher.close()
    await bus.stop()
    found.acknowledged, found.published = reports.acknowledged, reports.published
    return found


def memory() -> float:
    """MB in use by this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * resource.getpagesize() / 2**20, 1)


def share(seeds: list[str], connections: int, nats_url: str, processes: int) -> Found:
    """The same by several processes, each with its part of the seeds; what was loaded is not loaded again."""
    found = Found()
    parts = [seeds[number::processes] for number in range(processes)]
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        for part in pool.map(partial(_part, connections=max(1, connections // processes), nats_url=nats_url), parts):
            found.add(part)
    return found


def _part(seeds: list[str], connections: int, nats_url: str) -> Found:
    return asyncio.run(crawl(seeds, connections, nats_url))


def main() -> int:
    """Read the seeds, crawl, write the result."""
    seeds, out, connections = Path(sys.argv[1]).read_text(encoding="utf-8").split(), Path(sys.argv[2]), int(sys.argv[3])
    processes = int(os.environ.get("BENCH_PROCESSES", "1"))
    spare_the_collector()
    if given := os.environ.get("BENCH_NATS_URL"):
        found = asyncio.run(crawl(seeds, connections, given))
    else:
        with a_nats_server() as nats_url:
            if processes > 1:
                found = share(seeds, connections, nats_url, processes)
            else:
                found = asyncio.run(crawl(seeds, connections, nats_url))
    dead = sorted(set(found.dead))
    result = {
        "pages": found.pages,
        "dead": dead,
        "acknowledged": found.acknowledged,
        "published": found.published,
        "memory": found.memory,
        "cpu": {"crawler": _seconds(resource.RUSAGE_SELF), "children": _seconds(resource.RUSAGE_CHILDREN)},
    }
    out.write_text(json.dumps(result), encoding="utf-8")
    return 0


def _seconds(who: int) -> float:
    used = resource.getrusage(who)
    return round(used.ru_utime + used.ru_stime, 2)


if __name__ == "__main__":
    sys.exit(main())
