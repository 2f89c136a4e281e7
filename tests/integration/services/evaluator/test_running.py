"""The evaluator on a real nats-server and mongod."""

import pytest

from shared.contracts.target import Result
from shared.mongo import connect
from tests.builders import NOW, a_feed_look, days_ago
from tests.evaluator_world import Clock, a_registry, eventually, published, put_in_force, running, set_up_streams


@pytest.fixture
async def database(mongo_url, mongo_database):
    found = connect(mongo_url, mongo_database)
    yield found
    found.client.close()


async def test_what_is_observed_is_judged_kept_and_told(nats_url, database):
    """From an event on the stream to a verdict in MongoDB and its change on the stream."""
    await set_up_streams(nats_url)
    await put_in_force(database, a_registry())
    look = a_feed_look(NOW, days_ago(1), complete_since=days_ago(30))

    async with running(nats_url, database, clock=Clock()) as run:
        await eventually(lambda: database.verdicts.count_documents({"published": True, "number": 1}))
        await run.bus.publish(look)
        await eventually(lambda: database.observations.find_one({"_id": str(look.event_id())}))
        verdict = await database.verdicts.find_one({"target_id": "a1"}, sort=[("number", -1)])

    told = await published(nats_url)
    assert Result.QUALIFIED == verdict["result"]
    assert verdict["published"]
    assert ["a1", "w1", "a1"] == [event.target for event in told] or len(told) == 3
