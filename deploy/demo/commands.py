"""Running `xunjian` as its user does: one process for each command, nothing but what it prints is known."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.embedded import tied

_UP_SECONDS = 60.0
_DOWN_SECONDS = 45.0
_READY = "已就绪"


class Unhappened(Exception):
    """Something that had to happen did not."""


@dataclass(frozen=True)
class Answer:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What it printed with `--json`.

        Raises:
            Unhappened: it printed something else.
        """
        try:
            return json.loads(self.out)
        except ValueError as error:
            raise Unhappened(f"输出不是 JSON：{self.out[:300]!r}") from error


@dataclass(frozen=True)
class Xunjian:
    """The console on one home, with the environment of an operator who has set it up."""

    home: Path
    environment: Mapping[str, str]

    async def __call__(self, *words: str, seconds: float = 60.0, code: int = 0) -> Any:
        """Run `xunjian … --json`; the document it prints.

        Raises:
            Unhappened: it ended otherwise than expected, or not in time.
        """
        answer = await self.run(*words, "--json", seconds=seconds)
        if answer.code != code:
            said = (answer.err or answer.out).strip()
            raise Unhappened(f"xunjian {' '.join(words)} 退出码为 {answer.code}（应为 {code}）：{said[-1500:]}")
        return answer.json()

    async def run(self, *words: str, seconds: float = 60.0) -> Answer:
        """Run `xunjian …` to its end; it is ended when its time is over or nobody waits for it any more.

        Raises:
            Unhappened: it took longer.
        """
        child = await self._start(*words)
        try:
            async with asyncio.timeout(seconds):
                out, err = await child.communicate()
        except TimeoutError:
            raise Unhappened(f"xunjian {' '.join(words)} 在 {seconds:g} 秒内没有完成") from None
        finally:
            await _ended(child, signal.SIGKILL)
        return Answer(child.returncode or 0, out.decode(errors="replace"), err.decode(errors="replace"))

    async def up(self, say: Callable[[str], None]) -> asyncio.subprocess.Process:
        """`xunjian up`, running until it is told to stop. It ends with this process, however that ends.

        Raises:
            Unhappened: it gave up, or was not ready in time.
        """
        child = await self._start("up", merge=True)
        lines: list[str] = []
        try:
            async with asyncio.timeout(_UP_SECONDS):
                await _until_ready(child, lines, say)
        except TimeoutError:
            await _ended(child, signal.SIGTERM)
            raise Unhappened(f"系统 {_UP_SECONDS:g} 秒内未就绪：{' / '.join(lines[-5:])}") from None
        except BaseException:
            await _ended(child, signal.SIGTERM)
            raise
        return child

    async def down(self, running: asyncio.subprocess.Process) -> None:
        """`xunjian down`, and nothing of `up` is left; what does not stop by itself is killed."""
        with suppress(Unhappened):
            await self.run("down", seconds=_DOWN_SECONDS)
        await _ended(running, signal.SIGTERM)

    async def _start(self, *words: str, merge: bool = False) -> asyncio.subprocess.Process:
        """In a session of its own, so that Ctrl-C comes to us alone; tied to us, so that nothing outlives us."""
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", tied.__file__, str(os.getpid())),
            *(sys.executable, "-m", "console", *words),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT if merge else asyncio.subprocess.PIPE,
            env={**self.environment, "XUNJIAN_HOME": str(self.home)},
            start_new_session=True,
        )


async def _until_ready(child: asyncio.subprocess.Process, lines: list[str], say: Callable[[str], None]) -> None:
    """Until all four services have said that they are ready."""
    assert child.stdout
    ready = 0
    while ready < 4:
        line = (await child.stdout.readline()).decode(errors="replace").rstrip()
        if not line and child.stdout.at_eof():
            raise Unhappened(f"系统没有启动起来：{' / '.join(lines[-8:])}")
        lines.append(line)
        if line and not line.startswith("{"):
            say(line.strip())
        ready += _READY in line


async def _ended(child: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """The child is gone: told so by a signal, and killed if that did not help."""
    if child.returncode is not None:
        return
    with suppress(ProcessLookupError):
        child.send_signal(number)
    try:
        async with asyncio.timeout(_DOWN_SECONDS):
            await _drained(child)
    except TimeoutError:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


async def _drained(child: asyncio.subprocess.Process) -> None:
    """Its output is read to the end, so that it never waits for a reader."""
    while child.stdout and await child.stdout.read(65_536):
        pass
    await child.wait()
