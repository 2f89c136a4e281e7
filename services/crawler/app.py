"""The crawler put together: the only place that knows which adapter keeps what."""

import os
import re
import socket
from collections.abc import Mapping
from datetime import timedelta

from services.crawler import handlers, network, reading
from services.crawler.account_looker import AccountLooker
from services.crawler.adapters.evidence_files import EvidenceFiles
from services.crawler.adapters.http_fetch import Limits
from services.crawler.adapters.mongo_hosts import MongoHosts
from services.crawler.adapters.mongo_journal import MongoJournal
from services.crawler.adapters.mongo_memory import MongoMemory
from services.crawler.adapters.mongo_rounds import MongoRounds
from services.crawler.adapters.mongo_slots import MongoSlots
from services.crawler.adapters.quick_fetch import QuickFetcher
from services.crawler.adapters.registry_pages import CurrentPages
from services.crawler.adapters.six import SixProbe
from services.crawler.article_facts import read_article_on_the_way
from services.crawler.fetching.fetch import Answer
from services.crawler.home_looker import HomeLooker
from services.crawler.link_visit import LinkVisitor, Lookers, Strides
from services.crawler.link_walk import Walker
from services.crawler.links.link_round import Bounds
from services.crawler.loops import Loop
from services.crawler.network import OwnNetwork
from services.crawler.parsing.page import Page
from services.crawler.politeness import PoliteWeb
from services.crawler.ports import Pace
from services.crawler.pulse import Pulse
from services.crawler.scheduler import Scheduler
from services.crawler.settings import CrawlerSettings
from services.crawler.visit import Reach, Visitor
from services.crawler.worker import Patience, Stores, Worker
from shared.bus import Bus
from shared.clock import now
from shared.contracts.observations import Message
from shared.evidence import EvidenceStore
from shared.health import Check
from shared.mongo import Database
from shared.registry.store import CurrentRegistry
from shared.streams import CRAWLER_VISITS, Consumer

ROBOTS_TOKEN = "Xunjian"  # noqa: S105 - a name, not a secret
_SEAL_EVERY = 300.0
_COMPATIBLE = re.compile(r"compatible;\s*([A-Za-z_-]+)")
_FIRST = re.compile(r"([A-Za-z_-]+)")


class Crawler:
    """The parts that live as long as the process."""

    def __init__(
        self, fetcher: QuickFetcher, loops: list[Loop], *, pulse: Pulse, evidence: EvidenceFiles, stop_within: float
    ) -> None:
        self._fetcher = fetcher
        self._loops = loops
        self._pulse = pulse
        self._evidence = evidence
        self._stop_within = stop_within

    async def start(self) -> None:
        """Begin to schedule."""
        self._pulse.start()
        for loop in self._loops:
            loop.start()

    async def stop(self) -> None:
        """End in bounded time. Visits that are cut off are taken over by another worker."""
        for loop in self._loops:
            await loop.stop(self._stop_within / len(self._loops))
        await self._pulse.stop()
        await self._fetcher.close()

    def checks(self) -> Mapping[str, Check]:
        """Evidence must be kept, or no visit counts. A web that is away is what the crawler is there to find out."""
        return {"evidence": self._evidence.check}


async def build(
    settings: CrawlerSettings, bus: Bus, database: Database, *, consumer: Consumer = CRAWLER_VISITS
) -> Crawler:
    """The crawler of this process, its collections prepared and its handler declared on the bus."""
    slots, journal, memory = MongoSlots(database), MongoJournal(database), MongoMemory(database)
    hosts, rounds = MongoHosts(database), MongoRounds(database)
    for collection in (slots, journal, memory, hosts, rounds):
        await collection.prepare()
    pages = CurrentPages(CurrentRegistry(database, now))
    store = EvidenceStore(settings.evidence_dir, writer=f"{socket.gethostname()}-{os.getpid()}")
    evidence = EvidenceFiles(store, now)
    fetcher = QuickFetcher(
        user_agent=settings.user_agent, limits=limits_of(settings), allow_private=settings.crawler_allow_private
    )
    pulse = Pulse()
    own_network = OwnNetwork(settings.references, network.reach, now)
    web = _web(settings, fetcher, hosts)
    links = LinkVisitor(_walker(web, own_network), rounds, strides=strides_of(settings), clock=now)
    worker = Worker(
        Lookers(AccountLooker(_home_looker(settings, _visitor(settings, web, memory), web, memory), memory), links),
        stores=Stores(registries=pages, journal=journal, slots=slots, evidence=evidence),
        publisher=bus,
        network=own_network,
        pulse=pulse,
        patience=Patience(
            retry_delay=timedelta(seconds=settings.crawler_retry_delay),
            visit=timedelta(seconds=settings.crawler_visit_timeout),
            lease=timedelta(seconds=settings.crawler_lease),
        ),
        clock=now,
    )
    handlers.subscribe(bus, worker, workers=settings.crawler_workers, consumer=consumer)
    loops = [Loop("evidence", evidence.seal, pause=_SEAL_EVERY)]
    if settings.crawler_scheduler:
        scheduler = Scheduler(settings, registries=pages, slots=slots, journal=journal, publisher=bus, clock=now)
        loops.append(Loop("scheduler", scheduler.step, pause=settings.crawler_tick))
    return Crawler(fetcher, loops, pulse=pulse, evidence=evidence, stop_within=settings.stop_timeout * 0.3)


def limits_of(settings: CrawlerSettings) -> Limits:
    """What one fetch may cost."""
    return Limits(
        total=timedelta(seconds=settings.crawler_timeout),
        connect=timedelta(seconds=settings.crawler_connect_timeout),
        max_bytes=settings.crawler_max_bytes,
        max_redirects=settings.crawler_max_redirects,
    )


def strides_of(settings: CrawlerSettings) -> Strides:
    """How far a round of link checking goes, and how it is walked."""
    bounds = Bounds(
        pages=settings.crawler_link_pages, links=settings.crawler_link_addresses, depth=settings.crawler_link_depth
    )
    return Strides(
        bounds=bounds,
        step=timedelta(seconds=min(settings.crawler_link_step, settings.crawler_visit_timeout / 2)),
        recheck=timedelta(seconds=settings.crawler_link_recheck),
    )


def _home_looker(settings: CrawlerSettings, visitor: Visitor, web: PoliteWeb, memory: MongoMemory) -> HomeLooker:
    return HomeLooker(
        visitor,
        web,
        memory,
        reachable=SixProbe(
            allow_private=settings.crawler_allow_private,
            others=tuple(host for host, _ in settings.references if not host.replace(".", "").isdigit()),
        ),
        compare_after=timedelta(seconds=settings.crawler_compare_after),
        clock=now,
    )


def _walker(web: PoliteWeb, own_network: OwnNetwork) -> Walker:
    return Walker(web, own_network, read_article=read_article_on_the_way)


def _web(settings: CrawlerSettings, fetcher: QuickFetcher, hosts: MongoHosts) -> PoliteWeb:
    pace = Pace(
        interval=timedelta(seconds=settings.crawler_host_interval),
        burst=settings.crawler_host_burst,
        patience=timedelta(seconds=settings.crawler_host_patience),
        budget=settings.crawler_host_budget,
    )
    return PoliteWeb(
        fetcher,
        hosts,
        pace=pace,
        connections=settings.crawler_host_connections,
        token=robots_token(settings.user_agent),
        obey_robots=settings.crawler_robots == "obey",
        clock=now,
    )


def _visitor(settings: CrawlerSettings, web: PoliteWeb, memory: MongoMemory) -> Visitor:
    reach = Reach(
        max_pages=settings.crawler_max_pages,
        max_details=settings.crawler_max_details,
        full_after=timedelta(seconds=settings.crawler_full_after),
        deep_after=timedelta(seconds=settings.crawler_deep_after),
    )
    return Visitor(web, memory, read=reading.read, read_message=read_message, reach=reach, clock=now)


def read_message(answer: Answer, message_id: str) -> Message | None:
    """The letter a detail page shows, under the id the list gives it."""
    page = Page(answer.body, answer.final_url, answer.header("content-type"))
    return reading.read_message(page, message_id=message_id)


def robots_token(user_agent: str) -> str:
    """The name robots.txt files know us by."""
    found = _COMPATIBLE.search(user_agent) or _FIRST.match(user_agent)
    return found[1] if found else ROBOTS_TOKEN
