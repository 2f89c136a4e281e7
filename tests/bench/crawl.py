"""Our side of the crawl bench: `python -m tests.bench.crawl SEEDS OUT CONCURRENCY`.

Crawls every page of every seed host and checks every link, the ones that leave too, with the parts that make the rounds
of link checking in production: the fetcher with its guard and limits, the reader, the round, the second asking of what
seemed dead. Left out, as with the peers: robots.txt, the pace of each host, MongoDB. Every page is an event,
acknowledged by JetStream on a nats-server whose processor time counts as ours. OUT gets {"pages": n, "dead": [urls]}.

A page without any date beside a word of publication is not read as an article. `BENCH_FACTS=all` reads every page as
one, with all its marks, as the visits to single pages do. `BENCH_SYNC`: nats-server's sync_interval, else always.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from deploy.embedded import free_port
from deploy.embedded import process as processes
from deploy.embedded.nats_server import NatsServer
from services.crawler.adapters.http_fetch import Limits
from services.crawler.adapters.quick_fetch import QuickFetcher
from services.crawler.article_facts import article_facts, read_article_on_the_way
from services.crawler.collectors.identity import read_marks
from services.crawler.fetch import Answer
from services.crawler.garbage import spare_the_collector
from services.crawler.link_page import LinkPage
from services.crawler.link_round import Bounds, Round
from services.crawler.link_walk import Alive, Sight, Walker
from services.crawler.page import Page
from shared.bus import Bus
from shared.clock import now
from shared.contracts.observations import PageVisited
from shared.contracts.target import LookOutcome, Purpose
from shared.streams import STREAMS

BATCH = 500
"""Events published at a time, while the crawl goes on."""
ALL_FACTS = os.environ.get("BENCH_FACTS") == "all"
EVERYTHING = Bounds(pages=1_000_000, links=10_000_000, depth=1_000)


class OpenWeb:
    """The fetcher with so many requests under way at a time, and no other manners."""

    def __init__(self, fetcher: QuickFetcher, connections: int) -> None:
        self._fetcher = fetcher
        self._free = asyncio.Semaphore(connections)

    async def get(self, url: str, **_: Any) -> Answer:
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
        self.acknowledged = 0

    def add(self, website_id: str, sight: Sight) -> None:
        """A page that was read."""
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


async def crawl(seeds: list[str], connections: int, nats_url: str) -> dict[str, Any]:
    """One round of each website at once. Returns what the bench asks for."""
    bus = Bus(nats_url, name="bench")
    await bus.start()
    stream = next(stream for stream in STREAMS if stream.name == PageVisited.STREAM)
    await bus.js.add_stream(stream.config(1))
    reports, alive = Reports(bus), Alive()
    fetcher = QuickFetcher(user_agent="xunjian-bench", limits=Limits(total=timedelta(seconds=30)), allow_private=True)
    web = OpenWeb(fetcher, connections)
    rounds = [Round(seed, now(), EVERYTHING) for seed in seeds]

    async def make(number: int, round_: Round) -> None:
        walker = Walker(
            web,
            NoFault(),
            read_article=read_all if ALL_FACTS else read_article_on_the_way,
            connections=8,
            alive=alive,
        )
        await walker.walk(round_, stop=lambda: False, see=lambda sight: reports.add(f"s{number}", sight))
        await walker.ask_again(round_, stop=lambda: False)

    await asyncio.gather(*(make(number, round_) for number, round_ in enumerate(rounds)))
    await reports.sent()
    await fetcher.close()
    await bus.stop()
    dead = sorted({link.url for round_ in rounds for link in round_.broken})
    pages = sum(round_.pages for round_ in rounds)
    return {"pages": pages, "dead": dead, "acknowledged": reports.acknowledged}


def main() -> int:
    """Read the seeds, crawl, write the result."""
    seeds, out, connections = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    spare_the_collector()
    with a_nats_server() as nats_url:
        result = asyncio.run(crawl(seeds.read_text(encoding="utf-8").split(), connections, nats_url))
    out.write_text(json.dumps(result), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
