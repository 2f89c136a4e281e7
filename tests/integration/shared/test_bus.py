"""The bus on a real nats-server: what is published is kept, what is consumed is settled, whatever dies in between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import nats
import pytest

from shared.burst import Message
from shared.bus import Bus
from shared.contracts import PageVisited, VisitDue
from shared.deliveries import Received
from shared.errors import Permanent, Transient
from shared.streams import CRAWLER_VISITS, EVALUATOR_OBSERVATIONS, reconcile
from tests.servers import free_port

pytestmark = pytest.mark.connected


def an_observation(website: str = "w1", number: int = 0) -> PageVisited:
    return PageVisited(
        website_id=website,
        purpose="home",
        url=f"http://a.example/{number}",
        observed_at="2026-11-02T08:00",
        outcome="ok",
    )


def a_visit(number: int) -> VisitDue:
    due_at = "2026-11-02T08:00"
    return VisitDue(
        kind="website", target_id="w1", purpose="home", url="http://a.example/", slot=str(number), due_at=due_at
    )


async def until(true: Callable[[], bool | Awaitable[bool]], seconds: float = 20) -> None:
    """Return as soon as the condition holds."""
    async with asyncio.timeout(seconds):
        while True:
            found = true()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.02)


@asynccontextmanager
async def a_bus(url: str, declare: Callable[[Bus], None] = lambda _: None, name: str = "test") -> AsyncIterator[Bus]:
    connection = await nats.connect(url)
    await reconcile(connection.jetstream())
    await connection.close()
    bus = Bus(url, name=name, retry_base=timedelta(milliseconds=20))
    declare(bus)
    await bus.start(seconds=20)
    try:
        yield bus
    finally:
        await bus.stop(seconds=5)


async def count(bus: Bus, stream: str) -> int:
    return (await bus.js.stream_info(stream)).state.messages


async def test_publishing_twice_is_publishing_once(nats_url: str):
    """The content is the id."""
    async with a_bus(nats_url) as bus:
        await bus.publish_all([an_observation(), an_observation()])
        await bus.publish(an_observation())

        assert 1 == await count(bus, "OBSERVATIONS")


async def test_reconciling_twice_changes_nothing_and_mends_what_differs(nats_url: str):
    """Streams and consumers are declared once and kept so."""
    async with a_bus(nats_url) as bus:
        config = (await bus.js.stream_info("VERDICTS")).config
        await bus.js.update_stream(config.evolve(max_age=3600))

        assert ["stream VERDICTS: updated max_age"] == await reconcile(bus.js)
        assert [] == await reconcile(bus.js)


async def test_a_stream_of_another_kind_is_refused_loudly(nats_url: str):
    """What JetStream cannot change is left to a person."""
    connection = await nats.connect(nats_url)
    await connection.jetstream().add_stream(name="VISITS", subjects=["visit.due.>"], retention="limits")
    try:
        with pytest.raises(Permanent, match="VISITS 的 retention"):
            await reconcile(connection.jetstream())
    finally:
        await connection.close()


async def test_a_failing_event_comes_again_and_ends_among_the_dead_letters(nats_url: str):
    """The others of its batch are handled once; it is tried as often as allowed, then kept with the reason."""
    handled: list[str] = []

    async def handler(received: Sequence[Received]) -> None:
        if any(one.event.target == "bad" for one in received):
            raise ValueError("boom")
        handled.extend(one.event.target for one in received)

    async with a_bus(nats_url, lambda bus: bus.consume_batches(EVALUATOR_OBSERVATIONS, handler)) as bus:
        await bus.publish_all([an_observation("a"), an_observation("bad"), an_observation("b")])

        await until(lambda: _is(count(bus, "DEAD_LETTERS"), 1))

        assert ["a", "b"] == sorted(handled)


async def test_a_message_that_is_no_event_is_kept_whole(nats_url: str):
    """Somebody else's bytes on our subject end among the dead letters, not in the bin."""
    async with a_bus(nats_url, lambda bus: bus.consume_batches(EVALUATOR_OBSERVATIONS, _ignore)) as bus:
        await bus.js.publish("page.visited.w1", "一堆乱码".encode("gb18030"))

        await until(lambda: _is(count(bus, "DEAD_LETTERS"), 1))
        letter = await bus.js.get_msg("DEAD_LETTERS", seq=1)

        assert "一堆乱码".encode("gb18030") == letter.data
        assert "dead.OBSERVATIONS.page.visited.w1" == letter.subject


async def test_two_replicas_share_the_work(nats_url: str):
    """Each event is handled by one of them."""
    handled: dict[str, list[str]] = {"one": [], "two": []}

    def declare(name: str) -> Callable[[Bus], None]:
        async def handler(received: Received) -> None:
            handled[name].append(received.id)
            await asyncio.sleep(0.005)  # long enough for the other to take some

        return lambda bus: bus.consume(CRAWLER_VISITS, handler, workers=4)

    async with a_bus(nats_url, declare("one"), "one") as bus, a_bus(nats_url, declare("two"), "two"):
        await bus.publish_all(a_visit(number) for number in range(200))
        await until(lambda: len(handled["one"]) + len(handled["two"]) >= 200)

        assert 200 == len({*handled["one"], *handled["two"]}) == len(handled["one"]) + len(handled["two"])
        assert handled["one"]
        assert handled["two"]


async def test_a_consumer_deleted_under_a_running_service_comes_back(nats_url: str):
    """Consumption goes on without a restart, and nothing published meanwhile is lost."""
    handled: set[str] = set()

    async def handler(received: Sequence[Received]) -> None:
        handled.update(one.event.target for one in received)

    async with a_bus(nats_url, lambda bus: bus.consume_batches(EVALUATOR_OBSERVATIONS, handler)) as bus:
        await bus.js.delete_consumer("OBSERVATIONS", "evaluator")
        await bus.publish(an_observation("after"))

        await until(lambda: "after" in handled)
        await bus.check()


async def test_a_server_killed_under_load_loses_nothing(own_servers: Callable[[], Any]):
    """What was acknowledged is handled after the server is back; the event loop stays alive meanwhile."""
    servers = own_servers()
    handled: set[str] = set()

    async def handler(received: Sequence[Received]) -> None:
        handled.update(one.event.target for one in received)

    # What was on its way when the server died comes again after ack_wait.
    consumer = replace(EVALUATOR_OBSERVATIONS, ack_wait=timedelta(seconds=1))
    async with a_bus(servers.nats_url, lambda bus: bus.consume_batches(consumer, handler)) as bus:
        publishing = asyncio.create_task(bus.publish_all(an_observation(f"w{number}") for number in range(2_000)))
        await until(lambda: len(handled) > 50)
        servers.kill_nats()
        with pytest.raises(Transient):
            await bus.check()
        servers.restart_nats()
        await publishing

        await until(lambda: len(handled) == 2_000)


async def test_an_id_that_is_no_subject_is_refused(nats_url: str):
    """A blank in an id would make another subject of it."""
    async with a_bus(nats_url) as bus:
        with pytest.raises(Permanent, match="subject"):
            await bus.publish(an_observation("a b"))


async def test_starting_without_a_server_ends_with_a_sentence():
    """Nobody waits for ever in silence."""
    bus = Bus(f"nats://127.0.0.1:{free_port()}", name="test")

    with pytest.raises(Transient, match="XUNJIAN_NATS_URL"):
        await bus.start(seconds=0.5)


async def test_what_one_burst_cannot_carry_does_not_keep_the_others_back(nats_url: str):
    """An event too large for the server is refused by name, without losing the connection; its companions are kept."""
    async with a_bus(nats_url) as bus:
        large = an_observation("large").model_copy(update={"marks": {"text": "字" * 400_000}})

        with pytest.raises(Permanent, match="large"):
            await bus.publish_all([an_observation("a"), large, an_observation("b")])

        assert 2 == await count(bus, "OBSERVATIONS")
        assert bus.client.is_connected


async def test_events_nobody_keeps_are_no_success(nats_url: str):
    """Where the stream is gone publishing many fails as publishing one does, and not before it was tried again."""
    async with a_bus(nats_url) as bus:
        await bus.js.delete_stream("OBSERVATIONS")

        assert set() == await bus._bursts.send([_message("a"), _message("b")], within=5)
        assert set() == await bus._bursts.send([], within=5)


def _message(target: str) -> Message:
    event = an_observation(target)
    return Message(event.subject, {"Nats-Expected-Stream": event.STREAM}, b"{}")


async def _ignore(_: Sequence[Received]) -> None: ...


async def _is(found: Awaitable[int], expected: int) -> bool:
    return await found == expected
