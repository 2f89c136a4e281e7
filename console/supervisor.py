"""Runs the servers and the four services of a home, and starts again what dies."""

import asyncio
import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nats
from nats.errors import Error as NatsError

from console.home import SERVICES, SupervisorState, Urls, log_folder, run_file, run_folder, service_port, write_state
from deploy.embedded import tied
from deploy.embedded.failure import HomeInUse
from deploy.embedded.process import Process
from deploy.embedded.servers import EmbeddedServers
from shared.errors import XunjianError
from shared.logs import get_logger
from shared.settings import Settings, without_password
from shared.streams import reconcile

log = get_logger(__name__)

READY_SECONDS = 90.0
STOP_SECONDS = 20.0
_STABLE_SECONDS = 30.0
"""A service that ran this long and dies is started again at once; one that keeps dying waits longer each time."""

_LONGEST_PAUSE = 30.0
_LOG_LIMIT = 50 * 1024 * 1024


@dataclass
class _Child:
    name: str
    popen: subprocess.Popen[bytes]
    started: float
    failures: int = 0
    again_at: float | None = None


@dataclass
class Supervisor:
    """The processes of one home. They end with it, however it ends: each is tied to this process by the kernel."""

    home: Path
    settings: Settings
    say: Callable[[str], None]
    """Tells a person what is going on."""

    _servers: EmbeddedServers | None = None
    _lock: int | None = None
    _children: dict[str, _Child] = field(default_factory=dict)
    _restarts: dict[str, int] = field(default_factory=dict)
    _urls: Urls | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Start everything and keep it running until SIGTERM or SIGINT, then end everything.

        Raises:
            HomeInUse: another supervisor runs on this home.
            XunjianError: something did not become ready; nothing is left running.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        self._take_home()
        try:
            await self._start()
            while not self._stopping.is_set():
                await self._mend()
                await self._pause(0.5)
        finally:
            self.say("正在停止……")
            self._end()
            self.say("已停止")

    def _take_home(self) -> None:
        for folder in (self.home, run_folder(self.home), log_folder(self.home)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = os.open(run_folder(self.home) / "supervisor.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeInUse(
                f"{self.home} 已有一个系统在运行；用 xunjian status 查看，xunjian down 停止，或用 --home 另选目录"
            ) from None

    async def _start(self) -> None:
        self._urls = self._start_servers()
        self._write(ready=False)
        await self._set_up_streams()
        self.say("正在启动四个服务……")
        for name in SERVICES:
            self._launch(name)
        await self._until_ready()
        self._write(ready=True)

    def _start_servers(self) -> Urls:
        if self.settings.nats_url:
            self.say("使用环境变量指定的 NATS 与 MongoDB")
            return Urls(self.settings.required_nats_url(), self.settings.required_mongo_url())
        self.say("正在启动内置的 nats-server 与 mongod……")
        self._servers = EmbeddedServers(self.home, tied=True)
        self._servers.start()
        return Urls(self._servers.nats_url, self._servers.mongo_url)

    async def _set_up_streams(self) -> None:
        assert self._urls
        try:
            connection = await nats.connect(self._urls.nats, connect_timeout=10, max_reconnect_attempts=3)
        except (NatsError, OSError, TimeoutError) as error:
            url = without_password(self._urls.nats)
            raise XunjianError(
                f"无法连接 NATS {url}（{error!r}）：请检查 XUNJIAN_NATS_URL 和服务器是否在运行"
            ) from error
        try:
            for change in await reconcile(connection.jetstream()):
                log.info("streams.reconciled", change=change)
        finally:
            await connection.close()

    def _launch(self, name: str, failures: int = 0) -> None:
        assert self._urls
        run_file(self.home, name).unlink(missing_ok=True)
        environment = os.environ | {
            "XUNJIAN_HOME": str(self.home),
            "XUNJIAN_NATS_URL": self._urls.nats,
            "XUNJIAN_MONGO_URL": self._urls.mongo,
            "XUNJIAN_RUN_FILE": str(run_file(self.home, name)),
            "XUNJIAN_LOG": "json",
        }
        command = [
            sys.executable,
            "-I",
            "-S",
            tied.__file__,
            str(os.getpid()),
            sys.executable,
            "-m",
            f"services.{name}",
        ]
        with _log_sink(log_folder(self.home) / f"{name}.log") as sink:
            popen = subprocess.Popen(  # noqa: S603 - our own module, no shell
                command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, env=environment, start_new_session=True
            )
        self._children[name] = _Child(name, popen, time.monotonic(), failures)

    async def _until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        waiting = set(SERVICES)
        while waiting and not self._stopping.is_set():
            for name in sorted(waiting):
                child = self._children[name]
                if child.popen.poll() is not None:
                    raise XunjianError(
                        f"服务 {name} 启动失败（退出码 {child.popen.returncode}）：\n{self._log_end(name)}"
                    )
                if service_port(self.home, name, child.popen.pid) is not None:
                    waiting.discard(name)
                    self.say(f"  {name} 已就绪")
            if time.monotonic() > deadline:
                raise XunjianError(
                    f"{READY_SECONDS:g} 秒内未就绪：{', '.join(sorted(waiting))}；日志见 {log_folder(self.home)}"
                )
            await self._pause(0.05)

    async def _mend(self) -> None:
        """Start again what died: servers on their ports and data, services after a pause that grows with each death."""
        for name in self._servers.dead() if self._servers else ():
            self.say(f"{name} 已退出，正在重新启动")
            log.error("supervisor.server_died", server=name)
            self._servers.restart_nats() if name == "nats" else self._servers.restart_mongo()  # type: ignore[union-attr]
            self._count(name)
        for name in SERVICES:
            self._mend_service(self._children[name])

    def _mend_service(self, child: _Child) -> None:
        if child.popen.poll() is None:
            return
        now = time.monotonic()
        if child.again_at is None:
            lived = now - child.started
            child.failures = 0 if lived >= _STABLE_SECONDS else child.failures + 1
            pause = 0.0 if child.failures <= 1 else min(2.0 ** (child.failures - 2), _LONGEST_PAUSE)
            child.again_at = now + pause
            self.say(f"服务 {child.name} 已退出（{child.popen.returncode}），{pause:g} 秒后重新启动")
            log.error("supervisor.service_died", service=child.name, code=child.popen.returncode, pause_seconds=pause)
        if now >= child.again_at:
            self._launch(child.name, child.failures)
            self._count(child.name)

    def _count(self, name: str) -> None:
        self._restarts[name] = self._restarts.get(name, 0) + 1
        self._write(ready=True)

    def _write(self, *, ready: bool) -> None:
        assert self._urls
        process = Process.of(os.getpid())
        state = SupervisorState(process, self._urls, self._servers is not None, ready, dict(self._restarts))
        write_state(self.home, state)

    def _end(self) -> None:
        """Services first, so that what they are at is finished; then the servers."""
        for child in self._children.values():
            with contextlib.suppress(ProcessLookupError):
                child.popen.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.popen.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.error("supervisor.service_killed", service=child.name)  # noqa: TRY400 - the stack says nothing
                child.popen.kill()
                child.popen.wait()
            run_file(self.home, child.name).unlink(missing_ok=True)
        if self._servers:
            self._servers.stop()
        (run_folder(self.home) / "supervisor.json").unlink(missing_ok=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    def _log_end(self, name: str) -> str:
        path = log_folder(self.home) / f"{name}.log"
        return told_last(path.read_text(encoding="utf-8", errors="replace") if path.exists() else "")


def told_last(log_text: str) -> str:
    """Why a service ended, from its log: what it said itself if it did, else the last lines as they are."""
    last = log_text.splitlines()[-15:]
    for line in reversed(last):
        with contextlib.suppress(ValueError, TypeError, KeyError):
            entry = json.loads(line)
            if entry["level"] == "critical":
                return str(entry["error"])
    return "\n".join(last)


@contextlib.contextmanager
def _log_sink(path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202
    """The service's log, continued; one too large is put aside first, replacing the one before."""
    if path.exists() and path.stat().st_size > _LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    with path.open("ab") as sink:
        yield sink
