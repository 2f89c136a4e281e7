"""The fixtures other tests build on give real, clean servers."""

from collections.abc import Callable

import nats
import pytest

from shared.mongo import connect
from tests.servers import EmbeddedServers


@pytest.mark.parametrize("time", ["first", "second"])
async def test_every_test_finds_jetstream_empty(nats_url: str, time: str) -> None:
    """A stream one test leaves behind is not there for the next."""
    client = await nats.connect(nats_url)
    js = client.jetstream()

    before = await js.streams_info()
    await js.add_stream(name=f"LEFT_{time}", subjects=["left.>"])
    await client.close()

    assert [] == before


async def test_every_test_has_a_database_of_its_own(mongo_url: str, mongo_database: str) -> None:
    """The database of a test is new and takes majority writes and transactions."""
    database = connect(mongo_url, mongo_database)

    before = await database.list_collection_names()
    await database.create_collection("seen")
    async with await database.client.start_session() as session, session.start_transaction():
        await database.seen.insert_one({"_id": 1}, session=session)
    kept = await database.seen.count_documents({})
    database.client.close()

    assert [] == before
    assert 1 == kept


def test_own_servers_are_told_apart(own_servers: Callable[[], EmbeddedServers]) -> None:
    """Two pairs of a test share neither process nor port."""
    one, other = own_servers(), own_servers()

    assert not set(one.pids.values()) & set(other.pids.values())
    assert one.nats_url != other.nats_url
