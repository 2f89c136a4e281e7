"""What every store of the notifier promises, in memory and in MongoDB alike."""

from datetime import timedelta

import pytest

from services.notifier.adapters.mongo_agendas import MongoAgendas
from services.notifier.adapters.mongo_dockets import MongoDockets
from services.notifier.adapters.mongo_ledger import MongoLedger
from services.notifier.docket import Docket
from services.notifier.ledger import Change, State
from services.notifier.ports import Backlog
from shared.contracts.target import TargetKind
from shared.mongo import connect
from tests.fakes.notifier_stores import FakeAgendas, FakeDockets, FakeLedger
from tests.warning_builders import (
    BUREAU,
    NOON,
    a_concern,
    a_finding,
    a_line,
    a_verdict,
    an_entry,
    an_item,
    columns,
    mended,
    near_miss,
)

SECOND = timedelta(seconds=1)
LATER = NOON + SECOND
LEASE = NOON + timedelta(minutes=3)

KINDS = {
    "dockets": (FakeDockets, MongoDockets),
    "agendas": (FakeAgendas, MongoAgendas),
    "ledger": (FakeLedger, MongoLedger),
}


@pytest.fixture(params=["memory", "mongodb"])
async def store(request):
    """Makes the store of the test's kind: a fake, or the adapter on a database of its own."""
    if request.param == "memory":
        yield lambda kind: _made(KINDS[kind][0]())
        return
    database = connect(request.getfixturevalue("mongo_url"), request.getfixturevalue("mongo_database"))
    yield lambda kind: _made(KINDS[kind][1](database))
    database.client.close()


async def _made(made):
    if hasattr(made, "prepare"):
        await made.prepare()
        await made.prepare()
    return made


# -- dockets ---------------------------------------------------------------------------------------------------------


def a_docket(*concerns, **fields):
    return Docket.empty(a_verdict(**fields)).model_copy(update={"concerns": concerns})


async def test_a_docket_comes_back_as_it_was_saved(store):
    """Every field of every concern survives."""
    dockets = await store("dockets")
    concerns = (
        mended(a_concern(columns(an_item("c1"), an_item("c2", unit_id="u2", due_at=NOON)))),
        a_concern(near_miss(), blind=True),
    )
    saved = a_docket(*concerns)

    assert await dockets.save(saved)
    assert saved.model_copy(update={"version": 1}) == await dockets.load(TargetKind.WEBSITE, "w1")


async def test_a_target_nobody_judged_has_no_docket(store):
    """A website and an account of one id are two targets."""
    dockets = await store("dockets")
    await dockets.save(a_docket())

    assert await dockets.load(TargetKind.ACCOUNT, "w1") is None


async def test_the_second_of_two_savers_is_refused(store):
    """New or old, a docket is saved by the one who was first; the other must look again."""
    dockets = await store("dockets")
    fresh = a_docket()

    assert (True, False) == (await dockets.save(fresh), await dockets.save(fresh))

    loaded = await dockets.load(TargetKind.WEBSITE, "w1")

    assert (True, False) == (await dockets.save(loaded), await dockets.save(loaded))


async def test_the_concerns_of_a_unit_over_all_targets(store):
    """Oldest first, and none of another unit's."""
    dockets = await store("dockets")
    first, second = a_concern(at=NOON), a_concern(at=LATER)
    other = a_concern(unit_id="u2")
    await dockets.save(a_docket(second, other))
    await dockets.save(a_docket(first, target_id="w2"))

    assert [first, second] == await dockets.of_unit("u1")
    assert [] == await dockets.of_unit("u9")


# -- agendas ---------------------------------------------------------------------------------------------------------


async def test_the_earlier_moment_holds(store):
    """Scheduling later than already scheduled changes nothing; earlier does."""
    agendas = await store("agendas")
    for at in (LATER, LATER + SECOND):
        await agendas.schedule("u1", at)

    assert LATER == await agendas.next_due()

    await agendas.schedule("u1", NOON)

    assert NOON == await agendas.next_due()


async def test_a_unit_is_taken_when_due_and_by_one_only(store):
    """Until the lease ends nobody else takes it; then somebody may."""
    agendas = await store("agendas")
    await agendas.schedule("u1", NOON)

    assert await agendas.take(NOON - SECOND, LEASE) is None

    taken = await agendas.take(NOON, LEASE)

    assert "u1" == taken.unit_id
    assert await agendas.take(NOON, LEASE) is None
    assert "u1" == (await agendas.take(LEASE, LEASE + SECOND)).unit_id


async def test_the_most_overdue_first(store):
    """Nobody waits behind those that came later."""
    agendas = await store("agendas")
    await agendas.schedule("u2", LATER)
    await agendas.schedule("u1", NOON)

    assert ["u1", "u2"] == [(await agendas.take(LATER, LEASE)).unit_id for _ in range(2)]


@pytest.mark.parametrize("next_at", [LEASE + SECOND, None], ids=["a next time", "nothing due"])
async def test_settling_says_when_next(store, next_at):
    """After its work is done a unit is due when it was said, or not at all."""
    agendas = await store("agendas")
    await agendas.schedule("u1", NOON)
    taken = await agendas.take(NOON, LEASE)

    assert await agendas.settle(taken, next_at)
    assert next_at == await agendas.next_due()


async def test_what_comes_in_meanwhile_is_not_settled_away(store):
    """A unit scheduled while it is being planned is looked at again."""
    agendas = await store("agendas")
    await agendas.schedule("u1", NOON)
    taken = await agendas.take(NOON, LEASE)
    await agendas.schedule("u1", LATER)

    assert not await agendas.settle(taken, None)
    assert LATER == await agendas.next_due()


async def test_a_settled_unit_can_be_scheduled_again(store):
    """Nothing due is not the earliest of all moments."""
    agendas = await store("agendas")
    await agendas.schedule("u1", NOON)
    await agendas.settle(await agendas.take(NOON, LEASE), None)
    await agendas.schedule("u1", LATER)

    assert LATER == await agendas.next_due()
    assert await agendas.take(NOON, LEASE) is None


# -- the ledger ------------------------------------------------------------------------------------------------------


async def test_a_message_comes_back_as_it_was_filed(store):
    """With its letter when it is claimed, without where only its course was asked for."""
    ledger = await store("ledger")
    concern = a_concern(columns(an_item("c1")))
    entry = an_entry("e1", a_line(concern, mend_by=LATER), a_line(a_concern(at=LATER), "recovery"))

    assert await ledger.file(entry)
    assert [entry.model_copy(update={"letter": None})] == await ledger.about([concern.id])
    assert [] == await ledger.about(["another"])

    claimed = await ledger.claim("smtp", now=NOON, lease_until=LEASE, token="t")

    assert (entry.letter, entry.lines) == (claimed.letter, claimed.lines)


async def test_a_message_is_filed_once(store):
    """Neither the same message nor another of the same number to the same contact is kept."""
    ledger = await store("ledger")

    assert await ledger.file(an_entry("e1"))
    assert not await ledger.file(an_entry("e1", sequence=2))
    assert not await ledger.file(an_entry("e2", sequence=1))
    assert await ledger.file(an_entry("e2", sequence=1, contact="other@x.example"))
    assert await ledger.file(an_entry("e3", sequence=2))


async def test_sequence_numbers_are_a_contacts_own(store):
    """They begin with 1 and go on after the last."""
    ledger = await store("ledger")
    await ledger.file(an_entry("e1", sequence=4))

    assert (5, 1) == (await ledger.next_sequence("u1", BUREAU), await ledger.next_sequence("u2", BUREAU))


async def claimed(ledger, *, token="t", now=NOON, lease_until=LEASE):
    return await ledger.claim("smtp", now=now, lease_until=lease_until, token=token)


async def test_a_message_is_claimed_by_one(store):
    """The claim is counted and named; nobody else gets it."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    entry = await claimed(ledger)

    assert (State.CLAIMED, "t", LEASE, 1) == (entry.state, entry.token, entry.lease_until, entry.attempts)
    assert await claimed(ledger) is None


async def test_only_what_is_due_in_the_channel_is_claimed(store):
    """Not before its time, not another channel's, and what has been due longest first."""
    ledger = await store("ledger")
    await ledger.file(an_entry("late", due_at=LATER, sequence=1))
    await ledger.file(an_entry("due", due_at=NOON, sequence=2))
    await ledger.file(an_entry("early", due_at=NOON - SECOND, sequence=3, state=State.RETRY))
    await ledger.file(an_entry("other", due_at=NOON - SECOND * 9, sequence=4, channel="wecom"))
    ids = [entry.id if (entry := await claimed(ledger)) else None for _ in range(3)]

    assert ["early", "due", None] == ids
    assert LATER == await ledger.next_due("smtp")


async def test_a_waiting_message_can_be_withdrawn(store):
    """It is not sent any more, and the ledger says why."""
    ledger = await store("ledger")
    await ledger.file(an_entry())

    assert await ledger.withdraw("e1", Change(state=State.WITHDRAWN, at=LATER, detail="mended"))
    assert await claimed(ledger) is None

    [entry] = await ledger.about([a_concern().id])

    assert [(State.QUEUED, ""), (State.WITHDRAWN, "mended")] == [(c.state, c.detail) for c in entry.history]


async def test_a_claimed_message_cannot_be_withdrawn(store):
    """What is with a sender is out of reach."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    await claimed(ledger)

    assert not await ledger.withdraw("e1", Change(state=State.WITHDRAWN, at=LATER))


SENT = Change(state=State.SENT, at=LATER, detail="250 OK")
RETRY = Change(state=State.RETRY, at=LATER, detail="450 busy")
UNCLEAR = Change(state=State.MAYBE_SENT, at=LATER, detail="gone")
AGAIN = Change(state=State.QUEUED, at=LATER, detail="gone before handing over")


async def test_how_an_attempt_ended_is_recorded_with_the_answer(store):
    """State, time, answer; each change is appended to the history."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    await claimed(ledger)
    entry = await ledger.record("e1", "t", SENT)

    assert (State.SENT, "250 OK", LATER, None) == (entry.state, entry.answer, entry.finished_at, entry.lease_until)
    assert [State.QUEUED, State.CLAIMED, State.SENT] == [change.state for change in entry.history]


async def test_a_retry_waits_until_it_is_due(store):
    """Not finished, and claimed again when its time has come."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    await claimed(ledger)
    entry = await ledger.record("e1", "t", RETRY, due_at=LATER)

    assert (State.RETRY, None) == (entry.state, entry.finished_at)
    assert await claimed(ledger) is None
    assert 2 == (await claimed(ledger, now=LATER)).attempts


async def test_only_the_claims_holder_records(store):
    """A token nobody knows changes nothing."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    await claimed(ledger)

    assert await ledger.record("e1", "another", SENT) is None
    assert not await ledger.hand_over("e1", "another", at=NOON)


async def test_recording_the_same_end_twice_is_recording_it_once(store):
    """An acknowledgement that was lost on the way makes no second change."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    await claimed(ledger)
    first, second = await ledger.record("e1", "t", SENT), await ledger.record("e1", "t", SENT)

    assert first == second


async def test_an_expired_claim_is_found_and_ended_once(store):
    """Not before the lease ends; two janitors end it once."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    await claimed(ledger)

    assert [] == await ledger.expired(LEASE - SECOND)

    [entry] = await ledger.expired(LEASE)

    assert await ledger.abandon(entry, AGAIN)
    assert not await ledger.abandon(entry, AGAIN)
    assert [] == await ledger.expired(LEASE)
    assert "e1" == (await claimed(ledger, token="t2", now=LATER)).id


async def test_who_lost_the_claim_cannot_hand_over_any_more(store):
    """The vanished sender comes back, and finds the message another's: nothing is sent twice."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    entry = await claimed(ledger)
    await ledger.abandon(entry, AGAIN)

    assert not await ledger.hand_over("e1", "t", at=LATER)

    await claimed(ledger, token="t2", now=LATER)

    assert not await ledger.hand_over("e1", "t", at=LATER)
    assert await ledger.hand_over("e1", "t2", at=LATER)


async def test_who_handed_over_in_the_last_moment_is_not_overlooked(store):
    """A janitor that looked before the handing over does not queue the message again."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    entry = await claimed(ledger)
    await ledger.hand_over("e1", "t", at=LATER)

    assert not await ledger.abandon(entry, AGAIN)


async def test_an_answer_that_comes_late_still_counts(store):
    """Unclear becomes sent when the holder of the claim hears the answer after all."""
    ledger = await store("ledger")
    await ledger.file(an_entry())
    await claimed(ledger)
    await ledger.hand_over("e1", "t", at=LATER)
    [entry] = await ledger.expired(LEASE)
    await ledger.abandon(entry, UNCLEAR)

    assert State.SENT is (await ledger.record("e1", "t", SENT)).state


async def test_what_ended_is_announced_once(store):
    """Sent and dead wait for their notice until it is noted; what is unclear or withdrawn has none."""
    ledger = await store("ledger")
    ends = {"sent": State.SENT, "dead": State.DEAD, "unclear": State.MAYBE_SENT, "withdrawn": State.WITHDRAWN}
    for number, (name, state) in enumerate(ends.items(), 1):
        await ledger.file(an_entry(name, state=state, sequence=number, finished_at=NOON + SECOND * number))
    await ledger.file(an_entry("queued", sequence=9))

    assert ["sent", "dead"] == [entry.id for entry in await ledger.unannounced(10)]
    assert ["sent"] == [entry.id for entry in await ledger.unannounced(1)]

    await ledger.announced("sent", LATER)

    assert ["dead"] == [entry.id for entry in await ledger.unannounced(10)]


async def test_what_waits_is_measured(store):
    """By channel: how many wait, since when, and how many are unclear; also when nothing waits any more."""
    ledger = await store("ledger")
    await ledger.file(an_entry("e1", sequence=1, at=LATER))
    await ledger.file(an_entry("e2", sequence=2, at=NOON, state=State.RETRY))
    await ledger.file(an_entry("e3", sequence=3, state=State.MAYBE_SENT))
    await ledger.file(an_entry("e4", sequence=1, state=State.SENT, channel="wecom"))

    assert {"smtp": Backlog(2, NOON, 1), "wecom": Backlog()} == await ledger.backlog()


async def test_a_fault_on_another_day_is_another_finding():
    """The makers of these tests make different concerns for different moments."""
    assert a_concern(a_finding(), at=NOON).id != a_concern(a_finding(), at=LATER).id
