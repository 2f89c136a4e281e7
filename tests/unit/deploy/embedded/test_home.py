"""One set of servers per home."""

import os
from pathlib import Path

import pytest

from deploy.embedded.failure import HomeInUse
from deploy.embedded.home import lock
from deploy.embedded.process import Process
from deploy.embedded.state import RunningServer, ServerState, write_state


def test_a_home_is_held_once(tmp_path: Path) -> None:
    """The second to ask is refused, told who holds it and what to do; let go, it is free again."""
    here = RunningServer(process=Process.of(os.getpid()), port=1, url="nats://x")
    write_state(tmp_path, ServerState(tied=True, servers={"nats": here}))
    held = lock(tmp_path)

    with pytest.raises(HomeInUse, match=rf"nats pid {os.getpid()}.*xunjian down.*--home"):
        lock(tmp_path)
    os.close(held)

    os.close(lock(tmp_path))


def test_a_home_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    """A new home can be entered by nobody else: the servers ask for no password."""
    os.close(lock(tmp_path / "new"))

    assert 0o700 == (tmp_path / "new").stat().st_mode & 0o777
