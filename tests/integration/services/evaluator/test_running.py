"""The evaluator on a real nats-server and mongod: duplicates, disorder, rivals, crashes, servers that go away."""

import asyncio
import itertools
import os
import signal
import sys
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import pairwise

import nats
import pytest

from shared.bus import Bus
from shared.contracts.collections import ASSESSMENTS, CURRENT_VERDICTS, OBSERVATIONS, VERDICTS
from shared.contracts.reports import AssessmentReady, AssessmentRequested
from shared.contracts.target import Result
from shared.contracts.verdicts import Verdict, VerdictChanged
from shared.errors import Transient
from shared.mongo import connect
from shared.streams import EVALUATOR_OBSERVATIONS
from tests.builders import NOW, a_column_look, a_feed_look, a_home_look, a_visit, days_ago
from tests.evaluator_world import (
    Clock,
    a_registry,
    eventually,
    published,
    put_in_force,
    running,
    set_up_streams,
)
from tests.registry_builders import an_account

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def database(mongo_url, mongo_database):
    found = connect(mongo_url, mongo_database)
    yield found
    found.client.close()


@pytest.fixture
async def ready(nats_url, database):
    """Streams set up, a registry in force."""
    await set_up_streams(nats_url)
    await put_in_force(database, a_registry())
    return nats_url, database


@pytest.fixture
async def bus(nats_url):
    """Somebody who publishes."""
    found = Bus(nats_url, name="test")
    await found.start(seconds=20)
    yield found
    await found.stop(seconds=3)


def feed(n=0, *, stale=True, account="a1"):
    """A look `n` minutes before now."""
    at = NOW - n * MINUTE
    return a_feed_look(at, days_ago(20 if stale else 1), account_id=account, complete_since=days_ago(60))


async def kept(database, *events):
    """Whether all of them have been evaluated."""
    ids = [str(event.event_id()) for event in events]
    return len(ids) == await database[OBSERVATIONS].count_documents({"_id": {"$in": ids}})


async def chain(database, target="a1"):
    """The verdicts on a target as others read them."""
    return await database[VERDICTS].find({"target_id": target}).sort("number", 1).to_list(None)


async def assert_linear(nats_url, database, target="a1"):
    """Each verdict continues the one before, and each was told exactly once, in order."""
    verdicts = await chain(database, target)
    told = [event for event in await published(nats_url) if event.target == target]
    assert [one["_id"] for one in verdicts] == [event.verdict.verdict_id for event in told]
    assert list(range(1, len(verdicts) + 1)) == [one["number"] for one in verdicts]
    assert all(a["_id"] == b["previous_verdict_id"] for a, b in pairwise(verdicts))
    assert all(one["published"] for one in verdicts)
    return verdicts


async def test_what_is_observed_is_judged_kept_and_told(ready, bus):
    """From an event on the stream to a verdict in MongoDB and its change on the stream."""
    nats_url, database = ready
    look = feed()

    async with running(nats_url, database, clock=Clock()):
        await eventually(lambda: database[VERDICTS].count_documents({"published": True}, limit=2))
        await bus.publish(look)
        await eventually(lambda: kept(database, look))

    verdicts = await assert_linear(nats_url, database)
    assert Result.UNQUALIFIED == verdicts[-1]["result"]
    current = await database[CURRENT_VERDICTS].find_one({"_id": "a1"}, {"_id": 0})
    assert Result.UNQUALIFIED is Verdict.model_validate(current).result


async def test_duplicates_and_disorder_change_nothing(ready, bus):
    """Published again beyond the stream's memory, and backwards."""
    nats_url, database = ready
    events = [feed(n) for n in range(6)] + [a_home_look(NOW, days_ago(2)), a_column_look(NOW, days_ago(2))]

    async with running(nats_url, database, clock=Clock(), ticking=False):
        for event in (*events, *reversed(events)):
            await put(bus, event, event.model_dump_json().encode())
        await eventually(lambda: kept(database, *events))
        await eventually(lambda: _drained(bus))

    assert len(events) == await database[OBSERVATIONS].count_documents({})
    assert 1 == len(await assert_linear(nats_url, database))
    assert 1 == len(await assert_linear(nats_url, database, "w1"))


_numbers = itertools.count()


async def put(bus, event, body):
    """Publish under a message id of its own, as if the stream had forgotten the event."""
    event_id = str(event.event_id())
    headers = {"Nats-Msg-Id": f"{event_id}-{next(_numbers)}", "ce-id": event_id, "ce-type": event.TYPE}
    await bus.put(event.subject, body, headers, stream="OBSERVATIONS")


async def _drained(bus, consumer=EVALUATOR_OBSERVATIONS):
    info = await bus.js.consumer_info(consumer.stream, consumer.name)
    return not info.num_pending and not info.num_ack_pending


async def test_what_cannot_be_true_is_among_the_dead_letters_and_the_rest_is_judged(ready, bus):
    """Malformed, from the future: each with its reason; their neighbours do not suffer."""
    nats_url, database = ready
    good = [feed(n) for n in range(3)]
    future = a_visit(NOW + timedelta(days=2))

    async with running(nats_url, database, clock=Clock(), ticking=False):
        await bus.publish_all([good[0], future, good[1]])
        await put(bus, good[0], b"{")
        await bus.publish(good[2])
        await eventually(lambda: kept(database, *good))
        dead = await eventually(lambda: _dead(bus, 2))

    assert {"refused", "malformed"} == {one["x-dead-reason"] for one in dead}
    assert not await kept(database, future)


async def _dead(bus, count):
    info = await bus.js.stream_info("DEAD_LETTERS")
    if info.state.messages < count:
        return None
    return [(await bus.js.get_msg("DEAD_LETTERS", n)).headers for n in range(1, info.state.messages + 1)]


async def test_two_replicas_on_one_target_make_one_chain(ready, bus):
    """With ticks on both, every change is told once and continues the one before."""
    nats_url, database = ready
    clock = Clock(NOW - timedelta(hours=5))
    settings = {"evaluator_batch": 3, "evaluator_linger": 0.01}

    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(running(nats_url, database, clock=clock, **settings))
        events = []
        for n in range(240, 0, -4):
            clock.now = NOW - n * MINUTE
            events += [feed(n, stale=bool(n % 8)), feed(n + 1, stale=not n % 8)]
            await bus.publish_all(events[-2:])
        clock.now = NOW
        await eventually(lambda: kept(database, *events))

    verdicts = await assert_linear(nats_url, database)
    assert len(verdicts) >= 2


class Faulty:
    """A port that fails once, at one call, before or after it took effect."""

    def __init__(self, target, method, *, after):
        self._target, self._method, self._after = target, method, after
        self.failed = False

    def __getattr__(self, name):
        attribute = getattr(self._target, name)
        if name != self._method:
            return attribute

        async def once(*args, **kwargs):
            if self.failed:
                return await attribute(*args, **kwargs)
            self.failed = True
            if self._after:
                await attribute(*args, **kwargs)
            raise Transient(f"{name} failed")

        return once


STEPS = {
    "load": ("_dossiers", "load"),
    "save": ("_dossiers", "save"),
    "write": ("_verdicts", "write"),
    "publish": ("_publisher", "publish_all"),
    "mark": ("_verdicts", "published"),
    "show": ("_verdicts", "show"),
    "settle": ("_dossiers", "settle"),
}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", [*STEPS, "keep"])
async def test_a_step_that_fails_is_done_again(ready, bus, step, after):
    """The batch comes again: the same end state, exactly one change."""
    nats_url, database = ready
    event = feed()

    async with running(nats_url, database, clock=Clock(), ticking=False) as run:
        intake = run.evaluator.intake
        owner, name = (intake, "_observations") if step == "keep" else (intake._chain, STEPS[step][0])
        method = "add" if step == "keep" else STEPS[step][1]
        faulty = Faulty(getattr(owner, name), method, after=after)
        setattr(owner, name, faulty)
        await bus.publish(event)
        await eventually(lambda: kept(database, event))
        await eventually(lambda: _drained(bus))

    assert faulty.failed
    assert 1 == len(await assert_linear(nats_url, database))
    assert not await database.dossiers.count_documents({"unsaid": True})


async def test_a_consumer_that_was_deleted_is_made_anew(ready, bus):
    """Everything comes again, which changes nothing; what is new is judged."""
    nats_url, database = ready
    first, second = feed(2), feed(1)

    async with running(nats_url, database, clock=Clock(), ticking=False):
        await bus.publish(first)
        await eventually(lambda: kept(database, first))
        await bus.js.delete_consumer(EVALUATOR_OBSERVATIONS.stream, EVALUATOR_OBSERVATIONS.name)
        await bus.publish(second)
        await eventually(lambda: kept(database, second))

    assert 1 == len(await assert_linear(nats_url, database))


@pytest.mark.xdist_group("own_servers")
async def test_servers_killed_under_load_lose_nothing(own_servers):
    """NATS and MongoDB are killed and come back while events pour in."""
    servers = own_servers()
    database = connect(servers.mongo_url, "xunjian")
    accounts = [f"a{n}" for n in range(20)]
    await set_up_streams(servers.nats_url)
    await put_in_force(database, a_registry(*(an_account(one) for one in accounts)))
    events = [feed(n, stale=bool(n % 2), account=one) for n in range(30, 0, -1) for one in accounts]
    publisher = Bus(servers.nats_url, name="test")
    await publisher.start(seconds=20)

    async def pour():
        for start in range(0, len(events), 40):
            while True:
                try:
                    await publisher.publish_all(events[start : start + 40])
                    break
                except Transient:
                    await asyncio.sleep(0.1)

    async with running(servers.nats_url, database, clock=Clock(), evaluator_batch=50):
        pouring = asyncio.create_task(pour())
        for restart in (servers.restart_nats, servers.restart_mongo, servers.restart_nats):
            kill = servers.kill_mongo if restart == servers.restart_mongo else servers.kill_nats
            await asyncio.sleep(0.3)
            kill()
            restart()
        await pouring
        await eventually(lambda: kept(database, *events), seconds=60)
        await eventually(lambda: _nobody_unsaid(database))
    await publisher.stop(seconds=3)

    told = {}
    for event in await published(servers.nats_url):
        told.setdefault(event.target, []).append(event.verdict.verdict_id)
    for one in accounts:
        ids = [verdict["_id"] for verdict in await chain(database, one)]
        assert ids == list(dict.fromkeys(told[one]))
    database.client.close()


async def _nobody_unsaid(database):
    return not await database.dossiers.count_documents({"unsaid": True})


async def test_what_is_recomputed_over_the_bus_is_what_was_said_then(ready, bus):
    """Day after day: a silent account, and a website that was watched for half of the time."""
    nats_url, database = ready
    # A second later each day: what was judged twice at one moment, by a tick and by a look, is due a little after it.
    moments = {day: days_ago(day) + timedelta(seconds=6 - day) for day in range(6, -1, -1)}
    clock = Clock(moments[6])
    said = {}
    async with running(nats_url, database, clock=clock):
        for day, moment in moments.items():
            clock.now = moment
            looks = [a_feed_look(clock.now, days_ago(18), complete_since=days_ago(60))]
            if day > 3:
                looks.append(a_home_look(clock.now, days_ago(10), complete_since=days_ago(60)))
            await bus.publish_all(looks)
            await eventually(lambda looks=looks: kept(database, *looks))
            await eventually(lambda: nothing_due(database, clock.now))
            said[day] = {one["_id"]: findings(one) async for one in database[CURRENT_VERDICTS].find()}
        for day, verdicts in said.items():
            request = AssessmentRequested(request_id=f"day-{day}", as_of=moments[day], requested_at=clock.now)
            answer = await ask(nats_url, bus, request)
            cursor = database[ASSESSMENTS].find({"request_id": request.request_id})

            assert (2, None) == (answer.targets, answer.problem)
            assert verdicts == {one["target_id"]: findings(one["verdict"]) async for one in cursor}

    assert 2 <= len({str(verdicts) for verdicts in said.values()}), "the days differ"


def findings(verdict):
    """What a verdict says, without the day counts."""
    return verdict["result"], [(one["indicator"], one["outcome"], one["reason"]) for one in verdict["findings"]]


async def nothing_due(database, now):
    """Whether the tick has caught up."""
    due = await database.dossiers.count_documents({"next_change_at": {"$lte": now}})
    return not due and 2 == await database[CURRENT_VERDICTS].count_documents({})


async def ask(nats_url, bus, request):
    """Ask and wait for the answer, as the console does."""
    connection = await nats.connect(nats_url)
    try:
        answers = await connection.jetstream().subscribe(
            f"{AssessmentReady.TYPE}.{request.request_id}", ordered_consumer=True
        )
        await bus.publish(request)
        return AssessmentReady.read((await answers.next_msg(timeout=20)).data)
    finally:
        await connection.close()


async def test_the_process_itself_serves_and_ends(ready, bus, mongo_url, mongo_database, tmp_path):
    """Started as in production and killed, the next one goes on; it ends by itself on SIGTERM."""
    nats_url, database = ready
    environment = {
        **os.environ,
        "XUNJIAN_NATS_URL": nats_url,
        "XUNJIAN_MONGO_URL": mongo_url,
        "XUNJIAN_MONGO_DATABASE": mongo_database,
        "XUNJIAN_RUN_FILE": str(tmp_path / "run.json"),
    }
    looks = [a_feed_look(days_ago(n / 10), days_ago(40)) for n in range(40)]
    looks = [look.model_copy(update={"observed_at": look.observed_at - timedelta(days=400)}) for look in looks]
    await bus.publish_all(looks[:20])

    first = await started(environment, tmp_path)
    await eventually(lambda: ((tmp_path / "run.json").exists() and kept(database, *looks[:20])) or _no())
    first.send_signal(signal.SIGKILL)
    await first.wait()
    await bus.publish_all(looks[20:])
    second = await started(environment, tmp_path)
    await eventually(lambda: kept(database, *looks), seconds=90)
    second.send_signal(signal.SIGTERM)
    code = await asyncio.wait_for(second.wait(), 20)

    assert 0 == code
    await assert_linear(nats_url, database)


async def _no():
    return False


async def started(environment, tmp_path):
    """The evaluator as a process of its own; its log beside the test."""
    with (tmp_path / "log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.evaluator", env=environment, stdout=log, stderr=log
        )


def test_a_change_is_an_event_of_the_contract():
    """What stands in MongoDB can be told again, word for word."""
    assert "verdict.changed" == VerdictChanged.TYPE
