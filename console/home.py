"""The home directory of a system: where things lie, and what runs on it."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from deploy.embedded.process import Process

SERVICES = ("crawler", "evaluator", "notifier", "reporter")
"""In the order data flows through them."""


@dataclass(frozen=True)
class Urls:
    """Where the servers listen."""

    nats: str
    mongo: str


@dataclass(frozen=True)
class SupervisorState:
    """What the supervisor wrote down: itself and what it runs."""

    process: Process
    urls: Urls
    embedded: bool
    ready: bool = False
    restarts: dict[str, int] = field(default_factory=dict)
    """How often each part had to be started again."""


def run_folder(home: Path) -> Path:
    """Where processes say that they run."""
    return home / "run"


def log_folder(home: Path) -> Path:
    """Where services write their logs."""
    return home / "logs"


def run_file(home: Path, service: str) -> Path:
    """Where a service writes its pid and the port of its metrics."""
    return run_folder(home) / f"{service}.json"


def write_state(home: Path, state: SupervisorState) -> None:
    """Replace what is written in one step."""
    path = run_folder(home) / "supervisor.json"
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
    draft.replace(path)


def read_state(home: Path) -> SupervisorState | None:
    """The supervisor that runs on this home; None if none does, whatever an old file says."""
    content = _read(run_folder(home) / "supervisor.json")
    try:
        state = SupervisorState(
            process=Process(**content["process"]),
            urls=Urls(**content["urls"]),
            embedded=content["embedded"],
            ready=content["ready"],
            restarts=content["restarts"],
        )
    except (KeyError, TypeError):
        return None
    return state if state.process.alive else None


def running_urls(home: Path) -> Urls | None:
    """Where the servers of this home listen; None when nothing runs."""
    state = read_state(home)
    return state.urls if state else None


def service_port(home: Path, service: str, pid: int | None = None) -> int | None:
    """The port on which a service serves health and metrics; None while it does not."""
    content = _read(run_file(home, service))
    if pid is not None and content.get("pid") != pid:
        return None
    port = content.get("port")
    return port if isinstance(port, int) else None


def service_pid(home: Path, service: str) -> int | None:
    """The process id a service wrote down; None if it has not."""
    pid = _read(run_file(home, service)).get("pid")
    return pid if isinstance(pid, int) else None


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
