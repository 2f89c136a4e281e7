"""Claims: many with one write, handed out one by one, given back while the lease still holds."""

from datetime import timedelta

from services.notifier.claims import AT_A_TIME, Claims
from services.notifier.ledger import State
from shared.mongo import AutoReconnect
from tests.component.notifier.world import World
from tests.fakes.notifier_stores import FakeLedger
from tests.warning_builders import Clock, an_entry, tokens

LEASE = timedelta(minutes=3)


async def a_ledger(count):
    ledger = FakeLedger()
    await ledger.file_all([an_entry(f"e{n:03}", sequence=n) for n in range(count)])
    return ledger


def claims_of(ledger, clock):
    return Claims("smtp", ledger, lease=LEASE, clock=clock, token=tokens())


def claimed(ledger):
    return [e.id for e in ledger.kept.values() if e.state is State.CLAIMED]


async def test_each_message_is_handed_out_once_and_in_order():
    """So many with one write as are kept in memory; then the next."""
    ledger, clock = await a_ledger(AT_A_TIME + 1), Clock()
    claims = claims_of(ledger, clock)
    first = await claims.take()

    assert "e000" == first.id
    assert AT_A_TIME == len(claimed(ledger))

    rest = [(await claims.take()).id for _ in range(AT_A_TIME)]

    assert [f"e{n:03}" for n in range(1, AT_A_TIME + 1)] == rest
    assert await claims.take() is None


async def test_what_waited_half_its_lease_is_given_back_and_claimed_anew():
    """At half the lease it still goes out as it is; past it the claim is renewed, and nothing counts as an attempt."""
    ledger, clock = await a_ledger(3), Clock()
    claims = claims_of(ledger, clock)
    await claims.take()
    clock.forward(seconds=90)

    assert "claim-1" == (await claims.take()).token

    clock.forward(seconds=1)
    last = await claims.take()

    assert ("e002", "claim-2", 1) == (last.id, last.token, last.attempts)
    assert [State.QUEUED, State.CLAIMED] == [change.state for change in last.history]


async def test_what_was_not_begun_is_given_back_when_the_process_leaves():
    """Others need not wait for the lease; what was begun stays claimed."""
    ledger, clock = await a_ledger(3), Clock()
    claims = claims_of(ledger, clock)
    begun = await claims.take()
    await claims.give_back()

    assert [begun.id] == claimed(ledger)
    assert ["e001", "e002"] == [e.id for e in ledger.kept.values() if e.state is State.QUEUED]


async def test_leaving_does_not_wait_for_a_database_that_is_away():
    """The lease ends the claims anyway."""
    world = World()
    await world.ledger.file_all([an_entry("e1", sequence=1), an_entry("e2", sequence=2)])
    sender = world.notifier.senders["smtp"]
    await sender.step()

    async def away(*_):
        raise AutoReconnect("gone")

    world.ledger.give_back = away
    await sender.leave()

    assert ["e2"] == [entry.id for entry in world.entries(State.CLAIMED)]
