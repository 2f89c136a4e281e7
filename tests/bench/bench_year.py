"""What one more event costs after a simulated year, against the first days: folded, judged, written and read again.

Processor time of this process alone, and both ends in turn, so that other work on the machine hardly shows.
`BENCH_DAYS` shortens the year.
"""

import os
import statistics
import sys
import time
from dataclasses import replace
from datetime import date, datetime, timedelta

import bson

from services.evaluator.adapters.mongo_dossiers import changes_of, document_of, kept_of
from services.evaluator.adapters.pack_files import PackFiles
from services.evaluator.adapters.registry_subjects import roll_of
from services.evaluator.bench import Bench, bench_of
from services.evaluator.dossier import Dossier, Observation
from services.evaluator.kept import KeptDossier
from shared.clock import CHINA
from shared.contracts.observations import Entry, Message, PageVisited, Post, PostListed
from shared.registry.model import Registry
from shared.registry.store import LoadedRegistry
from tests.registry_builders import a_board, a_column, a_unit, a_website, an_account

DAYS = int(os.environ.get("BENCH_DAYS", "365"))
FIRST = datetime(2025, 1, 1, tzinfo=CHINA)
COLUMNS, PROBES, LETTERS = 10, 20, 2
MEASURED, ROUNDS = 3, 7
"""Days measured at each end, and how often; the very first one only fills the lists, as any first look does."""

Kept = dict[str, KeptDossier]


def the_registry() -> Registry:
    columns = [a_column(f"c{n}", website_id="w1") for n in range(COLUMNS)]
    return Registry.of([a_unit("U1"), a_website("w1"), *columns, a_board("b1", website_id="w1"), an_account("a1")])


def published(at: datetime) -> list[datetime]:
    """A list of fifteen, one new each day."""
    today = at.replace(hour=7, minute=0, second=0, microsecond=0)
    return [today - timedelta(days=n) for n in range(15)]


def letters(at: datetime) -> tuple[Message, ...]:
    """The newest thirty letters; each is answered after five days."""
    found = []
    for n in range(30):
        asked = at.replace(hour=6, minute=0) - timedelta(hours=24 * n / LETTERS)
        answered = asked + timedelta(days=5)
        name = f"m{int(asked.timestamp())}"
        found.append(
            Message(id=name, title="路灯不亮", asked_at=asked, replied_at=answered if answered <= at else None)
        )
    return tuple(found)


def a_day(day: datetime) -> list[Observation]:
    """Twenty probes, and two looks at everything else."""
    known = {"website_id": "w1", "outcome": "ok", "elapsed_ms": 300, "url": "http://w1.example/"}
    probes = [day + timedelta(minutes=72 * n) for n in range(PROBES)]
    events: list[Observation] = [PageVisited(purpose="probe", observed_at=at, **known) for at in probes]
    for hour in (9, 21):
        at = day + timedelta(hours=hour)
        entries = tuple(Entry(title=f"通知 {m:%m-%d}", url=f"/{m:%j}", published_at=m) for m in published(at))
        events.append(PageVisited(purpose="home", observed_at=at, entries=entries, **known))
        for n in range(COLUMNS):
            page = {"purpose": "column", "page_id": f"c{n}", "observed_at": at + timedelta(minutes=n + 1)}
            events.append(PageVisited(entries=entries, **page, **known))
        board = {"purpose": "board", "page_id": "b1", "observed_at": at + timedelta(minutes=30)}
        events.append(PageVisited(messages=letters(at), **board, **known))
        posts = tuple(Post(id=f"{m:%j}", title="要闻", url=f"/{m:%j}", published_at=m) for m in published(at))
        feed = {"account_id": "a1", "observed_at": at + timedelta(minutes=40), "outcome": "ok"}
        events.append(PostListed(posts=posts, complete_since=published(at)[-1], **feed))
    return sorted(events, key=lambda event: event.occurred_at)


def step(bench: Bench, one: KeptDossier, event_id: str, event: Observation, *, cold: bool) -> tuple[KeptDossier, float]:
    """The dossier after one more event, and the seconds it took: folded, judged, and what changed written.

    `cold`: it is read anew too. What stays in the database meanwhile is the database's work.
    """
    begun = time.process_time()
    after = bench.advanced(one, [(event_id, event)], event.occurred_at + timedelta(seconds=5)).kept
    bson.encode(changes_of(one, after, "x") if one.version and not after.unsaid else document_of(after, "x"))
    spent = time.process_time() - begun
    after = replace(after, unsaid=False, version=one.version + 1)
    if not cold:
        return after, spent
    stored = bson.encode(document_of(replace(after, version=one.version), "x"))
    begun = time.process_time()
    after = kept_of(bson.decode(stored, bson.CodecOptions(tz_aware=True)))
    return after, spent + time.process_time() - begun


def lived(bench: Bench, kept: Kept, days: range, spent: list[float] | None = None, *, cold: bool = False) -> Kept:
    """The dossiers after these days; what each event cost (in microseconds) is added to `spent`."""
    grown = dict(kept)
    for number in days:
        named = [(str(event.event_id()), event) for event in a_day(FIRST + timedelta(days=number))]
        for event_id, event in named:
            grown[event.target], cost = step(bench, grown[event.target], event_id, event, cold=cold)
            if spent is not None:
                spent.append(cost * 1e6)
    return grown


def test_one_more_event_after_a_year() -> None:
    """Goal: at most 1.1 of what it cost in the first days, which are lived again in turn with the last ones."""
    roll = roll_of(LoadedRegistry(the_registry(), 1, date(2025, 1, 1), False))
    bench = bench_of(roll, PackFiles().rules("national", date(2025, 6, 1)))
    early = lived(bench, {name: KeptDossier(dossier=Dossier(name)) for name in roll.subjects}, range(1))
    late = lived(bench, early, range(1, DAYS - MEASURED))
    for cold in (False, True):
        rounds = []
        for _ in range(ROUNDS):
            one, other = list[float](), list[float]()
            lived(bench, early, range(1, 1 + MEASURED), one, cold=cold)
            lived(bench, late, range(DAYS - MEASURED, DAYS), other, cold=cold)
            rounds.append((statistics.mean(one), statistics.mean(other)))
        ratios = sorted(last / first for first, last in rounds)
        first, last = (statistics.median(side) for side in zip(*rounds, strict=True))
        word = "read anew each time" if cold else "kept in memory"
        sys.stdout.write(
            f"{word}: first days {first:.0f} µs, after {DAYS} days {last:.0f} µs: "
            f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})\n"
        )
