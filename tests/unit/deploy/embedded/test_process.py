"""Processes are known by id and start, and end in bounded time."""

import os
import select
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.embedded import process as processes
from deploy.embedded.failure import ServerFailed
from deploy.embedded.process import Process

_STUBBORN = (
    "import signal, sys\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('ready', flush=True)\nsignal.pause()"
)
_STARTER = """
import os, signal, sys
from pathlib import Path
from deploy.embedded import process
child = process.start(
    [sys.executable, "-c", "import signal; signal.pause()"], output=Path(sys.argv[1]), tied=sys.argv[2] == "tied",
    keep_open=1)
print(child.pid, flush=True)
signal.pause()
"""


def a_child(folder: Path, *command: str, tied: bool = False) -> Process:
    """A process of our own."""
    with (folder / "held").open("w") as held:
        return processes.start(command, output=folder / "output", tied=tied, keep_open=held.fileno())


def wait_until_gone(pid: int, *, seconds: float) -> bool:
    """Whether the process ended in time; gone already counts."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        return bool(poll.poll(seconds * 1000))
    finally:
        os.close(handle)


def test_a_process_that_ends_when_asked_is_not_killed(tmp_path: Path) -> None:
    """SIGTERM comes first."""
    child = a_child(tmp_path, "/bin/sh", "-c", "trap 'echo asked; exit' TERM; echo up; while :; do sleep 0.05; done")
    wait_for_line(tmp_path / "output", "up")

    processes.end([child], within=10)

    assert child.alive is False
    assert "asked" in (tmp_path / "output").read_text()


def test_a_process_that_does_not_listen_is_killed_in_time(tmp_path: Path) -> None:
    """What ignores SIGTERM is gone after the deadline."""
    child = a_child(tmp_path, sys.executable, "-c", _STUBBORN)
    wait_for_line(tmp_path / "output", "ready")

    processes.end([child], within=0.1)

    assert child.alive is False


def test_a_process_that_only_has_the_id_is_left_alone(tmp_path: Path) -> None:
    """An old server's id that was given to another process never gets that one killed."""
    child = a_child(tmp_path, "/bin/sleep", "60")

    processes.end([replace(child, started="an earlier boot:1")], within=0)
    spared = child.alive
    processes.end([child], within=0)

    assert spared is True


def test_a_zombie_is_not_alive(tmp_path: Path) -> None:
    """A child that ended but was not yet asked about does not count as running, and tells how it ended."""
    child = a_child(tmp_path, "/bin/sh", "-c", "exit 7")
    assert wait_until_gone(child.pid, seconds=10)

    assert child.alive is False
    assert processes.exit_code(child) == 7
    processes.end([child], within=0)


def test_there_is_no_process_without_an_id_in_use() -> None:
    """Asking for a process that is not there is an error."""
    ended = subprocess.Popen(["/bin/true"])
    ended.wait()

    with pytest.raises(ProcessLookupError):
        Process.of(ended.pid)


def test_tying_from_another_thread_is_refused(tmp_path: Path) -> None:
    """The kernel ties to a thread: one that may end early must not start what is to live as long as the process."""
    refused: list[str] = []

    def attempt() -> None:
        try:
            a_child(tmp_path, "/bin/true", tied=True)
        except ServerFailed as error:
            refused.append(str(error))

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()

    assert "main thread" in refused[0]


@pytest.mark.parametrize(("how", "survives"), [("tied", False), ("free", True)])
def test_a_tied_child_dies_with_a_killed_parent(tmp_path: Path, how: str, survives: bool) -> None:
    """After `kill -9` of the parent a tied child is gone, one that is not tied lives."""
    with subprocess.Popen(
        [sys.executable, "-c", _STARTER, str(tmp_path / "output"), how], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        child = Process.of(int(parent.stdout.readline()))
        parent.kill()

    gone = wait_until_gone(child.pid, seconds=0.2 if survives else 10)
    processes.end([child], within=0)

    assert survives is not gone


def wait_for_line(file: Path, line: str) -> None:
    """Return once the file has the line."""
    for _ in range(1000):
        if line in file.read_text().splitlines():
            return
        select.select([], [], [], 0.01)
    raise AssertionError(f"{file} never said {line!r}")
