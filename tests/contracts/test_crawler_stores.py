"""What every store of the crawler promises, in memory and in MongoDB alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.crawler.adapters.mongo_hosts import MongoHosts
from services.crawler.adapters.mongo_journal import MongoJournal
from services.crawler.adapters.mongo_memory import MongoMemory
from services.crawler.adapters.mongo_rounds import MongoRounds
from services.crawler.adapters.mongo_slots import MongoSlots
from services.crawler.facts import facts_of
from services.crawler.links.link_page import LinkPage
from services.crawler.links.link_round import Bounds, Round
from services.crawler.ports import ClaimState, Freshness, Refusal, Remembered
from shared.contracts import PageVisited
from shared.contracts.target import Purpose
from shared.mongo import connect
from tests.crawler_builders import A_PACE, HOME, NOW, a_message, a_reading, a_visit_due, a_watch, an_entry
from tests.fakes.crawler_stores import FakeHosts, FakeJournal, FakeMemory, FakeRounds, FakeSlots

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
LEASE = NOW + timedelta(seconds=45)
KINDS = {
    "slots": (FakeSlots, MongoSlots),
    "journal": (FakeJournal, MongoJournal),
    "memory": (FakeMemory, MongoMemory),
    "hosts": (FakeHosts, MongoHosts),
    "rounds": (FakeRounds, MongoRounds),
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


# -- slots -----------------------------------------------------------------------------------------------------------


async def test_the_last_slot_of_each_page_is_known(store):
    """Pages never published are not."""
    slots = await store("slots")
    await slots.record([(a_watch(), NOW, HOUR), (a_watch(target_id="w2"), NOW, HOUR)])
    await slots.record([(a_watch(), NOW + HOUR, HOUR)])

    found = await slots.published(["w1/home/", "w2/home/", "w3/home/"])

    assert {"w1/home/": NOW + HOUR, "w2/home/": NOW} == found


async def test_an_earlier_slot_does_not_take_the_place_of_a_later_one(store):
    """A replica that lags says nothing new; and saying nothing changes nothing."""
    slots = await store("slots")
    await slots.record([(a_watch(), NOW, HOUR)])
    await slots.record([(a_watch(), NOW - HOUR, HOUR)])
    await slots.record([])

    assert {"w1/home/": NOW} == await slots.published(["w1/home/"])


async def test_a_page_seen_by_hand_before_its_first_slot_has_no_slot(store):
    """It is due as any other."""
    slots = await store("slots")
    await slots.seen("w1/home/", NOW)

    assert {} == await slots.published(["w1/home/"])


async def test_fresh_is_what_was_seen_within_twice_its_interval(store):
    """At the limit it is stale; what is scheduled no more does not count."""
    slots = await store("slots")
    await slots.record([(a_watch(target_id=f"w{n}"), NOW, HOUR) for n in range(4)])
    await slots.record([(a_watch(Purpose.FEED), NOW, HOUR), (a_watch(target_id="gone"), NOW - 3 * HOUR, HOUR)])
    await slots.seen("w0/home/", NOW)
    await slots.seen("w1/home/", NOW - 2 * HOUR + SECOND)
    await slots.seen("w2/home/", NOW - 2 * HOUR)

    assert {Purpose.HOME: Freshness(4, 2), Purpose.FEED: Freshness(1, 0)} == await slots.freshness(NOW)


# -- journal ---------------------------------------------------------------------------------------------------------


def an_observation():
    return PageVisited(website_id="w1", purpose="home", url=HOME, observed_at=NOW, outcome="ok", visit_id="v1")


async def claim(journal, *, attempt=1, now=NOW, visit_id="v1"):
    return await journal.claim(visit_id, attempt=attempt, now=now, lease_until=now + timedelta(seconds=45))


async def test_a_visit_is_claimed_once(store):
    """By the first who asks; another visit by another."""
    journal = await store("journal")

    assert [ClaimState.MINE, ClaimState.HELD, ClaimState.MINE] == [
        (await claim(journal)).state,
        (await claim(journal)).state,
        (await claim(journal, visit_id="v2")).state,
    ]


async def test_a_claim_ends_with_its_lease(store):
    """Then whoever asks has it, and the first has lost it."""
    journal = await store("journal")
    first = await claim(journal)
    assert ClaimState.HELD == (await claim(journal, now=LEASE - SECOND)).state
    second = await claim(journal, now=LEASE)

    assert ClaimState.MINE == second.state
    assert not await journal.renew("v1", first.token, LEASE + HOUR)
    assert not await journal.saw("v1", first.token, an_observation())
    assert await journal.saw("v1", second.token, an_observation())


async def test_a_claim_that_is_renewed_goes_on(store):
    """As long as its worker lives."""
    journal = await store("journal")
    first = await claim(journal)

    assert await journal.renew("v1", first.token, LEASE + HOUR)
    assert ClaimState.HELD == (await claim(journal, now=LEASE)).state


async def test_what_was_seen_is_kept_until_it_is_published(store):
    """Whoever gets the visit next publishes it, and does not look again."""
    journal = await store("journal")
    await journal.saw("v1", (await claim(journal)).token, an_observation())
    found = await claim(journal)

    assert (ClaimState.SEEN, "page.visited") == (found.state, found.observation_type)
    assert an_observation() == PageVisited.read(found.observation)
    await journal.finish("v1")
    assert ClaimState.OVER == (await claim(journal)).state


async def test_a_visit_given_back_is_free(store):
    """Without waiting for the lease; by its holder only."""
    journal = await store("journal")
    first = await claim(journal)
    await journal.release("v1", "somebody else")
    assert ClaimState.HELD == (await claim(journal)).state
    await journal.release("v1", first.token)

    assert ClaimState.MINE == (await claim(journal)).state


async def test_a_visit_to_be_repeated_waits_for_its_repetition(store):
    """The first visit is over, however often it is delivered; the repetition is made once."""
    journal = await store("journal")
    again = a_visit_due(attempt=2, due_at=NOW + timedelta(minutes=1))
    assert await journal.postpone("v1", (await claim(journal)).token, again=again)

    assert ClaimState.OVER == (await claim(journal)).state
    assert [ClaimState.MINE, ClaimState.HELD] == [
        (await claim(journal, attempt=2)).state,
        (await claim(journal, attempt=2)).state,
    ]
    assert ClaimState.OVER == (await claim(journal, now=LEASE + HOUR)).state


async def test_repetitions_are_handed_out_when_due_until_they_are_published(store):
    """The one longest due first."""
    journal = await store("journal")
    visits = [a_visit_due(slot=f"s{n}", attempt=2, due_at=NOW + n * SECOND) for n in (2, 1, 3)]
    for visit in visits:
        visit_id = str(visit.model_copy(update={"attempt": 1}).event_id())
        await journal.postpone(visit_id, (await claim(journal, visit_id=visit_id)).token, again=visit)
    due = await journal.repetitions(NOW + 2 * SECOND, 10)

    assert [visits[1], visits[0]] == due
    assert [visits[1]] == await journal.repetitions(NOW + 2 * SECOND, 1)
    await journal.repeated(due)
    assert [] == await journal.repetitions(NOW + 2 * SECOND, 10)
    assert [visits[2]] == await journal.repetitions(NOW + HOUR, 10)


# -- memory ----------------------------------------------------------------------------------------------------------


async def test_what_was_read_is_remembered(store):
    """Every fact of it; the next reading takes its place."""
    memory = await store("memory")
    facts = facts_of(a_reading(an_entry(), messages=(a_message(),), marks={"icp": "京ICP备1号"}))
    first = Remembered(url=HOME, etag='"1"', read_at=NOW, full_at=NOW, deep_at=NOW, facts=facts)
    await memory.remember("w1/home/", first)
    assert first == await memory.recall("w1/home/")

    second = first.model_copy(update={"etag": "", "read_at": NOW + HOUR})
    await memory.remember("w1/home/", second)
    assert second == await memory.recall("w1/home/")


async def test_of_a_page_never_read_nothing_is_known(store):
    """None."""
    assert await (await store("memory")).recall("w1/home/") is None


# -- hosts -----------------------------------------------------------------------------------------------------------


async def turns(hosts, count, *, pace=A_PACE, now=NOW, host="a.example"):
    return [await hosts.take_turn(host, pace, now) for _ in range(count)]


async def test_a_rested_host_takes_a_burst_and_then_one_at_a_time(store):
    """Two at once, then one a second."""
    found = await turns(await store("hosts"), 5)

    assert [0, 0, 1, 2, 3] == [(turn.at - NOW) / SECOND for turn in found]


async def test_a_turn_beyond_the_patience_is_not_taken(store):
    """It would only make the queue longer."""
    hosts = await store("hosts")
    found = await turns(hosts, 14)

    assert [None, None] == [turn.at for turn in found[12:]]
    assert Refusal.BUSY == found[12].refusal
    assert NOW + 11 * SECOND == (await turns(hosts, 1, now=NOW + SECOND))[0].at


async def test_hosts_do_not_wait_for_each_other(store):
    """Each has its own queue."""
    hosts = await store("hosts")
    await turns(hosts, 5)

    assert [NOW] == [turn.at for turn in await turns(hosts, 1, host="b.example")]


async def test_a_day_has_a_budget(store):
    """A new day in China has a new one."""
    hosts = await store("hosts")
    pace = replace(A_PACE, interval=timedelta(), budget=2)
    found = await turns(hosts, 3, pace=pace)

    assert [None, None, Refusal.BUDGET] == [turn.refusal for turn in found]
    assert (await turns(hosts, 1, pace=pace, now=NOW + 14 * HOUR))[0].at == NOW + 14 * HOUR


async def test_a_pressed_host_is_left_alone_and_then_asked_half_as_often(store):
    """Until it has relaxed."""
    hosts = await store("hosts")
    pace = replace(A_PACE, burst=1)
    await hosts.press("a.example", until=NOW + 5 * SECOND)
    found = await turns(hosts, 3, pace=pace)

    assert [5, 7, 9] == [(turn.at - NOW) / SECOND for turn in found]
    assert [1, 1, 1] == [turn.pressed for turn in found]
    await hosts.relax("a.example")
    await hosts.relax("a.example")
    assert 0 == (await turns(hosts, 1, pace=pace))[0].pressed


async def test_pressure_has_a_limit(store):
    """Sixty-four times the usual pause."""
    hosts = await store("hosts")
    for _ in range(9):
        await hosts.press("a.example", until=NOW)

    assert 6 == (await turns(hosts, 1))[0].pressed


async def test_a_slow_host_rests_without_being_pressed(store):
    """A shorter rest does not take the place of a longer one."""
    hosts = await store("hosts")
    await hosts.rest("a.example", NOW + 3 * SECOND)
    await hosts.rest("a.example", NOW + SECOND)
    [turn] = await turns(hosts, 1)

    assert (NOW + 3 * SECOND, 0) == (turn.at, turn.pressed)


async def test_without_an_interval_nobody_waits(store):
    """Where the settings say so."""
    found = await turns(await store("hosts"), 3, pace=replace(A_PACE, interval=timedelta()))

    assert [NOW, NOW, NOW] == [turn.at for turn in found]


# -- rounds ----------------------------------------------------------------------------------------------------------


async def test_a_round_is_there_until_it_is_over(store):
    """As its last step left it."""
    rounds = await store("rounds")
    round_ = Round(HOME, NOW, Bounds())
    assert await rounds.under_way("w1/link/") is None
    await rounds.keep("w1/link/", round_.kept())
    round_.read(HOME, HOME, LinkPage(ways=(f"{HOME}a",)))
    await rounds.keep("w1/link/", round_.kept())
    kept = await rounds.under_way("w1/link/")

    assert ({HOME, f"{HOME}a"}, 1, NOW) == (set(kept.waiting), kept.pages, kept.began_at)

    await rounds.over("w1/link/", {f"{HOME}tz/": {"name": "通知", "type": ""}}, website_id="w1", at=NOW)
    await rounds.over("w1/link/", {}, website_id="w1", at=NOW)

    assert await rounds.under_way("w1/link/") is None
