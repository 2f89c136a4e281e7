"""The crawl bench: the same farm crawled by ours and by Scrapy, in turn, several rounds: `make bench-crawl`.

Ours fetches, parses, reads the facts, checks every link and has every page acknowledged by JetStream; Scrapy fetches
and takes links out. What is measured is the processor time of the whole process tree, nats-server included; ratios are
taken within a round, so that a busy machine weighs on both sides. Ends with 1 if any dead link was missed or any link
falsely called dead by ours, or a page or a date of publication was lost.

`BENCH_ROUNDS` `BENCH_CONCURRENCY` `BENCH_SITES` `BENCH_PAGES` (of each site) `BENCH_SEED` `BENCH_WAYS` (see WAYS).
With `long` as argument: ours alone over `BENCH_PAGES` pages (100 000), its memory noted every tenth of them.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from deploy.embedded import free_port
from tests.bench.farm import Farm

OURS = (sys.executable, "-m", "tests.bench.crawl")
SCRAPY = (".venv-bench/bin/python", "tests/bench/peers/scrapy_links.py")
WAYS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "ours": (OURS, {}),
    "ours, every page an article": (OURS, {"BENCH_FACTS": "all"}),
    "ours, two processes": (OURS, {"BENCH_PROCESSES": "2"}),
    "Scrapy, tuned": ((*SCRAPY, "tuned"), {}),
    "Scrapy": ((*SCRAPY, "plain"), {}),
}
PER_SITE = 200
MOST_GROWTH = 1.25
"""Memory at the end of a long run, against a fifth of the way, that still counts as flat."""


def knob(name: str, default: int) -> int:
    """A number from the environment."""
    return int(os.environ.get(f"BENCH_{name}", default))


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl, measured."""

    pages: int
    wall: float
    cpu: float
    peak: float
    missed: int
    false: int
    wrong: list[str] = field(default_factory=list)
    """What else is not as the farm's truth has it; only told of ours."""
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Pages for each second of processor time."""
        return self.pages / self.cpu


@contextmanager
def served(farm: Farm, sites: int, seed: int) -> Iterator[None]:
    """The farm, served by another process."""
    words = (sys.executable, "-m", "tests.bench.farm_server", str(sites), str(farm.pages), str(seed), str(farm.port))
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        if server.stdout.readline() != b"ready\n":
            raise SystemExit("the farm cannot be served on loopback addresses 127.0.1.1 and up")
        yield
        server.communicate(timeout=30)


def measured(way: str, farm: Farm, connections: int, more: Mapping[str, str]) -> Run:
    """One crawl of the farm."""
    words, environment = WAYS[way]
    with tempfile.TemporaryDirectory(prefix="xunjian-bench-") as folder:
        seeds, out = Path(folder) / "seeds", Path(folder) / "out"
        seeds.write_text("\n".join(farm.seeds), encoding="utf-8")
        started = time.perf_counter()
        process = subprocess.Popen(
            [*words, seeds, out, str(connections)],
            env={**os.environ, **environment, **more},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        peak = Peak(process.pid)
        errors = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        if status:
            raise SystemExit(f"{way} ended with {process.returncode}:\n{errors.decode(errors='replace')[-3000:]}")
        said = json.loads(out.read_text(encoding="utf-8"))
    dead = set(said["dead"])
    wrong = mistakes(farm, said) if words is OURS else []
    cpu = used.ru_utime + used.ru_stime
    missed, false = len(farm.dead - dead), len(dead - farm.dead)
    return Run(said["pages"], wall, cpu, peak.stop(), missed, false, wrong, said)


def mistakes(farm: Farm, said: Mapping[str, Any]) -> list[str]:
    """Where ours is not right, links aside."""
    expected = len(farm.sites) * farm.pages
    dates = {url: day.isoformat() for url, day in farm.articles.items()}
    found = []
    if said["pages"] != expected or said["acknowledged"] != expected:
        found.append(f"{said['pages']} pages, {said['acknowledged']} acknowledged, of {expected}")
    if said["published"] != dates:
        found.append(f"{len(said['published'])} dates of publication of {len(dates)}, or other ones")
    return found


class Peak:
    """The most memory a process and all below it use, looked at four times a second."""

    def __init__(self, pid: int) -> None:
        self._most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(pid,))
        self._thread.start()

    def _look(self, pid: int) -> None:
        while not self._ended.wait(0.25):
            with suppress(psutil.Error):
                root = psutil.Process(pid)
                self._most = max(self._most, sum(_resident(found) for found in (root, *root.children(recursive=True))))

    def stop(self) -> float:
        """In MB."""
        self._ended.set()
        self._thread.join()
        return self._most / 2**20


def _resident(process: psutil.Process) -> int:
    with suppress(psutil.Error):
        return int(process.memory_info().rss)
    return 0


def compare() -> int:
    """Rounds in turn, and the table."""
    sites, seed, connections = knob("SITES", 30), knob("SEED", 1), knob("CONCURRENCY", 64)
    farm = Farm(sites=sites, pages=knob("PAGES", PER_SITE), seed=seed, port=free_port())
    ways = [way for way in os.environ.get("BENCH_WAYS", ";".join(WAYS)).split(";") if way in WAYS]
    runs: dict[str, list[Run]] = {way: [] for way in ways}
    with served(farm, sites, seed):
        for number in range(knob("ROUNDS", 3)):
            for way in ways:
                run = measured(way, farm, connections, {})
                runs[way].append(run)
                note(f"round {number + 1}  {way}: {1000 / run.per_second:.2f} CPU s per 1 000 pages, {run.wall:.1f} s")
    show(table(runs, len(farm.dead)))
    wrong = [f"{way}: {what}" for way in ways for run in runs[way] for what in told(run, way)]
    for line in wrong:
        note(line)
    return 1 if wrong else 0


def told(run: Run, way: str) -> list[str]:
    """What is wrong with a run of ours."""
    if not way.startswith("ours"):
        return []
    missed = [f"{run.missed} dead links missed"] if run.missed else []
    false = [f"{run.false} links falsely called dead"] if run.false else []
    return [*run.wrong, *missed, *false]


def table(runs: Mapping[str, list[Run]], dead: int) -> str:
    """Medians, and how many times as many pages a second of processor time ours reads, within each round."""
    lines = [
        "| | CPU s per 1 000 pages | ours: pages per CPU s | wall s | ours | peak MB | dead found | falsely dead |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    ours = runs.get("ours", [])
    for way, found in runs.items():
        pairs = list(zip(ours, found, strict=False))
        faster = statistics.median(mine.per_second / other.per_second for mine, other in pairs) if pairs else 0
        sooner = statistics.median(other.wall / mine.wall for mine, other in pairs) if pairs else 0
        middle = {
            name: statistics.median(getattr(run, name) for run in found) for name in ("wall", "peak", "missed", "false")
        }
        cost = statistics.median(1000 / run.per_second for run in found)
        lines.append(
            f"| {way} | {cost:.2f} | {faster:.2f} × | {middle['wall']:.1f} | {sooner:.2f} × | {middle['peak']:.0f} "
            f"| {dead - middle['missed']:.0f}/{dead} | {middle['false']:.0f} |"
        )
    return "\n".join(lines)


def long() -> int:
    """Ours alone over many pages."""
    pages, seed = knob("PAGES", 100_000), knob("SEED", 1)
    sites = max(1, pages // PER_SITE)
    farm = Farm(sites=sites, pages=PER_SITE, seed=seed, port=free_port())
    every = sites * PER_SITE // 10
    with served(farm, sites, seed):
        run = measured("ours", farm, knob("CONCURRENCY", 64), {"BENCH_SAMPLE": str(every)})
    memory = run.said["memory"]
    show("\n".join(["| pages | MB |", "|--:|--:|", *(f"| {count} | {size} |" for count, size in memory)]))
    cost = 1000 / run.per_second
    show(f"\n{cost:.2f} CPU s per 1 000 pages, {run.wall:.0f} s, peak with nats-server {run.peak:.0f} MB")
    grown = memory[-1][1] / memory[1][1]
    wrong = told(run, "ours") + ([f"memory grew to {grown:.2f} times"] if grown > MOST_GROWTH else [])
    for line in wrong:
        note(line)
    return 1 if wrong else 0


def show(text: str) -> None:
    """What was asked for."""
    sys.stdout.write(f"{text}\n")


def note(line: str) -> None:
    """Beside the table."""
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(long() if "long" in sys.argv[1:] else compare())
