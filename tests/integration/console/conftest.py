"""The console in this process, on a database of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.app import build
from tests.servers import EmbeddedServers


@pytest.fixture
def xunjian(
    servers: EmbeddedServers, mongo_database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., tuple[int, str]]:
    """Runs one command and returns its exit code and all it said."""
    monkeypatch.setenv("XUNJIAN_NATS_URL", servers.nats_url)
    monkeypatch.setenv("XUNJIAN_MONGO_URL", servers.mongo_url)
    monkeypatch.setenv("XUNJIAN_MONGO_DATABASE", mongo_database)
    monkeypatch.setenv("XUNJIAN_HOME", str(tmp_path / "home"))

    def run(*words: object) -> tuple[int, str]:
        result = CliRunner().invoke(build(str(words[0])), [str(word) for word in words])
        return result.exit_code, result.output

    return run
