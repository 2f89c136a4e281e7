"""Waiting until what was published has been judged, or lies among the dead letters."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from nats.js.api import ConsumerConfig, DeliverPolicy

from shared import clock
from shared.bus import Bus
from shared.contracts import PageVisited
from shared.contracts.collections import OBSERVATIONS
from shared.dead_letters import STREAM
from shared.mongo import Database
from shared.streams import STREAMS

_CHUNK = 1_000


@dataclass
class Waited:
    """How waiting ended."""

    done: set[str] = field(default_factory=set)
    dead: dict[str, str] = field(default_factory=dict)
    """Ids among the dead letters, with the reason."""
    missing: set[str] = field(default_factory=set)
    """Ids nothing was heard of in time."""


@asynccontextmanager
async def new_dead_letters(bus: Bus) -> AsyncIterator[dict[str, str]]:
    """A dict of ce-id to reason that fills with the dead letters of what is published from now on.

    What was published before is told apart from new events by the stream and not handled again, so its dead letter may
    be as old as the stream remembers ids.
    """
    found: dict[str, str] = {}

    async def note(message: Any) -> None:
        headers = message.headers or {}
        event_id = headers.get("ce-id")
        if event_id:
            found[event_id] = unquote(headers.get("x-dead-detail", headers.get("x-dead-reason", "")))

    remembered = next(stream.duplicate_window for stream in STREAMS if stream.name == PageVisited.STREAM)
    since = ConsumerConfig(deliver_policy=DeliverPolicy.BY_START_TIME, opt_start_time=clock.now() - remembered)
    subscription = await bus.js.subscribe("dead.>", stream=STREAM, cb=note, ordered_consumer=True, config=since)
    try:
        yield found
    finally:
        await subscription.unsubscribe()


async def until_judged(
    database: Database,
    ids: Iterable[str],
    dead: dict[str, str],
    *,
    by: str,
    seconds: float,
    progress: Callable[[int], None] = lambda _: None,
) -> Waited:
    """Wait until every id is judged or dead. `by` is `_id` for events, `visit_id` for visits.

    The evaluator writes an observation down last, so one that stands in the collection has been judged.
    """
    waited = Waited(missing=set(ids))
    try:
        async with asyncio.timeout(seconds):
            while waited.missing:
                await _look(database, waited, dead, by)
                progress(len(waited.done) + len(waited.dead))
                if waited.missing:
                    await asyncio.sleep(0.2)
    except TimeoutError:
        pass  # what is missing says so itself
    return waited


async def _look(database: Database, waited: Waited, dead: dict[str, str], by: str) -> None:
    pending = sorted(waited.missing)
    for start in range(0, len(pending), _CHUNK):
        chunk = pending[start : start + _CHUNK]
        cursor = database[OBSERVATIONS].find({by: {"$in": chunk}}, {by: True})
        seen = {str(document[by]) async for document in cursor}
        waited.done |= seen
        waited.missing -= seen
    waited.dead |= {event_id: dead[event_id] for event_id in waited.missing & dead.keys()}
    waited.missing -= waited.dead.keys()
