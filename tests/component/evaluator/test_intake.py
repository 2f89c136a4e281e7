"""Observations in, verdicts out: again, out of order, malformed, in any batches."""

from datetime import timedelta
from itertools import pairwise

import pytest

from services.evaluator.bench import Bench, Benches
from services.evaluator.memo import holds_until
from services.evaluator.metrics import STRANGERS
from shared.contracts.target import Result
from shared.contracts.visits import VisitDue
from shared.errors import Permanent
from tests.builders import NOW, a_column_look, a_feed_look, a_home_look, a_record, a_visit, days_ago
from tests.evaluator_world import World, a_registry, received
from tests.fakes.evaluator_stores import FakePublisher
from tests.registry_builders import a_unit, a_website, an_account

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def fresh_feed(account="a1", at=NOW):
    return a_feed_look(at, days_ago(1, at), account_id=account, complete_since=days_ago(60, at))


def stale_feed(account="a1", at=NOW):
    return a_feed_look(at, days_ago(20, at), account_id=account, complete_since=days_ago(60, at))


def dossiers(world):
    return {name: kept.dossier for name, kept in world.dossiers.kept.items()}


async def results(world, target):
    return [said.verdict.result for _, said, _ in await world.chain(target)]


async def test_a_silent_account_is_told_once():
    """One observation, one verdict, one change."""
    world = World()

    await world.take(stale_feed())

    assert [Result.UNQUALIFIED] == await results(world, "a1")
    assert [Result.UNQUALIFIED] == [event.verdict.result for event in world.publisher.changes("a1")]
    assert [True] == [published for _, _, published in await world.chain("a1")]


async def test_the_same_batch_again_says_nothing_new():
    """Redelivery leaves everything as it is."""
    world = World()
    batch = (stale_feed(), a_home_look(NOW, days_ago(2)), a_column_look(NOW, days_ago(2)))
    await world.take(*batch)
    before = await world.state()

    await world.take(*batch)

    assert before == await world.state()


async def test_the_same_event_twice_in_a_batch_counts_once():
    """The stream may hold it twice."""
    once, twice = World(), World()

    await once.take(stale_feed())
    await twice.take(stale_feed(), stale_feed())

    assert await once.state() == await twice.state()


async def test_a_verdict_that_changes_continues_the_chain():
    """Each says which came before, and they are numbered."""
    world = World()
    await world.take(stale_feed())
    world.clock.forward(MINUTE)
    await world.take(fresh_feed(at=NOW + MINUTE))

    chain = await world.chain("a1")

    assert [1, 2] == [number for number, _, _ in chain]
    assert [Result.UNQUALIFIED, Result.QUALIFIED] == await results(world, "a1")
    for (_, earlier, _), (_, later, _) in pairwise(chain):
        assert earlier.verdict.verdict_id == later.previous_verdict_id
        assert earlier.verdict.result == later.previous_result
        assert earlier.verdict.as_of < later.verdict.as_of


async def test_there_and_back_within_a_moment_are_three_verdicts():
    """Even if the clock stands still no two verdicts of a chain are of the same moment."""
    world = World()
    for registry in (an_account("a1"), an_account("a1", unit_id="U2"), an_account("a1")):
        world.registry.put_in_force(a_registry(a_unit("U2"), registry))
        await world.take(stale_feed())

    moments = [said.verdict.as_of for _, said, _ in await world.chain("a1")]

    assert 3 == len(moments)
    assert sorted(set(moments)) == moments


async def test_the_order_of_events_makes_no_difference_in_the_end():
    """A late event is folded where it belongs."""
    events = [a_home_look(days_ago(n), days_ago(n + 1)) for n in range(5)] + [a_column_look(NOW, days_ago(3))]
    forward, backward = World(), World()

    for event in events:
        await forward.take(event)
    await backward.take(*reversed(events))

    assert forward.dossiers.kept["w1"].dossier == backward.dossiers.kept["w1"].dossier
    forward.clock.forward(2 * HOUR)
    backward.clock.forward(2 * HOUR)
    await forward.take(events[0])
    await backward.take(events[0])
    assert forward.verdicts.current["w1"].findings == backward.verdicts.current["w1"].findings


@pytest.mark.parametrize("size", [1, 2, 7, 100], ids="batches of {}".format)
async def test_where_a_batch_ends_makes_no_difference(size):
    """The dossier is the same, and so is what is kept."""
    events = [a_visit(days_ago(n / 4)) for n in range(20)] + [stale_feed(), a_record(NOW, target_id="w1")]
    whole, split = World(), World()

    await whole.take(*events)
    for start in range(0, len(events), size):
        await split.take(*events[start : start + size])

    assert dossiers(whole) == dossiers(split)
    assert set(whole.observations.kept) == set(split.observations.kept)


@pytest.mark.parametrize(
    ("ahead", "is_refused"),
    [(timedelta(minutes=5), False), (timedelta(minutes=5, milliseconds=1), True)],
    ids=["exactly at the limit", "a millisecond more"],
)
async def test_what_was_seen_in_the_future_is_refused(ahead, is_refused):
    """Clocks may differ by five minutes, the limit included."""
    world = World()
    event = a_visit(NOW + ahead)

    if is_refused:
        with pytest.raises(Permanent, match="晚于现在"):
            await world.take(event)
    else:
        await world.take(event)

    assert (0 if is_refused else 1) == len(world.observations.kept)


async def test_a_batch_with_an_impossible_event_touches_nothing():
    """The bus then hands the others over one by one."""
    world = World()

    with pytest.raises(Permanent):
        await world.take(stale_feed(), a_visit(NOW + timedelta(days=1)))

    assert {} == world.observations.kept
    assert {} == world.dossiers.kept


async def test_a_look_by_a_clock_ahead_counts_at_once():
    """It is judged at the moment of the look, not before it."""
    world = World()

    await world.take(stale_feed(at=NOW + 2 * MINUTE))

    ((_, said, _),) = await world.chain("a1")
    assert Result.UNQUALIFIED is said.verdict.result
    assert NOW + 2 * MINUTE == said.verdict.as_of


async def test_an_event_that_is_no_observation_is_refused():
    """It belongs to nobody's dossier."""
    world = World()
    stray = VisitDue(kind="website", target_id="w1", purpose="home", url="", slot="s", due_at=NOW)

    with pytest.raises(Permanent, match=r"visit\.due"):
        await world.take(stray)


async def test_observations_of_a_stranger_are_kept_but_not_judged():
    """They count once it is registered."""
    world = World()
    before = STRANGERS._value.get()
    await world.take(stale_feed("a9"))

    assert [] == await world.chain("a9")
    assert 1 == len(world.observations.kept)
    assert before + 1 == STRANGERS._value.get()

    world.registry.put_in_force(a_registry(an_account("a9")))
    await world.evaluator().tick.step(NOW)
    assert [Result.UNQUALIFIED] == await results(world, "a9")


class Stumbling(Bench):
    """Cannot judge one target."""

    def case(self, dossier, as_of, period=None):
        if dossier.target_id == "a1":
            raise ZeroDivisionError("a1")
        return super().case(dossier, as_of, period)


def stumbling(world):
    """An evaluator whose indicators fail on one target."""
    evaluator = world.evaluator()
    made = []

    async def get(now):
        bench = await Benches.get(evaluator.benches, now)
        made.append(made[-1] if made else Stumbling(bench.subjects, bench.rules, bench.under))
        return made[-1]

    evaluator.benches.get = get
    return evaluator


async def test_a_target_that_cannot_be_judged_does_not_stop_the_others():
    """Its events come again, each alone; the others' verdicts are told."""
    world = World()
    evaluator = stumbling(world)

    with pytest.raises(ZeroDivisionError):
        await evaluator.intake.on_observations(received(stale_feed(), a_home_look(NOW, days_ago(2))))

    assert {"w1": 1, "a1": 0} == {name: len(world.publisher.changes(name)) for name in ("w1", "a1")}
    assert {} == world.observations.kept
    await evaluator.intake.on_observations(received(a_home_look(NOW, days_ago(2))))
    assert 1 == len(world.observations.kept)


async def test_a_target_that_cannot_be_judged_does_not_stop_the_tick():
    """It is told of, and left alone for ten minutes."""
    world = World()
    evaluator = stumbling(world)

    first = await evaluator.tick.step(NOW)
    second = await evaluator.tick.step(NOW + MINUTE)
    world.clock.forward(11 * MINUTE)
    later = await evaluator.tick.step(world.clock.now)

    assert [["a1"], [], ["a1"]] == [list(one.failures) for one in (first, second, later)]
    assert {"w1"} == set(world.verdicts.current)


async def test_a_verdict_that_no_stream_takes_does_not_stop_the_others():
    """It stands in MongoDB, unpublished; nobody tries for ever."""
    world = World()

    class Choosy(FakePublisher):
        async def publish(self, event):
            if event.target == "a1":
                raise Permanent("no subject")
            await super().publish(event)

    world.publisher = Choosy()
    await world.take(stale_feed(), a_home_look(NOW, days_ago(2)))

    assert [False] == [published for _, _, published in await world.chain("a1")]
    assert [True] == [published for _, _, published in await world.chain("w1")]
    assert [] == await world.dossiers.unsaid(10)


async def test_before_a_registry_is_imported_nothing_is_lost():
    """Everything is kept and folded."""
    world = World()
    world.registry.loaded = None

    await world.take(stale_feed())

    assert 1 == len(world.observations.kept)
    assert [] == await world.chain("a1")


async def test_a_closed_website_is_not_judged():
    """What was seen of it is kept all the same."""
    world = World(a_registry(a_website("w1", status="closed")))

    await world.take(a_home_look(NOW, days_ago(50)))

    assert [] == await world.chain("w1")
    assert 1 == len(world.observations.kept)


async def test_observations_are_kept_after_their_verdict_is_told():
    """Whoever waits for an observation finds its verdict."""
    world = World()
    told = []

    class Watching(type(world.observations)):
        async def add(self, seen, *, received_at, bodies=None):
            told.append(len(world.publisher.changes("a1")))
            await super().add(seen, received_at=received_at, bodies=bodies)

    world.observations = Watching()
    await world.take(stale_feed())

    assert [1] == told


async def test_another_unit_that_answers_for_the_target_is_news():
    """The new unit must hear of what stands against it."""
    world = World()
    await world.take(stale_feed())
    world.registry.put_in_force(a_registry(a_unit("U2"), an_account("a1", unit_id="U2")))
    await world.evaluator().tick.step(NOW + MINUTE)

    assert ["U1", "U2"] == [said.verdict.unit_id for _, said, _ in await world.chain("a1")]


def test_events_are_handed_over_with_their_ids():
    """As the bus does."""
    (one,) = received(stale_feed())

    assert str(stale_feed().event_id()) == one.id


async def test_the_judgement_in_force_is_renewed_after_a_while():
    """Its day counts are not those of the day the verdict was news; it is the same verdict."""
    world = World()
    await world.take(fresh_feed())
    first = world.verdicts.current["a1"]
    shown_at = []
    for pause in (holds_until(NOW) - NOW - MINUTE, MINUTE):
        world.clock.forward(pause)
        await world.take(a_feed_look(world.clock.now, days_ago(1), complete_since=days_ago(60)))
        shown_at.append(world.verdicts.current["a1"].as_of)

    assert [NOW, holds_until(NOW)] == shown_at
    assert first.verdict_id == world.verdicts.current["a1"].verdict_id
    assert 1 == len(world.publisher.changes("a1"))


async def test_no_judgement_is_in_force_on_a_target_that_is_gone():
    """Its chain stays for those who look back."""
    world = World()
    await world.take(stale_feed())
    world.registry.put_in_force(a_registry(an_account("a2")))

    await world.evaluator().tick.step(NOW + MINUTE)

    assert ["a2"] == list(world.verdicts.current)
    assert 1 == len(await world.chain("a1"))
