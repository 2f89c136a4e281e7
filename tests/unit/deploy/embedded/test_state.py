"""What is written down about running servers."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.embedded.process import Process
from deploy.embedded.state import FILE, RunningServer, ServerState, last_state, read_state, write_state


def a_state(process: Process) -> ServerState:
    """One running server."""
    return ServerState(tied=False, servers={"nats": RunningServer(process=process, port=4222, url="nats://x:4222")})


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """The state of running servers survives the file."""
    state = a_state(Process.of(os.getpid()))

    write_state(tmp_path, state)

    assert state == read_state(tmp_path)
    assert [FILE] == [file.name for file in tmp_path.iterdir()]


def test_a_reused_process_id_is_somebody_else(tmp_path: Path) -> None:
    """A process with the id of an old server but another start is not taken for it; its port is still known."""
    state = a_state(replace(Process.of(os.getpid()), started="an earlier boot:1"))

    write_state(tmp_path, state)

    assert read_state(tmp_path) is None
    assert state == last_state(tmp_path)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"servers": 3, "tied": true}', '{"servers": {"nats": {"pid": "x"}}, "tied": true}'],
    ids=["empty", "cut off", "a list", "servers are a number", "a word as pid"],
)
def test_an_unreadable_file_is_no_obstacle(tmp_path: Path, text: str) -> None:
    """A state file that makes no sense counts as none."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")

    assert last_state(tmp_path) is None


def test_no_file_is_no_state(tmp_path: Path) -> None:
    """A home nothing was ever started on has no state."""
    assert read_state(tmp_path) is None
