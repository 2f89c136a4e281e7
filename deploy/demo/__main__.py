"""Run the demo: `python -m deploy.demo`. Exits 0 only if everything that had to happen really did."""

import asyncio
import contextlib
import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.demo.commands import Unhappened
from deploy.demo.screen import Screen, terminal
from deploy.demo.story import Story

FOLDER = Path(".xunjian-demo")
"""Where the demo keeps its data and its report, below the current directory. What a demo before left is replaced."""

INTERRUPTED = 130


def main() -> int:
    """The exit code: 0, 1 when something did not happen, 130 when interrupted."""
    screen = Screen(terminal())
    folder = FOLDER.absolute()
    try:
        with _own(folder):
            problems = asyncio.run(_told(Story(folder, screen)))
    except Unhappened as error:
        problems = [str(error)]
    except asyncio.CancelledError:
        screen.out.print("已中断，没有留下任何进程", style="yellow")
        return INTERRUPTED
    return _conclude(screen, problems)


async def _told(story: Story) -> list[str]:
    """Tell the story; the first signal ends it, and later ones do not disturb the clearing away."""
    task = asyncio.current_task()
    assert task
    loop = asyncio.get_running_loop()

    def interrupt() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, lambda: None)
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupt)
    return await story.tell()


def _conclude(screen: Screen, problems: list[str]) -> int:
    if not problems:
        took = f"用时 {screen.seconds:.0f} 秒"
        screen.out.print(f"[green bold]演示完成[/green bold]：应发生的都发生了，{took}，没有留下任何进程")
        return 0
    screen.out.print(f"演示失败：{len(problems)} 项没有如实发生（用时 {screen.seconds:.0f} 秒）", style="red bold")
    for problem in problems:
        screen.out.print(f"  ✗ {problem}", style="red", markup=False, soft_wrap=True)
    screen.out.print(f"日志在 {FOLDER / 'home' / 'logs'}", markup=False)
    return 1


@contextlib.contextmanager
def _own(folder: Path) -> Iterator[None]:
    """The folder is ours alone and empty.

    Raises:
        Unhappened: another demo runs in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "demo.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unhappened(f"{folder} 中已有一个演示在运行") from None
        for name in ("home", "report"):
            shutil.rmtree(folder / name, ignore_errors=True)
        yield
    finally:
        os.close(lock)


if __name__ == "__main__":
    sys.exit(main())
