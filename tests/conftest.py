"""Fixtures of every test. The helpers themselves live in modules, which tests import: never import from here."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.servers import EmbeddedServers, clean_nats, disposable, tie_to_parent, unique_database

_CONNECTED = {"servers", "nats_url", "mongo_url", "mongo_database", "mongo_db_url", "own_servers"}


def pytest_configure(config: pytest.Config) -> None:
    """A worker of a parallel run ends with the run, and its servers with it, even when the run is killed."""
    if hasattr(config, "workerinput"):
        tie_to_parent()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that uses the real servers is marked `connected`, whether it says so or not."""
    for item in items:
        if _CONNECTED & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.connected)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServers]:
    """The real nats-server and mongod of this test process, started by the first test that needs them."""
    with disposable(tmp_path_factory.mktemp("servers")) as running:
        yield running


@pytest.fixture
async def nats_url(servers: EmbeddedServers) -> AsyncIterator[str]:
    """JetStream without a single stream; what the test leaves behind is deleted."""
    yield servers.nats_url
    await clean_nats(servers.nats_url)


@pytest.fixture(scope="session")
def mongo_url(servers: EmbeddedServers) -> str:
    """MongoDB, a replica set of one. Use `mongo_database` for a database of the test's own."""
    return servers.mongo_url


@pytest.fixture
def mongo_database(mongo_url: str) -> Iterator[str]:
    """The name of a database of this test's own, dropped afterwards."""
    with unique_database(mongo_url) as name:
        yield name


@pytest.fixture
def mongo_db_url(mongo_url: str, mongo_database: str) -> str:
    """The address of this test's own database, its name in the path."""
    return mongo_url.replace("/?", f"/{mongo_database}?")


@pytest.fixture
def own_servers(tmp_path: Path) -> Iterator[Callable[[], EmbeddedServers]]:
    """Start servers of the test's own, to be killed and restarted: `own_servers().kill_nats()`."""
    with ExitStack() as started:
        count = iter(range(100))
        yield lambda: started.enter_context(disposable(tmp_path / f"home{next(count)}"))
