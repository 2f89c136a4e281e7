"""One event that touches 2 000 units: 2 000 correct mails, none lost, none twice, at the pace of the mail server."""

import asyncio
import os
import statistics
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import islice
from time import perf_counter

import psutil
import pytest

from services.notifier.adapters.mongo_stores import mongo_stores
from services.notifier.app import Notifier
from services.notifier.book import Unit
from services.notifier.channels.smtp import Server, Smtp
from services.notifier.contact import MAIL, Contact
from services.notifier.handlers import AT_A_TIME
from services.notifier.settings import Settings
from shared import logs
from shared.clock import now
from shared.mongo import connect
from tests.fakes.notifier_stores import FakeDirectory
from tests.warning_builders import MET, a_book, a_change, a_finding, an_item, columns

UNITS = int(os.environ.get("BENCH_UNITS", "2000"))


class Nobody:
    """Where notices go: measuring how fast the bus is belongs elsewhere."""

    async def publish_all(self, events) -> None:
        """All of them are kept."""
        for event in events:
            event.event_id()


class Sink:
    """A mail server that keeps who got what, and takes as long for each mail as it is told."""

    def __init__(self, pace: float) -> None:
        self.pace = pace
        self.recipients: Counter[str] = Counter()
        self.message_ids: set[str] = set()
        self.connections = 0
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 sink\r\n")
        recipient = b""
        while line := await reader.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                recipient = line.partition(b"<")[2].partition(b">")[0]
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                mail = await reader.readuntil(b"\r\n.\r\n")
                await asyncio.sleep(self.pace)
                self.recipients[recipient.decode()] += 1
                self.message_ids.add(mail.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode())
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 OK\r\n")
            if verb == b"QUIT":
                return


@asynccontextmanager
async def a_sink(pace: float) -> AsyncIterator[Sink]:
    sink = Sink(pace)
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0, limit=2**20)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()


def a_notifier(stores, sink, connections):
    return Notifier(
        Settings(notifier_group_wait=0, notifier_gather=0, mail_from="x@xunjian.example"),
        stores=stores,
        publisher=Nobody(),
        channels={"smtp": Smtp(Server("127.0.0.1", sink.port), "x@xunjian.example", keep=connections)},
        clock=now,
    )


def one_event(at, *, mended=False):
    """A portal whose columns belong to as many units."""
    items = [an_item(f"c{n}", MET if mended else columns(an_item()).outcome, unit_id=f"u{n}") for n in range(UNITS)]
    yield a_change(columns(*items, outcome=MET if mended else a_finding().outcome), at=at, unit_id="portal")


def many_events(at, *, mended=False):
    """A power cut: a website of each unit. Each event is made when its turn comes, as the bus brings them."""
    finding = a_finding(MET) if mended else a_finding()
    return (a_change(finding, at=at, unit_id=f"u{n}", target_id=f"w{n}") for n in range(UNITS))


async def arrived(sink, count):
    while sum(sink.recipients.values()) < count:  # noqa: ASYNC110 - the watching must cost nothing
        await asyncio.sleep(0.05)


CASES = {
    "one event, a fast server, 8 connections": (one_event, 0.0, 8),
    "one event, 20 ms a mail, 8 connections": (one_event, 0.02, 8),
    "one event, 20 ms a mail, 16 connections": (one_event, 0.02, 16),
    "2 000 events, a fast server, 8 connections": (many_events, 0.0, 8),
}


@pytest.fixture(scope="module", autouse=True)
def heading():
    """The table for docs/performance-notifier.md; each row is written as soon as it is known."""
    logs.configure("json", "error", service="bench")
    sys.stdout.write(
        "\n| case | units | take in, s | all mails, s | mails/s | CPU, ms a mail | memory, MB more | connections |\n"
    )
    sys.stdout.write("|---|--:|--:|--:|--:|--:|--:|--:|\n")


@pytest.mark.parametrize(("events", "pace", "connections"), CASES.values(), ids=CASES.keys())
async def test_bulk(mongo_url, mongo_database, request, events, pace, connections):
    """Every unit gets its fault and its recovery, each once."""
    database = connect(mongo_url, mongo_database)
    book = a_book(*(Unit(f"u{n}", f"单位{n}", (Contact(channel=MAIL, key=f"u{n}@x.example"),)) for n in range(UNITS)))
    stores = await mongo_stores(database, FakeDirectory(book))
    process, rates = psutil.Process(), []
    peak = before = process.memory_info().rss
    cpu = sum(process.cpu_times()[:2])

    async def watch():
        nonlocal peak
        while True:
            peak = max(peak, process.memory_info().rss)
            await asyncio.sleep(0.1)

    async with a_sink(pace) as sink:
        notifier = a_notifier(stores, sink, connections)
        watcher = asyncio.create_task(watch())
        await notifier.start()
        for number, mended in enumerate((False, True), start=1):
            started = perf_counter()
            made = events(now() + timedelta(seconds=number), mended=mended)
            while some := list(islice(made, AT_A_TIME)):
                await notifier.intake.take_all(some)
            taken_in = perf_counter() - started
            async with asyncio.timeout(600):
                await arrived(sink, UNITS * number)
            rates.append((taken_in, perf_counter() - started))
        await asyncio.sleep(1)
        watcher.cancel()
        await notifier.stop()
        left = (await stores.ledger.backlog())["smtp"]
    database.client.close()

    assert {2} == set(sink.recipients.values())
    assert UNITS == len(sink.recipients)
    assert 2 * UNITS == len(sink.message_ids)
    assert (0, 0) == (left.waiting, left.unclear)

    took, whole = (statistics.mean(values) for values in zip(*rates, strict=True))
    spent = sum(process.cpu_times()[:2]) - cpu
    cells = (
        request.node.callspec.id,
        UNITS,
        f"{took:.1f}",
        f"{whole:.1f}",
        f"{UNITS / whole:.0f}",
        f"{spent / UNITS / 2 * 1000:.0f}",
        f"{(peak - before) / 2**20:.0f}",
        sink.connections,
    )
    sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
    sys.stdout.flush()
