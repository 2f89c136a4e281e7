"""Real servers for tests: one pair a test process, and pairs of their own for tests that hurt them."""

import ctypes
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nats
from pymongo import MongoClient

from deploy.embedded import EmbeddedServers, free_port
from deploy.embedded.tied import PR_SET_PDEATHSIG

__all__ = ["EmbeddedServers", "clean_nats", "disposable", "free_port", "tie_to_parent", "unique_database"]


def tie_to_parent() -> None:
    """From now on the kernel ends this process together with its parent, even one that is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


@contextmanager
def disposable(home: Path) -> Iterator[EmbeddedServers]:
    """Servers whose data nobody reads again: not synced to disk, killed at the end, killed with this process."""
    servers = EmbeddedServers(home, tied=True, sync_interval="10m")
    servers.start()
    try:
        yield servers
    finally:
        servers.discard()


async def clean_nats(url: str) -> None:
    """Delete every stream, and with it every consumer, bucket and object store."""
    client = await nats.connect(url, connect_timeout=5, max_reconnect_attempts=1)
    try:
        js = client.jetstream(timeout=10)
        for stream in await js.streams_info():
            await js.delete_stream(str(stream.config.name))
    finally:
        await client.close()


@contextmanager
def unique_database(mongo_url: str) -> Iterator[str]:
    """The name of a database nobody else uses, dropped at the end."""
    name = f"test_{uuid.uuid4().hex}"
    yield name
    client: MongoClient[dict[str, object]] = MongoClient(mongo_url, serverSelectionTimeoutMS=5_000)
    try:
        client.drop_database(name)
    finally:
        client.close()
