"""Both servers of a home: started together, watched, ended together."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from deploy.embedded import home as homes
from deploy.embedded import process as processes
from deploy.embedded.failure import ServerFailed
from deploy.embedded.mongod import Mongod, Run
from deploy.embedded.nats_server import NatsServer
from deploy.embedded.ports import free_port
from deploy.embedded.process import Process
from deploy.embedded.programs import check_program
from deploy.embedded.state import RunningServer, ServerState, last_state, read_state, write_state

_PORTS_TRIED = 5


class Server(Protocol):
    """What it takes to run one kind of server."""

    name: str
    program: Path
    log: Path
    stop_within: float

    def prepare(self, port: int, run: Run) -> None:
        """Write or mend what has to be there before it serves on this port."""
        ...

    def command(self, port: int) -> list[str]:
        """The command that serves on this port."""
        ...

    def url(self, port: int) -> str:
        """Where clients connect."""
        ...

    def ready(self, port: int, pid: int) -> bool:
        """Whether the process with this id serves on this port."""
        ...

    def port_taken(self, code: int, output: str) -> bool:
        """Whether it ended because somebody else has the port."""
        ...


class EmbeddedServers:
    """nats-server and mongod with their data under a home directory.

    Tied, they end with this process, however it ends; else they run until `stop_servers`. Leaving the `with` block
    stops them either way. `async with` does the same; starting holds up the event loop for less than a second.
    """

    def __init__(
        self, home: Path | str, *, tied: bool = True, sync_interval: str = "always", ready_within: float = 60
    ) -> None:
        self.home = Path(home).absolute()
        self.tied = tied
        self._sync_interval = sync_interval
        self._ready_within = ready_within
        self._lock: int | None = None
        self._state = ServerState(tied=tied)
        self._kinds: dict[str, Server] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def state(self) -> ServerState:
        """What was started, as it stands in the state file."""
        return self._state

    @property
    def nats_url(self) -> str:
        """Where NATS listens."""
        return self._state.nats_url

    @property
    def mongo_url(self) -> str:
        """Where MongoDB listens."""
        return self._state.mongo_url

    @property
    def pids(self) -> dict[str, int]:
        """The process id of `nats` and of `mongod`."""
        return self._state.pids

    def start(self) -> ServerState:
        """Start both and return when both can be used.

        Raises:
            HomeInUse: servers already run on this home.
            ServerFailed: one cannot run here or did not become ready; nothing is left running.
        """
        self._lock = homes.lock(self.home)
        try:
            (self.home / "logs").mkdir(exist_ok=True)
            nats = NatsServer(self.home, sync_interval=self._sync_interval)
            self._kinds = {nats.name: nats, "mongod": Mongod(self.home)}
            last = last_state(self.home)
            for name in self._kinds:
                self._launch(name, last.port(name) if last else None)
            for name in self._kinds:
                self._await_ready(name)
        except BaseException:
            self.stop()
            raise
        return self._state

    def stop(self) -> None:
        """Ask both to end, kill what does not in time, and free the home. Nothing happens when nothing runs."""
        self._end(*self._state.servers, within=max((kind.stop_within for kind in self._kinds.values()), default=0))
        self.leave()

    def discard(self) -> None:
        """Kill both at once: for data nobody will read again."""
        self._end(*self._state.servers, within=0)
        self.leave()

    def leave(self) -> None:
        """Let go of the home; servers that are not tied go on and keep holding it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def dead(self) -> list[str]:
        """The names of the servers that ended by themselves or were killed."""
        return [name for name, server in self._state.servers.items() if not server.alive]

    def kill_nats(self) -> None:
        """End NATS as `kill -9` does; returns when it is gone."""
        self._end("nats", within=0)

    def kill_mongo(self) -> None:
        """End MongoDB as `kill -9` does; returns when it is gone."""
        self._end("mongod", within=0)

    def restart_nats(self) -> None:
        """Start NATS again on its port and data, ending it before if it runs; returns when it can be used."""
        self._restart("nats")

    def restart_mongo(self) -> None:
        """Start MongoDB again on its port and data, ending it before if it runs; returns when it can be used."""
        self._restart("mongod")

    def _restart(self, name: str) -> None:
        self._end(name, within=self._kinds[name].stop_within)
        self._launch(name, self._state.port(name))
        self._await_ready(name)

    def _end(self, *names: str, within: float) -> None:
        processes.end([self._state.servers[name].process for name in names], within=within)

    def _launch(self, name: str, port: int | None) -> None:
        """Start the process and write it down at once, so that it can be found and ended from then on."""
        kind = self._kinds[name]
        chosen = free_port(port)
        kind.prepare(chosen, lambda command: self._running(kind, command))
        process = self._start(kind, kind.command(chosen))
        running = RunningServer(process=process, port=chosen, url=kind.url(chosen))
        self._state = ServerState(tied=self.tied, servers={**self._state.servers, name: running})
        write_state(self.home, self._state)

    def _start(self, kind: Server, command: Sequence[str]) -> Process:
        if self._lock is None:
            raise ServerFailed(f"{self.home} 的服务器已经停止，请重新启动")
        return processes.start(command, output=_output(kind), tied=self.tied, keep_open=self._lock)

    @contextmanager
    def _running(self, kind: Server, command: Sequence[str]) -> Iterator[int]:
        process = self._start(kind, command)
        try:
            yield process.pid
        finally:
            processes.end([process], within=kind.stop_within)

    def _await_ready(self, name: str) -> None:
        kind, attempts = self._kinds[name], _PORTS_TRIED
        deadline = time.monotonic() + self._ready_within
        while time.monotonic() < deadline:
            running = self._state.servers[name]
            code = processes.exit_code(running.process)
            if code is None:
                if kind.ready(running.port, running.process.pid):
                    return
                time.sleep(0.01)
            elif attempts and kind.port_taken(code, _said(kind)):
                attempts -= 1
                self._launch(name, None)
            else:
                raise ServerFailed(_why(kind, f"还没有就绪就退出了（退出码 {code}）"))
        raise ServerFailed(_why(kind, f"在 {self._ready_within:g} 秒内没有就绪"))


def start_servers(home: Path | str, *, sync_interval: str = "always") -> ServerState:
    """Start servers that outlive this process, and return when both can be used.

    Raises:
        HomeInUse: servers already run on this home.
        ServerFailed: one cannot run here or did not become ready; nothing is left running.
    """
    servers = EmbeddedServers(home, tied=False, sync_interval=sync_interval)
    try:
        return servers.start()
    finally:
        servers.leave()


def stop_servers(home: Path | str, *, within: float = 30) -> list[str]:
    """End the servers of this home, whoever started them; bounded, also when they do not answer.

    Returns:
        The names of those that ran.
    """
    state = read_state(Path(home).absolute())
    if state is None:
        return []
    running = {name: server.process for name, server in state.servers.items() if server.alive}
    processes.end(list(running.values()), within=within)
    return list(running)


def _output(kind: Server) -> Path:
    return kind.log.with_suffix(".out")


def _said(kind: Server) -> str:
    """The end of what the server wrote to its log and its terminal."""
    texts = []
    for path in (kind.log, _output(kind)):
        if path.exists():
            with path.open("rb") as file:
                file.seek(max(0, path.stat().st_size - 4000))
                texts.append(file.read().decode(errors="replace"))
    return "".join(texts)


def _why(kind: Server, what: str) -> str:
    """What happened and what to do: a missing library in plain words, else the last lines of the log."""
    try:
        check_program(kind.program)
    except ServerFailed as cannot_run:
        return f"{kind.name}：{cannot_run}"
    lines = "\n  ".join(_said(kind).splitlines()[-5:])
    return f"{kind.name} {what}；日志 {kind.log} 的最后几行：\n  {lines}"
