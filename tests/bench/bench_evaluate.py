"""The evaluator's throughput: the complete job against a bare loop, in turn in one run.

`make bench TESTS=…` or `python -m pytest -q -s tests/bench --override-ini python_files='bench_*.py' -k evaluate`.
`BENCH_TARGETS` and `BENCH_ROUNDS` make it smaller or larger.
"""

import os
import statistics
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import nats
import pytest

from services.evaluator.adapters.pack_files import PackFiles
from services.evaluator.app import Evaluator, prepared
from services.evaluator.dossier import Observation
from services.evaluator.settings import Settings
from shared.bus import Bus
from shared.clock import now
from shared.contracts import EVENTS_BY_TYPE
from shared.contracts.observations import Entry, PageVisited, Post, PostListed
from shared.deliveries import Received
from shared.garbage import spare_the_collector
from shared.mongo import Database, connect
from shared.registry.model import Registry, Row
from shared.streams import EVALUATOR_OBSERVATIONS, reconcile
from tests.evaluator_world import put_in_force
from tests.registry_builders import a_column, a_unit, a_website, an_account

TARGETS = int(os.environ.get("BENCH_TARGETS", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
BATCH = 500
WARM_UP = 2
"""Rounds in which everything is seen for the first time and many verdicts are news: shown, not counted."""
WEBSITES = TARGETS * 22 // 100
"""As many in a hundred as of the 2 496 targets of a prefecture."""
COLUMNS = 10
ENTRIES = 15
NEW_EVERY = timedelta(hours=9)
LOOK_EVERY = timedelta(hours=2)
"""Between two looks at one list: every fourth or fifth look shows something new."""
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "关于做好有关工作的通知"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def the_registry() -> Registry:
    """Units with a website with columns, and some accounts each."""
    rows: list[Row] = [a_unit(f"U{n}") for n in range(WEBSITES)]
    for n in range(WEBSITES):
        rows.append(a_website(f"w{n}", unit_id=f"U{n}", url=f"http://w{n}.example/"))
        rows += [a_column(f"w{n}c{c}", website_id=f"w{n}", url=f"http://w{n}.example/{c}/") for c in range(COLUMNS)]
    rows += [an_account(f"a{n}", unit_id=f"U{n % WEBSITES}") for n in range(TARGETS - WEBSITES)]
    return Registry.of(rows)


def entries(at: datetime, seed: int) -> list[tuple[int, datetime]]:
    """The newest things on a list by number, and when each was published: one every nine hours, each list at its own.

    A thing keeps its number, and with it its address, while newer ones come: nothing vanishes.
    """
    newest, since = divmod(at - EPOCH - timedelta(minutes=97 * seed), NEW_EVERY)
    return [(newest - n, at - since - n * NEW_EVERY) for n in range(ENTRIES)]


def account_look(n: int, at: datetime) -> PostListed:
    posts = [
        Post(id=f"{n}-{m}", title=f"第{m}条 {TITLE}", url=f"https://mp.example/{n}/{m}", published_at=when)
        for m, when in entries(at, n)
    ]
    return PostListed(
        account_id=f"a{n}", observed_at=at, outcome="ok", posts=tuple(posts), complete_since=posts[-1].published_at
    )


def page_look(n: int, page: int, at: datetime) -> PageVisited:
    """A probe, the home page, or a column, in turn."""
    known = {"website_id": f"w{n}", "observed_at": at, "outcome": "ok", "elapsed_ms": 300, "status": 200}
    if page == 0:
        return PageVisited(purpose="probe", url=f"http://w{n}.example/", **known)
    listed = tuple(
        Entry(title=f"第{m}条 {TITLE}", url=f"http://w{n}.example/{m}.html", published_at=when)
        for m, when in entries(at, n)
    )
    if page == 1:
        return PageVisited(purpose="home", url=f"http://w{n}.example/", entries=listed, **known)
    column = f"w{n}c{page - 2}"
    return PageVisited(purpose="column", page_id=column, url=f"http://w{n}.example/{page}/", entries=listed, **known)


def first_looks(at: datetime) -> list[Observation]:
    """One look at everything there is: after it nothing is news because it was never seen."""
    looks: list[Observation] = [page_look(n, page, at) for page in range(COLUMNS + 2) for n in range(WEBSITES)]
    return looks + [account_look(n, at) for n in range(TARGETS - WEBSITES)]


def one_round(number: int, at: datetime) -> list[Observation]:
    """One look at each target."""
    looks: list[Observation] = [page_look(n, (n + number) % (COLUMNS + 2), at) for n in range(WEBSITES)]
    looks += [account_look(n, at) for n in range(TARGETS - WEBSITES)]
    return looks


async def fetch(js: nats.js.JetStreamContext, durable: str) -> AsyncIterator[list[nats.aio.msg.Msg]]:
    """Batches of what waits, until nothing does."""
    subscription = await js.pull_subscribe("", durable=durable, stream="OBSERVATIONS")
    while True:
        try:
            yield await subscription.fetch(BATCH, timeout=0.3)
        except TimeoutError:
            return


class Spent:
    """Wall time up to the last batch, and processor time of this process."""

    def __init__(self) -> None:
        self.count, self.wall, self.processor = 0, 0.0, 0.0
        self._begun, self._processor = time.perf_counter(), time.process_time()

    def batch(self, count: int) -> None:
        self.count += count
        self.wall = time.perf_counter() - self._begun
        self.processor = time.process_time() - self._processor


async def bare(js: nats.js.JetStreamContext, database: Database) -> Spent:
    """Only fetch, decode, insert and ack."""
    spent = Spent()
    async for messages in fetch(js, "bare"):
        documents = []
        for message in messages:
            headers = message.headers or {}
            event = EVENTS_BY_TYPE[headers["ce-type"]].read(message.data)
            documents.append({"_id": headers["ce-id"], "target_id": event.target, "body": message.data})
        await database.bare.insert_many(documents, ordered=False)
        for message in messages:
            await message.ack()
        spent.batch(len(messages))
    return spent


async def complete(js: nats.js.JetStreamContext, evaluator: Evaluator) -> Spent:
    """The whole job, from the same fetch to the same ack."""
    spent = Spent()
    async for messages in fetch(js, "evaluator"):
        received = []
        for message in messages:
            headers = message.headers or {}
            event = EVENTS_BY_TYPE[headers["ce-type"]].read(message.data)
            received.append(Received(event, headers["ce-id"], 1, message.data))
        await evaluator.intake.on_observations(received)
        for message in messages:
            await message.ack()
        spent.batch(len(messages))
    return spent


@pytest.fixture
async def database(mongo_url, mongo_database):
    found = connect(mongo_url, mongo_database)
    yield found
    found.client.close()


async def test_the_complete_job_against_a_bare_loop(nats_url, database):
    """Goal: at least 0.4 of the bare loop's events a second."""
    connection = await nats.connect(nats_url)
    js = connection.jetstream()
    await reconcile(js)
    await js.add_consumer(
        EVALUATOR_OBSERVATIONS.stream, EVALUATOR_OBSERVATIONS.config().evolve(durable_name="bare", name="bare")
    )
    await put_in_force(database, the_registry())
    bus = Bus(nats_url, name="bench")
    await bus.start()
    settings = Settings()
    evaluator = Evaluator(
        settings, stores=await prepared(settings, database, clock=now), publisher=bus, packs=PackFiles(), clock=now
    )
    begun = time.perf_counter()
    while (await evaluator.tick.step(now())).more:
        pass
    say(f"first tick over {TARGETS} targets: {time.perf_counter() - begun:.1f} s")

    spare_the_collector()
    walls, processors = [], []
    for number in range(ROUNDS + WARM_UP):
        at = now() - LOOK_EVERY * (ROUNDS + WARM_UP - number)
        looks = one_round(number, at) if number else first_looks(at)
        await bus.publish_all(looks)
        loops = [("bare", bare(js, database)), ("complete", complete(js, evaluator))]
        spent = {name: await loop for name, loop in (loops if number % 2 else reversed(loops))}
        assert all(one.count >= len(looks) for one in spent.values()), "at least once: a slow batch comes twice"
        walls.append(spent["bare"].wall / spent["complete"].wall)
        processors.append(spent["bare"].processor / spent["complete"].processor)
        per_event = {name: f"{one.processor / one.count * 1e6:.0f} µs" for name, one in spent.items()}
        say(f"round {number}: {walls[-1]:.2f} of the wall, {processors[-1]:.2f} of the processor {per_event}")
    wall, processor = (statistics.median(ratios[WARM_UP:]) for ratios in (walls, processors))
    say(f"median {wall:.2f} of the bare loop's events a second, {processor:.2f} by processor time (goal 0.40)")
    await bus.stop()
    await connection.close()
