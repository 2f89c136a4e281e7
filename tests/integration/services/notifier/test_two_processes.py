"""Two notifiers as processes on real servers, one of them killed in the middle of many mails."""

import asyncio
import signal
from collections import Counter
from datetime import date, timedelta

from services.notifier.ledger import State
from shared.clock import now
from shared.contracts.collections import WARNINGS
from shared.registry.model import Registry, Unit, Website, WebsiteKind
from shared.registry.store import import_registry
from tests.integration.services.notifier.test_service import Scene, a_scene
from tests.warning_builders import a_change, a_finding

UNITS = 40
REGISTRY = Registry.of(
    [
        *(Unit(id=f"u{n}", name=f"单位{n}", emails=(f"u{n}@x.example",)) for n in range(UNITS)),
        *(
            Website(id=f"w{n}", name="门户", url=f"https://w{n}.example", unit_id=f"u{n}", kind=WebsiteKind.PORTAL)
            for n in range(UNITS)
        ),
    ]
)


async def test_one_of_two_is_killed_while_both_are_sending(nats_url, mongo_url, mongo_database):
    """Nobody gets a mail twice, and nobody is forgotten: what was under way then is shown as unclear."""
    async with a_scene(nats_url, mongo_url, mongo_database) as scene:
        at = now()
        await import_registry(scene.database, REGISTRY, effective_from=date(2023, 1, 1), imported_at=at, source="t")
        other = Scene(nats_url, mongo_url, mongo_database, scene.mailbox)
        await asyncio.gather(scene.start(), other.start())
        scene.mailbox.stalled = asyncio.Event()
        changes = [
            a_change(a_finding(), at=at + timedelta(milliseconds=n), unit_id=f"u{n}", target_id=f"w{n}")
            for n in range(UNITS)
        ]
        await scene.bus.publish_all(changes)
        await scene.mails(4)
        await other.end(signal.SIGKILL)
        scene.mailbox.stalled.set()
        scene.mailbox.stalled = None

        async def all_ended():
            ended = [State.SENT, State.MAYBE_SENT]
            return await scene.database[WARNINGS].count_documents({"state": {"$in": ended}}) == UNITS

        await scene.until(all_ended, seconds=30)
        found = scene.database[WARNINGS].find({}, {"state": 1, "unit_id": 1})
        states = {f"{warning['unit_id']}@x.example": warning["state"] async for warning in found}

    got = Counter(scene.mailbox.recipients)
    unclear = {address for address, state in states.items() if state == State.MAYBE_SENT}
    assert {1} == set(got.values()), "nobody got it twice"
    assert states.keys() - got.keys() <= unclear, "what did not arrive was under way, and is shown as unclear"
    assert len(unclear) <= 8, "no more than the connections of the one that was killed"
