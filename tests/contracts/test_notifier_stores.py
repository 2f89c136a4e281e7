"""What every store of the notifier promises, in memory and in MongoDB alike."""

import asyncio
from datetime import date, timedelta

import pytest

from services.notifier.adapters.mongo_agendas import MongoAgendas
from services.notifier.adapters.mongo_answers import MongoAnswers
from services.notifier.adapters.mongo_contacts import MongoContacts
from services.notifier.adapters.mongo_dockets import AT_A_TIME, MongoDockets
from services.notifier.adapters.mongo_escalations import MongoEscalations
from services.notifier.adapters.mongo_ledger import MongoLedger
from services.notifier.adapters.mongo_paces import MongoPaces
from services.notifier.adapters.mongo_silences import MongoSilences
from services.notifier.answer import Answer
from services.notifier.concerns import Concerns
from services.notifier.contact import Contact
from services.notifier.docket import Docket
from services.notifier.ladder import Census, start
from services.notifier.ledger import Change, State
from services.notifier.ledger_port import Backlog, End, HandedOver
from services.notifier.pace import Limit
from services.notifier.ports import Standings
from services.notifier.silence import Silence
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind
from shared.mongo import connect
from tests.fakes.notifier_stores import (
    FakeAgendas,
    FakeAnswers,
    FakeContacts,
    FakeDockets,
    FakeEscalations,
    FakeLedger,
    FakePaces,
)
from tests.warning_builders import (
    BUREAU,
    NOON,
    POLICY,
    UNDETERMINED,
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
    "paces": (FakePaces, MongoPaces),
    "contacts": (FakeContacts, MongoContacts),
    "answers": (FakeAnswers, MongoAnswers),
    "escalations": (FakeEscalations, MongoEscalations),
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


async def saved(store, one):
    return [] == await store.save_all([one])


async def loaded_docket(dockets):
    [docket] = await dockets.load_all([(TargetKind.WEBSITE, "w1"), (TargetKind.WEBSITE, "unknown")])
    return docket


def a_docket(*concerns, **fields):
    return Docket.empty(a_verdict(**fields)).model_copy(update={"concerns": Concerns(concerns)})


async def test_a_docket_comes_back_as_it_was_saved(store):
    """Every field of every concern survives."""
    dockets = await store("dockets")
    concerns = (
        mended(a_concern(columns(an_item("c1"), an_item("c2", unit_id="u2", due_at=NOON)))),
        a_concern(near_miss(), blind=True),
    )
    docket = a_docket(*concerns)

    assert await saved(dockets, docket)
    assert docket.model_copy(update={"version": 1}) == await loaded_docket(dockets)


async def test_dockets_of_many_units_come_back_whole_and_in_order(store):
    """More concerns than are laid open at once, beside a docket with a few and one with none."""
    dockets = await store("dockets")
    many = a_docket(*(a_concern().model_copy(update={"id": f"c{n}"}) for n in range(2 * AT_A_TIME + 1)))
    few = a_docket(a_concern(), target_id="w2")
    none = a_docket(target_id="w3")

    assert [] == await dockets.save_all([many, few, none])
    loaded = {d.target_id: d for d in await dockets.load_all([(TargetKind.WEBSITE, f"w{n}") for n in (3, 1, 2)])}
    assert {d.target_id: d.model_copy(update={"version": 1}) for d in (many, few, none)} == loaded


async def test_a_target_nobody_judged_has_no_docket(store):
    """A website and an account of one id are two targets."""
    dockets = await store("dockets")
    await saved(dockets, a_docket())

    assert [] == await dockets.load_all([(TargetKind.ACCOUNT, "w1")])


async def test_the_second_of_two_savers_is_refused(store):
    """New or old, a docket is saved by the one who was first; the other must look again."""
    dockets = await store("dockets")
    fresh = a_docket()

    assert (True, False) == (await saved(dockets, fresh), await saved(dockets, fresh))

    loaded = await loaded_docket(dockets)

    assert (True, False) == (await saved(dockets, loaded), await saved(dockets, loaded))


async def test_the_concerns_of_a_unit_over_all_targets(store):
    """Oldest first, and none of another unit's."""
    dockets = await store("dockets")
    first, second = a_concern(at=NOON), a_concern(at=LATER)
    other = a_concern(unit_id="u2")
    await saved(dockets, a_docket(second, other))
    await saved(dockets, a_docket(first, target_id="w2"))

    assert [first, second] == await dockets.of_units(["u1"])
    assert [] == await dockets.of_units(["u9"])


# -- agendas ---------------------------------------------------------------------------------------------------------


async def taken(agendas, now, lease_until):
    found = await agendas.take_all(now, lease_until, 1)
    return found[0] if found else None


async def test_the_earlier_moment_holds(store):
    """Scheduling later than already scheduled changes nothing; earlier does."""
    agendas = await store("agendas")
    for at in (LATER, LATER + SECOND):
        await agendas.schedule("u1", at)

    assert LATER == await agendas.next_due()

    await agendas.schedule("u1", NOON)

    assert NOON == await agendas.next_due()


async def test_many_are_scheduled_like_one(store):
    """Each earlier, or not at all; by two at once."""
    agendas = await store("agendas")
    await agendas.schedule("u1", NOON)
    await asyncio.gather(*(agendas.schedule_all(["u1", "u2", "u3"], LATER) for _ in range(3)))
    await agendas.schedule_all([], NOON)

    assert ["u1", "u2", "u3"] == sorted([(await taken(agendas, LATER, LEASE)).unit_id for _ in range(3)])
    assert LEASE == await agendas.next_due()


async def test_a_unit_is_taken_when_due_and_by_one_only(store):
    """Until the lease ends nobody else takes it; then somebody may."""
    agendas = await store("agendas")
    await agendas.schedule("u1", NOON)

    assert await taken(agendas, NOON - SECOND, LEASE) is None

    agenda = await taken(agendas, NOON, LEASE)

    assert "u1" == agenda.unit_id
    assert await taken(agendas, NOON, LEASE) is None
    assert "u1" == (await taken(agendas, LEASE, LEASE + SECOND)).unit_id


async def test_the_most_overdue_first(store):
    """Nobody waits behind those that came later."""
    agendas = await store("agendas")
    await agendas.schedule("u2", LATER)
    await agendas.schedule("u1", NOON)

    assert ["u1", "u2"] == [(await taken(agendas, LATER, LEASE)).unit_id for _ in range(2)]


@pytest.mark.parametrize("next_at", [LEASE + SECOND, None], ids=["a next time", "nothing due"])
async def test_settling_says_when_next(store, next_at):
    """After its work is done a unit is due when it was said, or not at all."""
    agendas = await store("agendas")
    await agendas.schedule("u1", NOON)
    agenda = await taken(agendas, NOON, LEASE)

    await agendas.settle_all([(agenda, next_at)])

    assert next_at == await agendas.next_due()


async def test_what_comes_in_meanwhile_is_not_settled_away(store):
    """A unit scheduled while it is being planned is looked at again."""
    agendas = await store("agendas")
    await agendas.schedule("u1", NOON)
    agenda = await taken(agendas, NOON, LEASE)
    await agendas.schedule("u1", LATER)

    await agendas.settle_all([(agenda, None)])

    assert LATER == await agendas.next_due()


async def test_a_settled_unit_can_be_scheduled_again(store):
    """Nothing due is not the earliest of all moments."""
    agendas = await store("agendas")
    await agendas.schedule("u1", NOON)
    await agendas.settle_all([(await taken(agendas, NOON, LEASE), None)])
    await agendas.schedule("u1", LATER)

    assert LATER == await agendas.next_due()
    assert await taken(agendas, NOON, LEASE) is None


# -- the ledger ------------------------------------------------------------------------------------------------------


async def test_a_message_comes_back_as_it_was_filed(store):
    """With its letter when it is claimed, without where only its course was asked for."""
    ledger = await store("ledger")
    concern = a_concern(columns(an_item("c1")))
    entry = an_entry("e1", a_line(concern, mend_by=LATER), a_line(a_concern(at=LATER), "recovery"))

    assert await filed(ledger, entry)
    assert [entry.model_copy(update={"letter": None})] == await ledger.about([concern.id])
    assert [] == await ledger.about(["another"])

    entry_claimed = await claimed(ledger)

    assert (entry.letter, entry.lines) == (entry_claimed.letter, entry_claimed.lines)


async def test_a_message_is_filed_once(store):
    """Neither the same message nor another of the same number to the same contact is kept."""
    ledger = await store("ledger")

    assert await filed(ledger, an_entry("e1"))
    assert not await filed(ledger, an_entry("e1", sequence=2))
    assert not await filed(ledger, an_entry("e2", sequence=1))
    assert await filed(ledger, an_entry("e2", sequence=1, contact="other@x.example"))
    assert await filed(ledger, an_entry("e3", sequence=2))


async def test_sequence_numbers_are_a_contacts_own(store):
    """The last one is known; who was told nothing has none."""
    ledger = await store("ledger")
    await filed(ledger, an_entry("e1", sequence=4))

    assert {("u1", BUREAU): 4} == await ledger.last_sequences(["u1", "u2"])


async def claimed(ledger, *, token="t", now=NOON, lease_until=LEASE):
    found = await ledger.claim_all("smtp", now=now, lease_until=lease_until, token=token, limit=1)
    return found[0] if found else None


async def filed(ledger, entry):
    return [] == await ledger.file_all([entry])


async def handed_over(ledger, *handing):
    [noted] = await ledger.hand_over_all([HandedOver(*handing)])
    return noted


async def recorded(ledger, *end):
    """The message after the end was recorded; None if it was not."""
    [mine] = await ledger.record_all([End(*end)])
    return await ledger.get(end[0]) if mine else None


async def test_a_message_is_claimed_by_one(store):
    """The claim is counted and named; nobody else gets it."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
    entry = await claimed(ledger)

    assert (State.CLAIMED, "t", LEASE, 1) == (entry.state, entry.token, entry.lease_until, entry.attempts)
    assert await claimed(ledger) is None


async def test_only_what_is_due_in_the_channel_is_claimed(store):
    """Not before its time, not another channel's, and what has been due longest first."""
    ledger = await store("ledger")
    await filed(ledger, an_entry("late", due_at=LATER, sequence=1))
    await filed(ledger, an_entry("due", due_at=NOON, sequence=2))
    await filed(ledger, an_entry("early", due_at=NOON - SECOND, sequence=3, state=State.RETRY))
    await filed(ledger, an_entry("other", due_at=NOON - SECOND * 9, sequence=4, channel="wecom"))
    ids = [entry.id if (entry := await claimed(ledger)) else None for _ in range(3)]

    assert ["early", "due", None] == ids
    assert LATER == await ledger.next_due("smtp")


async def test_a_waiting_message_can_be_withdrawn(store):
    """It is not sent any more, and the ledger says why."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())

    assert await ledger.withdraw("e1", Change(state=State.WITHDRAWN, at=LATER, detail="mended"))
    assert await claimed(ledger) is None

    [entry] = await ledger.about([a_concern().id])

    assert [(State.QUEUED, ""), (State.WITHDRAWN, "mended")] == [(c.state, c.detail) for c in entry.history]


async def test_a_claimed_message_cannot_be_withdrawn(store):
    """What is with a sender is out of reach."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
    await claimed(ledger)

    assert not await ledger.withdraw("e1", Change(state=State.WITHDRAWN, at=LATER))


SENT = Change(state=State.SENT, at=LATER, detail="250 OK")
RETRY = Change(state=State.RETRY, at=LATER, detail="450 busy")
UNCLEAR = Change(state=State.MAYBE_SENT, at=LATER, detail="gone")
AGAIN = Change(state=State.QUEUED, at=LATER, detail="gone before handing over")


async def test_how_an_attempt_ended_is_recorded_with_the_answer(store):
    """State, time, answer; each change is appended to the history."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
    await claimed(ledger)
    entry = await recorded(ledger, "e1", "t", SENT)

    assert (State.SENT, "250 OK", LATER, None) == (entry.state, entry.answer, entry.finished_at, entry.lease_until)
    assert [State.QUEUED, State.CLAIMED, State.SENT] == [change.state for change in entry.history]


async def test_a_retry_waits_until_it_is_due(store):
    """Not finished, and claimed again when its time has come."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
    await claimed(ledger)
    entry = await recorded(ledger, "e1", "t", RETRY, LATER)

    assert (State.RETRY, None) == (entry.state, entry.finished_at)
    assert await claimed(ledger) is None
    assert 2 == (await claimed(ledger, now=LATER)).attempts


async def test_only_the_claims_holder_records(store):
    """A token nobody knows changes nothing."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
    await claimed(ledger)

    assert await recorded(ledger, "e1", "another", SENT) is None
    assert not await handed_over(ledger, "e1", "another", NOON)


async def test_recording_the_same_end_twice_is_recording_it_once(store):
    """An acknowledgement that was lost on the way makes no second change."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
    await claimed(ledger)
    first, second = await recorded(ledger, "e1", "t", SENT), await recorded(ledger, "e1", "t", SENT)

    assert first == second


async def test_an_expired_claim_is_found_and_ended_once(store):
    """Not before the lease ends; two janitors end it once."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
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
    await filed(ledger, an_entry())
    entry = await claimed(ledger)
    await ledger.abandon(entry, AGAIN)

    assert not await handed_over(ledger, "e1", "t", LATER)

    await claimed(ledger, token="t2", now=LATER)

    assert not await handed_over(ledger, "e1", "t", LATER)
    assert await handed_over(ledger, "e1", "t2", LATER)


async def test_who_handed_over_in_the_last_moment_is_not_overlooked(store):
    """A janitor that looked before the handing over does not queue the message again."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
    entry = await claimed(ledger)
    await handed_over(ledger, "e1", "t", LATER)

    assert not await ledger.abandon(entry, AGAIN)


async def test_an_answer_that_comes_late_still_counts(store):
    """Unclear becomes sent when the holder of the claim hears the answer after all."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
    await claimed(ledger)
    await handed_over(ledger, "e1", "t", LATER)
    [entry] = await ledger.expired(LEASE)
    await ledger.abandon(entry, UNCLEAR)

    assert State.SENT is (await recorded(ledger, "e1", "t", SENT)).state


async def test_what_ended_is_announced_once(store):
    """Sent and dead wait for their notice until it is noted; what is unclear or withdrawn has none."""
    ledger = await store("ledger")
    ends = {"sent": State.SENT, "dead": State.DEAD, "unclear": State.MAYBE_SENT, "withdrawn": State.WITHDRAWN}
    for number, (name, state) in enumerate(ends.items(), 1):
        await filed(ledger, an_entry(name, state=state, sequence=number, finished_at=NOON + SECOND * number))
    await filed(ledger, an_entry("queued", sequence=9))

    assert ["sent", "dead"] == [entry.id for entry in await ledger.unannounced(10)]
    assert ["sent"] == [entry.id for entry in await ledger.unannounced(1)]

    await ledger.announced(["sent"], LATER)

    assert ["dead"] == [entry.id for entry in await ledger.unannounced(10)]


async def test_what_waits_is_measured(store):
    """By channel: how many wait, since when, and how many are unclear; also when nothing waits any more."""
    ledger = await store("ledger")
    await filed(ledger, an_entry("e1", sequence=1, at=LATER))
    await filed(ledger, an_entry("e2", sequence=2, at=NOON, state=State.RETRY))
    await filed(ledger, an_entry("e3", sequence=3, state=State.MAYBE_SENT))
    await filed(ledger, an_entry("e4", sequence=1, state=State.SENT, channel="wecom"))

    assert {"smtp": Backlog(2, NOON, 1), "wecom": Backlog()} == await ledger.backlog()


async def test_a_fault_on_another_day_is_another_finding():
    """The makers of these tests make different concerns for different moments."""
    assert a_concern(a_finding(), at=NOON).id != a_concern(a_finding(), at=LATER).id


async def test_a_message_is_found_by_its_id(store):
    """With its letter; None for an id nobody has."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())

    assert an_entry() == await ledger.get("e1")
    assert await ledger.get("e2") is None


async def test_what_becomes_known_later_is_noted_and_announced_anew(store):
    """Only from the states that were named."""
    ledger = await store("ledger")
    await filed(ledger, an_entry(state=State.SENT, finished_at=NOON, announced_at=NOON))
    change = Change(state=State.DEAD, at=LATER, detail="came back")
    amended = await ledger.amend("e1", change, among=(State.SENT,), answer="came back", finished_at=LATER)

    assert (State.DEAD, "came back", LATER) == (amended.state, amended.answer, amended.finished_at)
    assert ["e1"] == [entry.id for entry in await ledger.unannounced(9)]
    assert await ledger.amend("e1", change, among=(State.SENT,)) is None


async def test_messages_said_between(store):
    """After the first moment, up to and including the second."""
    ledger = await store("ledger")
    for number, at in enumerate((NOON, LATER, LATER + SECOND), start=1):
        await filed(ledger, an_entry(f"e{number}", sequence=number, state=State.SENT, finished_at=at))

    assert ["e2"] == [entry.id for entry in await ledger.said_between(NOON, LATER)]


async def test_parts_and_slots_are_kept_between_attempts(store):
    """What the provider has, and the slot it reserved; handing over the next part notes the parts before it."""
    ledger = await store("ledger")
    await filed(ledger, an_entry())
    await claimed(ledger)
    await handed_over(ledger, "e1", "t", NOON, 2)
    waits = Change(state=State.QUEUED, at=LATER, detail="paced")
    await recorded(ledger, "e1", "t", waits, LATER, 2, LATER)
    entry = await claimed(ledger, now=LATER, token="t2")

    assert (2, LATER) == (entry.parts_done, entry.slot_at)

    await recorded(ledger, "e1", "t2", SENT)

    assert (2, None) == ((await ledger.get("e1")).parts_done, (await ledger.get("e1")).slot_at)


# -- dockets, asked in other ways ------------------------------------------------------------------------------------


async def test_concerns_are_found_by_id_and_by_cause(store):
    """Whosever they are; ended ones only by id."""
    dockets = await store("dockets")
    mine, ended = a_concern(), mended(a_concern(at=LATER))
    other = a_concern(unit_id="u2", indicator="b", id="other")
    await saved(dockets, a_docket(mine, ended, other))

    assert [mine.id, ended.id] == [c.id for c in await dockets.by_ids([ended.id, mine.id])]
    assert [] == await dockets.by_ids([])
    assert [mine.id] == [c.id for c in await dockets.open_of([mine.indicator], ["w1"])]
    assert [] == await dockets.open_of([mine.indicator], ["w2"])


async def test_open_faults_are_counted_by_unit(store):
    """Vetoes first; neither warnings nor what is over, nor operations' own."""
    dockets = await store("dockets")
    other = a_finding(kind=IndicatorKind.DEDUCTION)
    await saved(
        dockets,
        a_docket(
            a_concern(other, id="1", unit_id="u2"),
            a_concern(id="2"),
            a_concern(other, id="3"),
            a_concern(near_miss(), id="4"),
            mended(a_concern(id="5")),
            a_concern(id="6", unit_id="@operations"),
        ),
    )

    assert [
        Standings(unit_id="u1", vetoes=1, others=1),
        Standings(unit_id="u2", vetoes=0, others=1),
    ] == await dockets.standings()


async def test_the_share_of_targets_that_gave_a_reason(store):
    """Of those judged lately."""
    dockets = await store("dockets")
    blind = a_finding(UNDETERMINED, reason="own_network")
    for number, finding in enumerate((blind, a_finding(), a_finding(), blind)):
        await saved(dockets, Docket.empty(a_verdict(finding, target_id=f"w{number}")))

    assert 0.5 == await dockets.share_with("own_network", since=NOON)
    assert 0.0 == await dockets.share_with("own_network", since=LATER)


# -- paces, contacts, answers, silences, escalations -----------------------------------------------------------------

LIMITS = (Limit(count=2, period=timedelta(minutes=1)),)


async def test_slots_are_given_out_once(store):
    """To one contact two a minute, to another as many of its own."""
    paces = await store("paces")
    slots = sorted(await asyncio.gather(*(paces.reserve(BUREAU, LIMITS, now=NOON) for _ in range(5))))
    minute = timedelta(minutes=1)
    other = Contact(channel="wecom", key="x")

    assert [NOON, NOON, NOON + minute, NOON + minute, NOON + minute * 2] == slots
    assert NOON == await paces.reserve(other, LIMITS, now=NOON)


async def test_a_contact_is_held(store):
    """A shorter hold does not end a longer one."""
    paces = await store("paces")

    assert await paces.held_until(BUREAU) is None

    await paces.hold(BUREAU, until=LATER)
    await paces.hold(BUREAU, until=NOON)

    assert LATER == await paces.held_until(BUREAU)
    assert LATER == await paces.reserve(BUREAU, LIMITS, now=NOON)


async def test_a_contact_is_disabled_once_and_enabled_again(store):
    """The first reason stays; disabled anew, the world is told anew."""
    contacts = await store("contacts")
    for why in ("gone", "still gone"):
        await contacts.disable(BUREAU, unit_id="u1", why=why, at=NOON)
    [disabled] = await contacts.disabled()

    assert (BUREAU, "gone", NOON) == (disabled.contact, disabled.why, disabled.at)
    assert [disabled] == await contacts.unannounced()

    await contacts.announced(BUREAU)

    assert [] == await contacts.unannounced()
    assert (True, False) == (await contacts.enable(BUREAU), await contacts.enable(BUREAU))

    await contacts.disable(BUREAU, unit_id="u1", why="again", at=LATER)

    assert ["again"] == [one.why for one in await contacts.unannounced()]


async def test_an_answer_is_kept_once(store):
    """It is found by each of the concerns it is about, oldest first."""
    answers = await store("answers")
    later = Answer(id="a2", warning_id="e1", unit_id="u1", concern_ids=("c1",), at=LATER, promised_on=date(2023, 12, 1))
    first = Answer(id="a1", warning_id="e1", unit_id="u1", concern_ids=("c1", "c2"), at=NOON, by="张三", appeal="x")

    assert (True, True, False) == (await answers.save(later), await answers.save(first), await answers.save(first))
    assert [first, later] == await answers.about(["c1"])
    assert [first] == await answers.about(["c2", "c9"])


def an_escalation(**fields):
    concern = a_concern()
    begun = start(
        concern,
        told_at=NOON,
        above=("county", "city"),
        rises=POLICY.escalate,
        at=POLICY.remind.at,
        days=POLICY.days_of("u1"),
        policy="1",
    )
    return begun.model_copy(update=fields)


async def test_an_escalation_is_saved_by_one(store):
    """The second of two savers is refused; what is loaded is what was saved."""
    escalations = await store("escalations")
    begun = an_escalation().advance(NOON, None)

    assert (True, False) == (await saved(escalations, begun), await saved(escalations, begun))

    [loaded] = await escalations.of([begun.concern_id, "other"])

    assert begun.model_copy(update={"version": 1}) == loaded
    assert (True, False) == (await saved(escalations, loaded), await saved(escalations, loaded))


async def test_who_was_reached_finds_it_until_long_after_its_end(store):
    """Not those whose rung is still to come."""
    escalations = await store("escalations")
    begun = an_escalation().advance(NOON, None)
    await saved(escalations, begun)

    found = [[e.concern_id for e in await escalations.told_to([unit], since=LATER)] for unit in ("county", "city")]

    assert [[begun.concern_id], []] == found

    [loaded] = await escalations.of([begun.concern_id])
    await saved(escalations, loaded.ended(LATER))

    assert 1 == len(await escalations.told_to(["county"], since=LATER))
    assert 0 == len(await escalations.told_to(["county"], since=LATER + SECOND))


async def test_the_census_finds_what_is_forgotten(store):
    """An open one without a next time is the thing that must not be."""
    escalations = await store("escalations")
    begun = an_escalation().advance(NOON, None)
    await saved(escalations, begun)
    await saved(escalations, begun.model_copy(update={"concern_id": "c2", "next_at": None}))
    await saved(escalations, begun.model_copy(update={"concern_id": "c3", "next_at": NOON - timedelta(hours=2)}))
    await saved(escalations, begun.model_copy(update={"concern_id": "c4", "paused_until": LATER}))
    await saved(escalations, begun.model_copy(update={"concern_id": "c5"}).ended(NOON))

    assert Census(open=4, paused=1, without_time=1, late=1) == await escalations.census(NOON)


async def test_a_silence_is_in_force_from_its_beginning_to_before_its_end(mongo_url, mongo_database):
    """And can be ended once."""
    database = connect(mongo_url, mongo_database)
    silences = MongoSilences(database)
    silence = Silence(id="s1", begins_at=NOON, ends_at=LATER, why="搬迁", target_id="w1", created_at=NOON)
    await silences.add(silence)
    found = [len(await silences.active(at)) for at in (NOON - SECOND, NOON, LATER)]

    assert [0, 1, 0] == found
    assert [silence] == await silences.all()
    assert (True, False) == (await silences.end("s1", NOON), await silences.end("s1", NOON))
    assert [] == await silences.active(NOON)

    database.client.close()


# -- many at once ----------------------------------------------------------------------------------------------------


async def test_many_are_claimed_by_two_at_once_and_none_twice(store):
    """Each gets what it marked first; all are claimed in the end."""
    ledger = await store("ledger")
    await ledger.file_all([an_entry(f"e{n}", sequence=n) for n in range(20)])
    claims = await asyncio.gather(
        *(ledger.claim_all("smtp", now=NOON, lease_until=LEASE, token=f"t{n}", limit=20) for n in range(3))
    )
    rest = await ledger.claim_all("smtp", now=NOON, lease_until=LEASE, token="rest", limit=20)
    ids = [entry.id for found in (*claims, rest) for entry in found]

    assert 20 == len(ids) == len(set(ids))
    assert {"e3"} == {e.id for found in (*claims, rest) for e in found if e.id == "e3" and e.letter}


async def test_claims_are_given_back_unless_handed_over(store):
    """As if nobody had claimed them: no attempt, no trace."""
    ledger = await store("ledger")
    await ledger.file_all([an_entry("e1", sequence=1), an_entry("e2", sequence=2)])
    await ledger.claim_all("smtp", now=NOON, lease_until=LEASE, token="t", limit=2)
    await handed_over(ledger, "e2", "t", NOON)
    await ledger.give_back(["e1", "e2"], "another")
    await ledger.give_back(["e1", "e2"], "t")
    one, two = await ledger.get("e1"), await ledger.get("e2")

    assert (State.QUEUED, 0, None, 1) == (one.state, one.attempts, one.lease_until, len(one.history))
    assert (State.CLAIMED, 1) == (two.state, two.attempts)


async def test_of_many_only_those_lost_are_refused(store):
    """Handing over and recording together: who lost the claim hears so, the others are noted."""
    ledger = await store("ledger")
    await ledger.file_all([an_entry(f"e{n}", sequence=n) for n in range(3)])
    await ledger.claim_all("smtp", now=NOON, lease_until=LEASE, token="t", limit=3)
    noted = await ledger.hand_over_all([HandedOver(f"e{n}", "lost" if n == 1 else "t", NOON) for n in range(3)])
    ended = await ledger.record_all([End(f"e{n}", "lost" if n == 1 else "t", SENT) for n in range(3)])

    assert [True, False, True] == noted
    assert [True, False, True] == ended
    assert [State.SENT, State.CLAIMED, State.SENT] == [(await ledger.get(f"e{n}")).state for n in range(3)]


async def test_of_many_messages_only_those_not_there_yet_are_filed(store):
    """The others come back; nothing is kept of them."""
    ledger = await store("ledger")
    await ledger.file_all([an_entry("e1", sequence=1)])
    entries = [an_entry("e1", sequence=5), an_entry("e2", sequence=1), an_entry("e3", sequence=2)]

    assert ["e1", "e2"] == [entry.id for entry in await ledger.file_all(entries)]
    assert {("u1", BUREAU): 2} == await ledger.last_sequences(["u1"])
    assert [] == await ledger.file_all([])


async def test_of_many_dockets_and_escalations_only_the_overtaken_are_refused(store):
    """New ones and known ones in one call."""
    dockets, escalations = await store("dockets"), await store("escalations")
    old, overtaken, fresh = (a_docket(target_id=f"w{n}") for n in range(3))
    await dockets.save_all([old, overtaken])
    known, stale = await dockets.load_all([(TargetKind.WEBSITE, "w0"), (TargetKind.WEBSITE, "w1")])
    await dockets.save_all([stale])

    assert [stale] == await dockets.save_all([known, stale, fresh])
    assert [] == await dockets.save_all([])

    begun = an_escalation()
    await escalations.save_all([begun])

    assert [begun] == await escalations.save_all([begun, an_escalation(concern_id="c2")])
    assert {"c2", begun.concern_id} == {e.concern_id for e in await escalations.of(["c2", begun.concern_id])}


async def test_units_are_taken_by_two_at_once_and_none_twice(store):
    """However many ask at the same moment."""
    agendas = await store("agendas")
    await agendas.schedule_all([f"u{n}" for n in range(20)], NOON)
    found = await asyncio.gather(*(agendas.take_all(NOON, LEASE, 20) for _ in range(3)))
    taken_ids = [agenda.unit_id for some in (*found, await agendas.take_all(NOON, LEASE, 20)) for agenda in some]

    assert 20 == len(taken_ids) == len(set(taken_ids))
