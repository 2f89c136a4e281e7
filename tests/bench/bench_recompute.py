"""A quarter judged anew from its observations: 556 websites and 1 940 accounts, in processes of their own.

`BENCH_SHARE=1` takes all of them; by default a tenth is measured and the whole is said in proportion.
"""

import os
import resource
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from services.evaluator.adapters.pack_files import PackFiles
from services.evaluator.app import Evaluator, prepared, workshop_of
from services.evaluator.settings import Settings
from shared.contracts.observations import Entry, PageVisited, Post, PostListed
from shared.contracts.reports import AssessmentRequested
from shared.mongo import connect
from shared.registry.model import Platform, Registry, Row
from tests.evaluator_world import put_in_force
from tests.fakes.evaluator_stores import FakePublisher
from tests.registry_builders import a_column, a_unit, a_website, an_account

SHARE = float(os.environ.get("BENCH_SHARE", "0.1"))
WEBSITES, ACCOUNTS = round(556 * SHARE), round(1_940 * SHARE)
PLATFORMS = tuple(Platform)
COLUMNS = 10
ENTRIES = 10
FIRST, END = datetime(2026, 6, 30, 16, tzinfo=UTC), datetime(2026, 9, 30, 16, tzinfo=UTC)
"""The third quarter, in China's days."""
DAY = timedelta(days=1)
EVERY = timedelta(days=1)
"""Between two looks at a page or feed; home pages are probed every hour of the last ten days beside it."""


def dates(at: datetime) -> list[datetime]:
    """When the newest things on a list were published: one every day."""
    return [at.replace(minute=0) - n * DAY for n in range(ENTRIES)]


def entries(at: datetime) -> tuple[Entry, ...]:
    return tuple(
        Entry(title="关于做好有关工作的通知", url=f"/{n}.html", published_at=d) for n, d in enumerate(dates(at))
    )


def looks_at_website(n: int) -> list[PageVisited]:
    """A quarter of looks at its home page and columns."""
    known = {"website_id": f"w{n}", "outcome": "ok", "elapsed_ms": 300, "status": 200}
    looks = []
    at = FIRST + timedelta(minutes=n % 600)
    while at < END:
        listed = entries(at)
        looks.append(PageVisited(purpose="home", observed_at=at, entries=listed, **known))
        for c in range(COLUMNS):
            column = {"purpose": "column", "page_id": f"w{n}c{c}", "entries": listed}
            looks.append(PageVisited(observed_at=at + timedelta(minutes=c), **column, **known))
        at += EVERY
    probes = (END - timedelta(hours=h, minutes=7) for h in range(240))
    return looks + [PageVisited(purpose="probe", observed_at=moment, **known) for moment in probes]


def looks_at_account(n: int) -> list[PostListed]:
    """A quarter of looks at its feed."""
    looks = []
    at = FIRST + timedelta(minutes=n % 600)
    while at < END:
        posts = tuple(Post(id=f"{d:%m%d}", title="今日要闻", published_at=d) for d in dates(at))
        known = {"account_id": f"a{n}", "observed_at": at, "outcome": "ok", "posts": posts}
        looks.append(PostListed(complete_since=posts[-1].published_at, **known))
        at += EVERY
    return looks


def the_registry() -> Registry:
    """Units with a website and three or four accounts, each on another platform."""
    rows: list[Row] = []
    for n in range(WEBSITES):
        rows += [a_unit(f"U{n}"), a_website(f"w{n}", url=f"http://w{n}.example/", unit_id=f"U{n}")]
        rows += [a_column(f"w{n}c{c}", website_id=f"w{n}", url=f"http://w{n}.example/{c}/") for c in range(COLUMNS)]
    for n in range(ACCOUNTS):
        rows.append(an_account(f"a{n}", unit_id=f"U{n % WEBSITES}", platform=PLATFORMS[n // WEBSITES]))
    return Registry.of(rows)


def processor_seconds() -> float:
    """Of this process and of those it started and that have ended: other work on the machine does not show in it."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@pytest.fixture
async def database(mongo_url, mongo_database):
    found = connect(mongo_url, mongo_database)
    yield found
    found.client.close()


async def test_a_quarter_recomputed(database, mongo_url, mongo_database):
    """Goal: under a minute on two cores."""
    settings = Settings(mongo_url=mongo_url, mongo_database=mongo_database)
    await put_in_force(database, the_registry())
    stores = await prepared(settings, database, clock=lambda: END)
    histories = [looks_at_website(n) for n in range(WEBSITES)] + [looks_at_account(n) for n in range(ACCOUNTS)]
    for history in histories:
        await stores.observations.add([(str(one.event_id()), one) for one in history], received_at=END)
    events = sum(map(len, histories))
    evaluator = Evaluator(
        settings,
        stores=stores,
        publisher=FakePublisher(),
        packs=PackFiles(),
        clock=lambda: END,
        workshop=workshop_of(settings, stores),
    )
    period = {"period_from": "2026-07-01", "period_to": "2026-09-30"}
    request = AssessmentRequested(request_id="q", as_of=END, requested_at=END, **period)

    begun, worked = time.perf_counter(), processor_seconds()
    ready = await evaluator.assessor.answer(request)
    spent, worked = time.perf_counter() - begun, processor_seconds() - worked

    assert len(histories) == ready.targets
    sys.stdout.write(
        f"{WEBSITES} websites and {ACCOUNTS} accounts, {events} events: {spent:.1f} s, {events / spent:.0f} events/s; "
        f"all 556 and 1 940 in proportion: {spent / SHARE:.0f} s (goal 60 s); "
        f"{worked:.1f} processor seconds, {worked / events * 1e6:.0f} µs an event, without the database's\n"
    )
