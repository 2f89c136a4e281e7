"""Requests that are large are worked on in processes of their own."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from services.evaluator.adapters.mongo_assessments import MongoAssessments
from services.evaluator.adapters.mongo_observations import MongoObservations
from services.evaluator.adapters.process_workshop import ProcessWorkshop
from services.evaluator.adapters.registry_subjects import roll_of
from services.evaluator.bench import bench_of
from services.evaluator.refold import Here, Job
from shared.contracts.collections import ASSESSMENTS
from shared.contracts.reports import AssessmentRequested
from shared.mongo import connect
from shared.registry.store import LoadedRegistry
from tests.builders import NOW, a_feed_look, days_ago, rules
from tests.evaluator_world import a_registry, eventually
from tests.registry_builders import an_account

ACCOUNTS = [f"a{n:03}" for n in range(40)]


@pytest.fixture
async def database(mongo_url, mongo_database):
    found = connect(mongo_url, mongo_database)
    yield found
    found.client.close()


@pytest.fixture
async def stores(database):
    """Every second account is silent."""
    observations = MongoObservations(database, kept_for=NOW - days_ago(400))
    await observations.prepare()
    looks = [
        a_feed_look(NOW, days_ago(n % 2 * 20), account_id=one, complete_since=days_ago(60))
        for n, one in enumerate(ACCOUNTS)
    ]
    await observations.add([(str(look.event_id()), look) for look in looks], received_at=NOW)
    return observations, MongoAssessments(database)


def jobs(request_id, size=5):
    registry = a_registry(*(an_account(one) for one in ACCOUNTS))
    bench = bench_of(roll_of(LoadedRegistry(registry, 1, NOW.date(), is_fallback=False)), rules())
    request = AssessmentRequested(request_id=request_id, as_of=NOW, requested_at=NOW)
    return [Job(request, bench, tuple(ACCOUNTS[n : n + size]), NOW) for n in range(0, len(ACCOUNTS), size)]


async def judged(database, request_id):
    cursor = database[ASSESSMENTS].find({"request_id": request_id}).sort("target_id", 1)
    return [(one["target_id"], one["verdict"]["result"], one["expires_at"]) async for one in cursor]


async def test_it_says_what_is_said_here(database, stores, mongo_url, mongo_database):
    """The same judgements and digests, in whatever order the jobs end."""
    here = Here(*stores)
    workshop = ProcessWorkshop(mongo_url, mongo_database, processes=2, here=here)

    there = [one async for one in workshop.work(jobs("there"))]
    locally = [one async for one in here.work(jobs("here"))]

    assert sorted(locally) == sorted(there)
    assert await judged(database, "here") == await judged(database, "there")
    assert 40 == len(await judged(database, "there"))


async def test_a_small_request_starts_no_process(stores):
    """Nothing would answer at this address."""
    workshop = ProcessWorkshop("mongodb://127.0.0.1:1", "none", processes=2, here=Here(*stores))

    ended = [one async for one in workshop.work(jobs("small", size=20))]

    assert [20, 20] == [one.targets for one in ended]


def workers():
    """Ids of the processes a workshop has started here."""
    mine = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return {int(one) for one in mine if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()}


async def started():
    return workers()


async def test_a_process_that_is_killed_fails_the_request_and_leaves_nothing_running(stores, mongo_url, mongo_database):
    """The request is delivered again; nobody waits for ever."""
    workshop = ProcessWorkshop(mongo_url, mongo_database, processes=1, here=Here(*stores))

    async def work():
        return [one async for one in workshop.work(jobs("killed", size=2))]

    working = asyncio.create_task(work())
    for worker in await eventually(started):
        os.kill(worker, signal.SIGKILL)

    with pytest.raises(Exception, match="terminated abruptly"):
        await asyncio.wait_for(working, 20)
    assert not workers()
