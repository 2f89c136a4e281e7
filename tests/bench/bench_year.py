"""What one more event costs after a simulated year, against the first days: folded, judged, written and read again.

Processor time of this process alone, so that other work on the machine does not show. `BENCH_DAYS` shortens the year.
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
MEASURED = 5
"""Days measured at each end; the first ones only fill the lists, as any first look does."""


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


def measure(cold: bool) -> tuple[float, float]:
    """Microseconds an event in the first and in the last days. `cold`: every event reads its dossier anew."""
    roll = roll_of(LoadedRegistry(the_registry(), 1, date(2025, 1, 1), False))
    bench = bench_of(roll, PackFiles().rules("national", date(2025, 6, 1)))
    kept = {name: KeptDossier(dossier=Dossier(name)) for name in roll.subjects}
    spent: dict[int, list[float]] = {}
    for number in range(DAYS):
        events = a_day(FIRST + timedelta(days=number))
        named = [(str(event.event_id()), event) for event in events]
        for event_id, event in named:
            kept[event.target], cost = step(bench, kept[event.target], event_id, event, cold=cold)
            spent.setdefault(number, []).append(cost * 1e6)
    first = [statistics.mean(spent[day]) for day in range(1, 1 + MEASURED)]
    last = [statistics.mean(spent[day]) for day in range(DAYS - MEASURED, DAYS)]
    return statistics.median(first), statistics.median(last)


def test_one_more_event_after_a_year() -> None:
    """Goal: at most 1.1 of what it cost in the first days."""
    for cold in (False, True):
        first, last = measure(cold)
        word = "read anew each time" if cold else "kept in memory"
        sys.stdout.write(f"{word}: first days {first:.0f} µs, after {DAYS} days {last:.0f} µs: {last / first:.2f}\n")
