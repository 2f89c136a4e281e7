"""One set of servers per home. nats-server has no lock of its own: a second one would write the same files."""

import fcntl
import os
from pathlib import Path

from deploy.embedded.failure import HomeInUse
from deploy.embedded.state import read_state

FILE = "servers.lock"


def lock(home: Path) -> int:
    """A file descriptor that holds the home; the servers inherit it, so the home is free when the last of them ends.

    Raises:
        HomeInUse: another set of servers runs on it, or is just being started.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = os.open(home / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise HomeInUse(_who(home)) from None
    return held


def _who(home: Path) -> str:
    state = read_state(home)
    running = ", ".join(f"{name} pid {s.process.pid}" for name, s in state.servers.items() if s.alive) if state else ""
    return (
        f"{home.resolve()} 正在使用：其中的服务器已在运行或正在启动{f'（{running}）' if running else ''}；"
        "请用 xunjian down 停止，或用 --home、XUNJIAN_HOME 另选目录"
    )
