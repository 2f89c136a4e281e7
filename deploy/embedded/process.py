"""Starting a program, knowing it again, and ending it: always by process id and start time, never by name."""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from deploy.embedded.failure import ServerFailed

_TIED = Path(__file__).with_name("tied.py")
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, kw_only=True)
class Process:
    """One process, told apart from a later one with the same id by when it started."""

    pid: int
    started: str
    """The boot and the clock tick it started in."""

    @classmethod
    def of(cls, pid: int) -> Self:
        """The process that has this id now.

        Raises:
            ProcessLookupError: none has.
        """
        found = _started(pid)
        if found is None:
            raise ProcessLookupError(pid)
        return cls(pid=pid, started=found)

    @property
    def alive(self) -> bool:
        """Whether it still runs. A zombie does not."""
        return _started(self.pid) == self.started and not _is_zombie(self.pid)


_children: dict[Process, subprocess.Popen[bytes]] = {}
"""Children of this process that were not reaped yet."""


def start(command: Sequence[str], *, output: Path, tied: bool, keep_open: int) -> Process:
    """Start the command in a session of its own, its output in a fresh file.

    Tied, it dies with the calling thread, which therefore must be the main one. The file descriptor `keep_open` stays
    open in it: a lock on it is held for as long as the command runs.

    Raises:
        ServerFailed: asked for a tied one from another thread than the main one.
    """
    if tied and threading.current_thread() is not threading.main_thread():
        raise ServerFailed("servers that end with their parent are started from its main thread: the kernel ties to it")
    for child in _children.values():
        child.poll()
    words = [sys.executable, "-I", "-S", str(_TIED), str(os.getpid()), *command] if tied else list(command)
    with output.open("wb") as sink:
        child = subprocess.Popen(  # noqa: S603 - a fixed program, no shell
            words, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, pass_fds=(keep_open,), start_new_session=True
        )
    started = Process.of(child.pid)
    _children[started] = child
    return started


def exit_code(process: Process) -> int | None:
    """How a child of this process ended; None while it runs or when it is nobody's child here."""
    child = _children.get(process)
    return child.poll() if child else None


def end(processes: Sequence[Process], *, within: float) -> None:
    """End the processes: asked first, all at once, and killed when they are not gone in time. 0 kills right away."""
    asked = [(process, handle) for process in processes if (handle := _handle(process)) is not None]
    try:
        if within > 0:
            _signal([handle for _, handle in asked], signal.SIGTERM)
            _wait([handle for _, handle in asked], seconds=within)
        _signal([handle for _, handle in asked], signal.SIGKILL)
        _wait([handle for _, handle in asked], seconds=10)
    finally:
        for _, handle in asked:
            os.close(handle)
    for process in processes:
        if child := _children.pop(process, None):
            child.wait()


def _handle(process: Process) -> int | None:
    """A handle that keeps meaning this process even when its id is given to another."""
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(process.pid)
        if process.alive:
            return handle
        os.close(handle)
    return None


def _signal(handles: Sequence[int], number: signal.Signals) -> None:
    for handle in handles:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, number)


def _wait(handles: Sequence[int], *, seconds: float) -> None:
    """Return when all are gone or the time, given to each in turn at most once, is over."""
    for handle in handles:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        poll.poll(seconds * 1000)


def _started(pid: int) -> str | None:
    """The boot and the tick a process started in; None if there is none."""
    fields = _fields(pid)
    return f"{_BOOT.read_text(encoding='ascii').strip()}:{fields[19]}" if fields else None


def _is_zombie(pid: int) -> bool:
    fields = _fields(pid)
    return bool(fields) and fields[0] in "ZX"


def _fields(pid: int) -> list[str]:
    """What the kernel says of a process, from its state on; nothing if there is none."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return line.rpartition(")")[2].split()
