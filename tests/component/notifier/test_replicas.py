"""Two replicas on one state: nothing lost, nothing twice."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from services.notifier.adapters.mongo_stores import mongo_stores
from services.notifier.app import Notifier
from services.notifier.book import Unit
from services.notifier.channels.smtp import Server, Smtp
from services.notifier.contact import MAIL, Contact
from services.notifier.ledger import State
from services.notifier.settings import Settings
from shared.mongo import connect
from tests.fakes.notifier_stores import FakeDirectory, FakePublisher
from tests.mail_server import mail_server
from tests.warning_builders import MET, NOON, Clock, a_book, a_change, a_finding

UNITS = 25


def book():
    units = (Unit(f"u{n}", f"单位{n}", (Contact(channel=MAIL, key=f"u{n}@x.example"),)) for n in range(UNITS))
    return a_book(*units)


def events(n, *findings):
    """The same verdict on every unit's website."""
    at = NOON + timedelta(days=n)
    return [a_change(*findings, at=at, unit_id=f"u{k}", target_id=f"w{k}") for k in range(UNITS)]


@pytest.fixture
async def stores(mongo_url, mongo_database):
    database = connect(mongo_url, mongo_database)
    yield await mongo_stores(database, FakeDirectory(book()))
    database.client.close()


def replica(stores, publisher, port, clock):
    return Notifier(
        Settings(notifier_group_wait=0, mail_from="x@xunjian.example"),
        stores=stores,
        publisher=publisher,
        channels={"smtp": Smtp(Server("127.0.0.1", port), "x@xunjian.example")},
        clock=clock,
    )


async def drained(notifier, clock):
    """Run all loops of one replica at the same time until nothing is due."""

    async def run(step):
        while (due := await step()) is not None and due <= clock():
            pass

    senders = [sender.step for sender in notifier.senders.values() for _ in range(4)]
    await asyncio.gather(*(run(step) for step in (notifier.planner.step, notifier.planner.step)))
    await asyncio.gather(*(run(step) for step in (*senders, notifier.announcer.step)))


async def test_two_replicas_share_the_work(stores):
    """Every event reaches both, both plan and both send at the same time: each unit gets each message once."""
    clock, publisher = Clock(), FakePublisher()
    async with mail_server() as mailbox:
        both = [replica(stores, publisher, mailbox.port, clock) for _ in range(2)]
        for n, finding in enumerate((a_finding(), a_finding(MET))):
            clock.forward(days=n)
            await asyncio.gather(*(r.intake.take_all(events(n, finding)) for r in both))
            for _ in range(3):
                await asyncio.gather(*(drained(r, clock) for r in both))
                clock.forward(seconds=2)
        left = await stores.ledger.backlog()
        told = Counter((str(mail["To"]), mail["Subject"].split("：")[1]) for mail in mailbox.mails)

    assert {1} == set(told.values())
    assert 2 * UNITS == len(told)
    assert (0, 0) == (left["smtp"].waiting, left["smtp"].unclear)
    assert 2 * UNITS == len({event.warning_id for event in publisher.published})
    assert 2 * UNITS == len({mail["Message-ID"] for mail in mailbox.mails})


async def test_a_vanished_replica_is_replaced(stores):
    """What one replica claimed and left is sent by the other, once the lease is over."""
    clock, publisher = Clock(), FakePublisher()
    async with mail_server() as mailbox:
        gone, other = (replica(stores, publisher, mailbox.port, clock) for _ in range(2))
        await gone.intake.take_all([a_change(a_finding(), unit_id="u1", target_id="w1")])
        await gone.planner.step()
        lease = clock() + timedelta(minutes=3)
        await stores.ledger.claim_all("smtp", now=clock(), lease_until=lease, token="gone", limit=9)
        await drained(other, clock)

        assert [] == mailbox.mails

        clock.forward(minutes=3)
        await other.janitor.step()
        await drained(other, clock)

    [entry] = await stores.ledger.about([c.id for c in await stores.dockets.of_units(["u1"])])

    assert ["u1@x.example"] == mailbox.recipients
    assert [State.QUEUED, State.CLAIMED, State.QUEUED, State.CLAIMED, State.SENT] == [c.state for c in entry.history]
