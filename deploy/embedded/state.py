"""What runs for a home, written where the next command finds it: `<home>/servers.json`."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.embedded.process import Process

FILE = "servers.json"


@dataclass(frozen=True, kw_only=True)
class RunningServer:
    """One server: its process and where it listens."""

    process: Process
    port: int
    url: str

    @property
    def alive(self) -> bool:
        """Whether its process still runs."""
        return self.process.alive


@dataclass(frozen=True, kw_only=True)
class ServerState:
    """The servers of a home as they were last started; they may have ended since, each says so itself."""

    tied: bool
    servers: dict[str, RunningServer] = field(default_factory=dict)

    @property
    def nats_url(self) -> str:
        """Where NATS listens."""
        return self.servers["nats"].url

    @property
    def mongo_url(self) -> str:
        """Where MongoDB listens, as drivers want it."""
        return self.servers["mongod"].url

    @property
    def pids(self) -> dict[str, int]:
        """The process id of each server."""
        return {name: server.process.pid for name, server in self.servers.items()}

    @property
    def alive(self) -> bool:
        """Whether every server still runs."""
        return bool(self.servers) and all(server.alive for server in self.servers.values())

    def port(self, name: str) -> int | None:
        """The port a server had, to give it the same one again."""
        server = self.servers.get(name)
        return server.port if server else None


def read_state(home: Path) -> ServerState | None:
    """What runs for this home; None if nothing does, whatever an old file says."""
    state = last_state(home)
    return state if state and any(server.alive for server in state.servers.values()) else None


def last_state(home: Path) -> ServerState | None:
    """What was last started for this home, running or not; None if nothing readable was written."""
    try:
        return _parse(json.loads((home / FILE).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_state(home: Path, state: ServerState) -> None:
    """Replace what is written in one step: a reader finds the old or the new, never half."""
    servers = {
        name: {"pid": s.process.pid, "started": s.process.started, "port": s.port, "url": s.url}
        for name, s in state.servers.items()
    }
    fresh = home / f"{FILE}.{os.getpid()}"
    fresh.write_text(json.dumps({"schema": 1, "tied": state.tied, "servers": servers}, indent=2), encoding="utf-8")
    fresh.replace(home / FILE)


def _parse(found: dict[str, Any]) -> ServerState:
    servers = {
        name: RunningServer(
            process=Process(pid=int(s["pid"]), started=str(s["started"])), port=int(s["port"]), url=str(s["url"])
        )
        for name, s in found["servers"].items()
    }
    return ServerState(tied=bool(found["tied"]), servers=servers)
