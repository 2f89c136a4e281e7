"""An operator at the console: every command a process of its own, nothing known but what it prints."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[2]

T = TypeVar("T")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed."""
        return json.loads(self.out)


@dataclass
class Operator:
    """`xunjian` on one home, in one environment."""

    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *words: str, seconds: float = 120) -> Ended:
        """Run a command to its end."""
        done = subprocess.run(
            self.command(*words),
            env=self.env(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def ask(self, *words: str, seconds: float = 120) -> Any:
        """Run a command with `--json` that must succeed; what it prints."""
        ended = self.run(*words, "--json", seconds=seconds)
        assert 0 == ended.code, f"xunjian {' '.join(words)}: {ended.err or ended.out}"
        return ended.json

    def command(self, *words: str) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "console", *words]

    def env(self) -> dict[str, str]:
        """The operator's environment; nothing of ours shows through but what any program needs."""
        others = {name: value for name, value in os.environ.items() if not name.startswith("XUNJIAN_")}
        return others | {"PYTHONPATH": str(ROOT), "XUNJIAN_HOME": str(self.home), **self.environment}

    def verdict(self, target_id: str) -> dict[str, Any]:
        """The judgement in force on one target."""
        found: dict[str, Any] = self.ask("verdicts", "--target", target_id)[0]
        return found


def until(look: Callable[[], T], *, seconds: float, what: str) -> T:
    """What `look` finds as soon as it is something true; asked again and again."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {what}"
        time.sleep(0.1)
    return found
