"""The reporter's speed: a province of 556 websites and 1 940 accounts, every file of its report.

`make bench TESTS=…` or `python -m pytest -q -s tests/bench --override-ini python_files='bench_*.py' -k report`.
"""

import asyncio
import sys
import time

import psutil

from services.reporter.adapters.process_press import ProcessPress
from services.reporter.compose import compose
from tests.report_builders import a_province, an_edition

WEBSITES, ACCOUNTS = 556, 1940
SECONDS, MEGABYTES, LAG = 30, 500, 0.5


class Watch:
    """The most memory all processes of the press took together, and how long the event loop stood still."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self.lag = 0.0

    async def look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(0.02)
            self.lag = max(self.lag, loop.time() - before - 0.02)
            self.megabytes = max(self.megabytes, await asyncio.to_thread(children_megabytes))


def children_megabytes() -> float:
    total = 0
    for child in psutil.Process().children(recursive=True):
        try:
            total += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1024**2


async def test_all_files_of_a_province() -> None:
    """Under 30 s and 500 MB, from the material to the last file, while the event loop goes on."""
    previous = compose(a_province(WEBSITES, ACCOUNTS, edition=an_edition(label="2023Q3")))
    material = a_province(WEBSITES, ACCOUNTS, previous=previous)
    press, watch = ProcessPress(), Watch()
    watching = asyncio.create_task(watch.look())
    started = time.perf_counter()
    printed = await press.make(material)
    seconds = time.perf_counter() - started
    watching.cancel()
    await press.close()

    for name, took in printed.seconds.items():
        sys.stdout.write(f"\n{name:16} {took:6.2f} s")
    size = sum(len(content) for _, content in printed.files) / 1024**2
    sys.stdout.write(f"\n{len(printed.files)} files, {size:.1f} MB")
    sys.stdout.write(f"\n{seconds:.1f} s in all, {watch.megabytes:.0f} MB at most, loop held {watch.lag:.2f} s\n")
    assert seconds < SECONDS
    assert watch.megabytes < MEGABYTES
    assert watch.lag < LAG
