"""The crawler on real servers: from a slot or a request to an observation, whoever shares the work and whoever dies."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

import nats
import pytest

from services.crawler.app import build
from services.crawler.settings import CrawlerSettings
from shared.bus import Bus
from shared.clock import now
from shared.contracts import EVENTS_BY_TYPE, VisitDue
from shared.contracts.target import LookOutcome
from shared.evidence import EvidenceStore
from shared.mongo import connect
from shared.registry.store import import_registry
from shared.streams import CRAWLER_VISITS, reconcile
from tests.crawler_builders import a_board, a_column, a_registry, a_website, an_account
from tests.crawler_process import CONSUMER
from tests.local_web import LocalWeb, a_list_page, a_web, an_answer
from tests.servers import free_port

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>甲发布</title><link>http://a.example</link>
<item><title>今日要闻</title><guid>p1</guid><pubDate>Fri, 20 Nov 2026 09:00:00 +0800</pubDate></item>
<item><title>昨日要闻</title><guid>p0</guid><pubDate>Thu, 19 Nov 2026 09:00:00 +0800</pubDate></item>
</channel></rss>"""


def days_ago(days: int) -> str:
    return (now() - timedelta(days=days)).date().isoformat()


def a_home_page() -> str:
    return a_list_page(*((f"关于做好第{n}项工作的通知", days_ago(n)) for n in range(1, 9)), title="某某人民政府")


class World:
    """One pair of servers, one web, and whatever crawlers the test starts."""

    def __init__(self, nats_url: str, mongo_url: str, home: Path, web: LocalWeb) -> None:
        self.nats_url = nats_url
        self.mongo_url = mongo_url
        self.home = home
        self.web = web
        self.database = connect(mongo_url, mongo_url.rpartition("/")[2].partition("?")[0])

    async def watch(self, *rows) -> None:
        await import_registry(
            self.database, a_registry(*rows), effective_from=date(2020, 1, 1), imported_at=now(), source="test"
        )

    def settings(self, **fields) -> CrawlerSettings:
        quick = {"crawler_retry_delay": 0.3, "crawler_tick": 0.1, "crawler_host_interval": 0.0, "crawler_lease": 2.0}
        quick["crawler_compare_after"] = 0.0
        known = {"home": self.home, "crawler_allow_private": True, "crawler_references": "", "crawler_timeout": 5.0}
        return CrawlerSettings(**{**known, **quick, **fields})

    @asynccontextmanager
    async def crawler(self, **fields) -> AsyncIterator[Bus]:
        bus = Bus(self.nats_url, name="crawler", retry_base=timedelta(milliseconds=50))
        crawler = await build(self.settings(**fields), bus, self.database, consumer=CONSUMER)
        await bus.start(seconds=20)
        await crawler.start()
        try:
            yield bus
        finally:
            await bus.stop()
            await crawler.stop()

    async def observations(self, count: int, *, seconds: float = 25, quiet: float = 0.5) -> list:
        """The first so many observations, and those that come until it has been quiet for a moment."""
        client = await nats.connect(self.nats_url)
        js = client.jetstream()
        found = []
        try:
            async with asyncio.timeout(seconds):
                subscription = await js.pull_subscribe("", durable=f"test{free_port()}", stream="OBSERVATIONS")
                while True:
                    wait = quiet if len(found) >= count else seconds
                    if len(found) >= count and not quiet:
                        return found
                    with suppress(TimeoutError):
                        found += map(_event, await subscription.fetch(100, timeout=wait))
                        continue
                    if len(found) >= count:
                        return found
        finally:
            await client.close()

    async def publish(self, *visits: VisitDue) -> None:
        bus = Bus(self.nats_url, name="test")
        await bus.start(seconds=20)
        await bus.publish_all(visits)
        await bus.stop()


def _event(message):
    return EVENTS_BY_TYPE[message.headers["ce-type"]].read(message.data)


def a_manual_visit(name: str = "1", **fields) -> VisitDue:
    known = {"kind": "website", "target_id": "w1", "purpose": "home", "url": "", "slot": f"manual-{name}"}
    return VisitDue(**{**known, "due_at": now(), **fields})


@pytest.fixture
async def world(nats_url, mongo_db_url, tmp_path):
    """Streams are set up, and the web is empty."""
    client = await nats.connect(nats_url)
    await reconcile(client.jetstream())
    await client.close()
    async with a_web() as web:
        made = World(nats_url, mongo_db_url, tmp_path, web)
        yield made
        made.database.client.close()


async def test_everything_in_the_registry_is_visited_read_and_reported(world):
    """Home page, column over two pages, board, feed; each once, with the evidence it rests on."""
    more = '<a href="/tzgg/index_1.html">下一页</a>'
    first = [(f"关于第{n}号事项的公告", days_ago(n)) for n in range(1, 11)]
    second = [(f"关于第{n + 10}号事项的公告", days_ago(20 * n)) for n in range(1, 7)]
    letters = "".join(
        f"<tr><td>{n}</td><td><a href='/xx/{n}.html'>反映路灯不亮问题{n}</a></td>"
        f"<td>{days_ago(n)}</td><td>已回复</td></tr>"
        for n in range(1, 6)
    )
    head = "<tr><th>编号</th><th>标题</th><th>来信时间</th><th>状态</th></tr>"
    world.web.pages = {
        "/": an_answer(a_home_page()),
        "/tzgg/": an_answer(a_list_page(*first, more=more)),
        "/tzgg/index_1.html": an_answer(a_list_page(*second)),
        "/xx/": an_answer(f"<html><body><table>{head}{letters}</table></body></html>"),
        "/feed": an_answer(RSS, Content_Type="application/rss+xml"),
    }
    await world.watch(
        a_website(url=world.web.url("/")),
        a_column(url=world.web.url("/tzgg/")),
        a_board(url=world.web.url("/xx/")),
        an_account(feed_url=world.web.url("/feed")),
    )
    async with world.crawler():
        found = {getattr(e, "purpose", "feed"): e for e in await world.observations(4)}

    assert {"home", "column", "board", "feed"} == set(found)
    assert {LookOutcome.OK} == {event.outcome for event in found.values()}
    assert 8 == len(found["home"].entries)
    assert 16 == len(found["column"].entries)
    assert days_ago(120) == (found["column"].complete_since + timedelta(hours=8)).date().isoformat()
    assert 5 == len(found["board"].messages)
    assert ["p1", "p0"] == [post.id for post in found["feed"].posts]
    store = EvidenceStore(world.home / "evidence")
    shown = store.show(found["column"].evidence_id)
    assert (2, 2) == (len(shown.record["answers"]), len(shown.bodies))


async def test_two_replicas_visit_every_slot_exactly_once(world):
    """Both schedule, both work; slots of two seconds for twenty pages."""
    world.web.pages = {f"/{n}": an_answer(a_home_page()) for n in range(20)}
    await world.watch(*(a_website(f"w{n}", url=world.web.url(f"/{n}")) for n in range(20)))
    async with AsyncExitStack() as replicas:
        for _ in range(2):
            await replicas.enter_async_context(world.crawler(crawler_home_interval=2.0, crawler_workers=8))
        await world.observations(60, quiet=0)
    found = await world.observations(60)
    published = {visit["_id"] async for visit in world.database.crawl_visits.find({}, {"_id": 1})}

    assert {1} == set(Counter(event.visit_id for event in found).values())
    assert {event.visit_id for event in found} <= published
    assert {f"w{n}" for n in range(20)} == {event.website_id for event in found}
    by_site = Counter(event.website_id for event in found)
    assert max(by_site.values()) - min(by_site.values()) <= 2


async def test_a_restart_visits_nothing_again(world):
    """The slot under way was visited before."""
    world.web.pages = {"/": an_answer(a_home_page())}
    await world.watch(a_website(url=world.web.url("/")))
    for _ in range(2):
        async with world.crawler():
            found = await world.observations(1)

    assert 1 == len(found)


async def test_a_visit_delivered_twice_is_reported_once(world):
    """Published again beyond any window of duplicates, under another message id."""
    world.web.pages = {"/": an_answer(a_home_page())}
    await world.watch(a_website(url=world.web.url("/")))
    visit = a_manual_visit()
    async with world.crawler(crawler_scheduler=False) as bus:
        await bus.publish(visit)
        await world.observations(1)
        await bus.put(
            visit.subject,
            visit.model_dump_json(exclude_defaults=True).encode(),
            {"ce-id": str(visit.event_id()), "ce-type": visit.TYPE, "ce-specversion": "1.0"},
            stream="VISITS",
        )
        found = await world.observations(1)
        pending = await bus.js.consumer_info("VISITS", CRAWLER_VISITS.name)

    assert [str(visit.event_id())] == [event.visit_id for event in found]
    assert (1, 0) == (world.web.asked("/"), pending.num_pending)


async def test_a_dead_site_is_failed_after_a_second_look_because_another_answers(world):
    """Once, with the reason; the other site vouches for our network."""
    world.web.pages = {"/": an_answer(a_home_page())}
    await world.watch(a_website(url=world.web.url("/")), a_website("dead", url=f"http://127.0.0.1:{free_port()}/"))
    async with world.crawler():
        found = {event.website_id: event for event in await world.observations(2)}

    assert (LookOutcome.FAILED, "connect_refused") == (found["dead"].outcome, found["dead"].reason)
    assert LookOutcome.OK == found["w1"].outcome


async def test_a_site_that_recovers_before_the_second_look_was_never_down(world):
    """One observation, and it is a good one."""
    answers = iter([an_answer("x", "500 Internal Server Error")])

    async def once_broken(_request, writer):
        writer.write(next(answers, an_answer(a_home_page())))

    world.web.pages = {"/": once_broken}
    await world.watch(a_website(url=world.web.url("/")))
    async with world.crawler():
        found = await world.observations(1)

    assert [LookOutcome.OK] == [event.outcome for event in found]
    assert 2 == world.web.asked("/")


async def test_a_firewall_a_private_address_and_robots_are_blindness(world):
    """None of the three is a failure of the site."""

    async def blocked(_request, writer):
        writer.write(an_answer("<script>var _$ab=1</script>", "412 Precondition Failed"))

    world.web.pages = {
        "/": blocked,
        "/robots.txt": an_answer("User-agent: *\nDisallow: /secret", Content_Type="text/plain"),
        "/secret": an_answer(a_home_page()),
    }
    await world.watch(
        a_website(url=world.web.url("/")),
        a_website("hidden", url=world.web.url("/secret")),
        a_website("inside", url="http://169.254.169.254/"),
    )
    async with world.crawler():
        found = {event.website_id: (event.outcome.value, event.reason) for event in await world.observations(3)}

    assert {
        "w1": ("blind", "blocked: 412"),
        "hidden": ("blind", "robots"),
        "inside": ("blind", "address_refused"),
    } == found
    assert 0 == world.web.asked("/secret")


async def test_an_unchanged_page_is_a_look_without_a_body(world):
    """Asked by its tag, answered 304, reported with the facts of before."""

    async def tagged(request, writer):
        unchanged = request.headers.get("if-none-match") == '"1"'
        writer.write(
            an_answer(b"", "304 Not Modified", ETag='"1"') if unchanged else an_answer(a_home_page(), ETag='"1"')
        )

    world.web.pages = {"/": tagged}
    await world.watch(a_website(url=world.web.url("/")))
    async with world.crawler(crawler_scheduler=False) as bus:
        await bus.publish(a_manual_visit("1"))
        await world.observations(1)
        await bus.publish(a_manual_visit("2"))
        first, second = await world.observations(2)

    assert (200, 304) == (first.status, second.status)
    assert first.entries == second.entries
    assert (LookOutcome.OK, 8) == (second.outcome, len(second.entries))


async def test_a_killed_worker_is_replaced(world):
    """Its visit is in nobody's hands until the lease ends; then it is made and reported once."""
    reached = asyncio.Event()
    hanging = {"first": True}

    async def hang_once(_request, writer):
        if hanging.pop("first", False):
            reached.set()
            await asyncio.sleep(60)
        writer.write(an_answer(a_home_page()))

    world.web.pages = {"/": hang_once}
    await world.watch(a_website(url=world.web.url("/")))
    process = await a_process(world, XUNJIAN_CRAWLER_SCHEDULER="0", XUNJIAN_CRAWLER_TIMEOUT="60")
    try:
        await world.publish(a_manual_visit())
        async with asyncio.timeout(30):
            await reached.wait()
    finally:
        process.kill()
        await process.wait()
    async with world.crawler(crawler_scheduler=False):
        found = await world.observations(1)

    assert [(LookOutcome.OK, str(a_manual_visit().event_id()))] == [(e.outcome, e.visit_id) for e in found]


async def test_the_service_runs_until_it_is_told_to_end(world):
    """As it is deployed: ready, scheduling, measuring, and gone at SIGTERM with exit code 0."""
    world.web.pages = {"/": an_answer(a_home_page())}
    await world.watch(a_website(url=world.web.url("/")))
    process = await a_process(world)
    try:
        await world.observations(1)
        run = json.loads((world.home / "run.json").read_text())
        metrics = await _get(run["port"], "/metrics")
        ready = await _get(run["port"], "/health/ready")
    finally:
        process.terminate()
        code = await asyncio.wait_for(process.wait(), 20)

    assert 0 == code
    assert " 200 OK" in ready.splitlines()[0]
    assert 'xunjian_visits_total{outcome="ok",purpose="home",reason=""} 1.0' in metrics
    assert 'xunjian_pages_watched{purpose="home"} 1.0' in metrics


async def a_process(world: World, **environment: str) -> asyncio.subprocess.Process:
    database = world.mongo_url.rpartition("/")[2].partition("?")[0]
    known = {
        "XUNJIAN_NATS_URL": world.nats_url,
        "XUNJIAN_MONGO_URL": world.mongo_url,
        "XUNJIAN_MONGO_DATABASE": database,
        "XUNJIAN_HOME": str(world.home),
        "XUNJIAN_RUN_FILE": str(world.home / "run.json"),
        "XUNJIAN_CRAWLER_ALLOW_PRIVATE": "1",
        "XUNJIAN_CRAWLER_REFERENCES": "",
        "XUNJIAN_CRAWLER_TICK": "0.1",
        "XUNJIAN_CRAWLER_LEASE": "2",
    }
    log = (world.home / "crawler.log").open("wb")
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.crawler_process",
            env={**os.environ, **known, **environment},
            stdout=log,
            stderr=log,
            cwd=Path(__file__).parents[4],
        )
    finally:
        log.close()


async def _get(port: int, path: str) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    body = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return body.decode()


async def test_a_round_finds_dead_links_wherever_they_stand(world):
    """Asked for by hand, over several steps and two replicas: dead twice is dead, an article on the way is told too."""
    article = (
        '<html><head><meta name="ArticleTitle" content="关于放假的通知"><meta name="PubDate" content="2026-10-01">'
        "</head><body><h1>关于放假的通知</h1><p>放假七天。</p><a href='/gone.html'>附件</a></body></html>"
    )
    home = a_list_page(("关于放假的通知", "2026-10-01"), more='<a href="/a.html">通知</a><img src="/no.png">')
    world.web.pages = {"/": an_answer(home), "/a.html": an_answer(article), "/art/20261001_0.html": an_answer(article)}
    await world.watch(a_website(url=world.web.url("/")))
    quick = {"crawler_scheduler": True, "crawler_link_recheck": 0.2, "crawler_home_interval": 36_000.0}
    async with AsyncExitStack() as replicas:
        for _ in range(2):
            await replicas.enter_async_context(world.crawler(**quick))
        await world.publish(a_manual_visit(purpose="link", url=world.web.url("/")))
        async with asyncio.timeout(30):
            while not (found := [e for e in await world.observations(3, quiet=1.0) if getattr(e, "links", None)]):
                pass
    dead = {link.url.removeprefix(world.web.base): (link.status, link.on) for link in found[0].links.broken}
    articles = [e for e in await world.observations(3) if getattr(e, "article", None)]

    assert {
        "/gone.html": (404, world.web.url("/a.html")),
        "/no.png": (404, world.web.url("/")),
    }.keys() == dead.keys()
    assert (404, world.web.url("/")) == dead["/no.png"]
    assert {"关于放假的通知"} == {event.article["title"] for event in articles}
    assert EvidenceStore(world.home / "evidence").show(found[0].evidence_id).record["answers"]
