"""Time, the registry and the rules change verdicts without any event."""

from datetime import timedelta

import pytest

from services.evaluator.metrics import FRESHNESS, OVERDUE_SECONDS, PACK_USABLE, TARGETS, WAITING
from shared.contracts.target import Result
from shared.errors import BadInput, Transient
from tests.builders import NOW, a_feed_look, a_home_look, days_ago, rules
from tests.evaluator_world import World, a_registry, received
from tests.fakes.evaluator_stores import FakeDossiers
from tests.registry_builders import a_unit, a_website, an_account

DAY = timedelta(days=1)


async def results(world, target="a1"):
    return [said.verdict.result for _, said, _ in await world.chain(target)]


async def tick_until_idle(world, evaluator):
    while (await evaluator.tick.step(world.clock.now)).more:
        pass


async def test_every_registered_target_has_a_verdict_after_a_tick():
    """Never seen is undetermined, not missing."""
    world = World()

    ticked = await world.evaluator().tick.step(NOW)

    assert (2, False) == (ticked.judged, ticked.more)
    assert [Result.UNDETERMINED] == await results(world, "a1")
    assert [Result.UNDETERMINED] == await results(world, "w1")
    assert "never_seen" in {f.reason for f in world.verdicts.current["a1"].findings}


async def test_a_dead_crawler_shows_as_undetermined():
    """Yesterday's pass does not stand for ever: sight grows old, and then nobody knows."""
    world = World()
    await world.take(a_feed_look(NOW, days_ago(1), complete_since=days_ago(60)))
    evaluator = world.evaluator()

    for _ in range(20):
        world.clock.forward(DAY)
        await tick_until_idle(world, evaluator)

    assert [Result.QUALIFIED, Result.UNDETERMINED] == await results(world)
    assert "sight_too_old" in {f.reason for f in world.verdicts.current["a1"].findings}


async def test_a_window_that_runs_out_is_told_when_it_does():
    """The tick after the moment, not the next look; before it nothing is judged."""
    world = World(a_registry(an_account("a1")))
    await world.take(a_feed_look(NOW, days_ago(14), complete_since=days_ago(60)))
    evaluator = world.evaluator()
    await tick_until_idle(world, evaluator)
    due = world.dossiers.kept["a1"].next_change_at

    world.clock.now = due - timedelta(seconds=1)
    early = await evaluator.tick.step(world.clock.now)
    world.clock.now = due
    late = await evaluator.tick.step(world.clock.now)

    assert (0, 1) == (early.judged, late.judged)
    assert world.dossiers.kept["a1"].next_change_at is None or world.dossiers.kept["a1"].next_change_at > due


async def test_what_is_shown_counts_the_days_though_nobody_looks():
    """A day later its words are today's, and nothing is told anew."""
    world = World()
    await world.take(a_feed_look(NOW, days_ago(3), complete_since=days_ago(60)))
    evaluator = world.evaluator()
    await tick_until_idle(world, evaluator)
    before, told = world.verdicts.current["a1"], len(await world.chain("a1"))

    world.clock.forward(DAY)
    await tick_until_idle(world, evaluator)

    assert DAY <= world.verdicts.current["a1"].as_of - before.as_of
    assert (told, before.verdict_id) == (len(await world.chain("a1")), world.verdicts.current["a1"].verdict_id)


async def test_idle_ticks_write_nothing():
    """What was judged under what is in force is left alone until its moment."""
    world = World()
    evaluator = world.evaluator()
    await tick_until_idle(world, evaluator)
    before = {name: kept.version for name, kept in world.dossiers.kept.items()}

    for _ in range(3):
        assert 0 == (await evaluator.tick.step(NOW)).judged

    assert before == {name: kept.version for name, kept in world.dossiers.kept.items()}


async def test_a_new_registry_judges_only_whom_it_changes():
    """The others are as they were."""
    unit, untouched = a_unit("U2"), an_account("a1", unit_id="U2")
    world = World(a_registry(unit, untouched, an_account("a2")))
    evaluator = world.evaluator()
    await tick_until_idle(world, evaluator)

    world.registry.put_in_force(a_registry(unit, untouched, an_account("a2", name="改名"), a_website("w9")))
    ticked = await evaluator.tick.step(NOW)

    assert 2 == ticked.judged
    assert {"a1": 1, "a2": 2, "w9": 1} == {name: kept.version for name, kept in world.dossiers.kept.items()}


async def test_new_rules_judge_everybody_again():
    """A number that changed may change any verdict."""
    world = World()
    evaluator = world.evaluator()
    await world.take(a_feed_look(NOW, days_ago(10), complete_since=days_ago(60)))
    await tick_until_idle(world, evaluator)

    stricter = rules(overlay='[account.veto.stale_2w]\nwindow = "7 days"\n')
    world.packs.in_force = type(stricter)(**{**vars_of(stricter), "id": "national"})
    ticked = await evaluator.tick.step(NOW + timedelta(minutes=1))

    assert 2 == ticked.judged
    assert [Result.QUALIFIED, Result.UNQUALIFIED] == await results(world)


def vars_of(one):
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


async def test_a_large_registry_is_judged_in_steps():
    """Each leaves room for what is observed meanwhile."""
    world = World(a_registry(*(an_account(f"a{n}") for n in range(25))))
    evaluator = world.evaluator(evaluator_tick_batch=10)

    steps = [await evaluator.tick.step(NOW) for _ in range(4)]

    assert [(10, True), (10, True), (5, False), (0, False)] == [(one.judged, one.more) for one in steps]
    assert 0 == WAITING._value.get()


async def test_who_could_not_be_judged_stays_in_line():
    """A server that was away for a moment makes nobody be forgotten."""
    world = World()

    class Away(FakeDossiers):
        is_away = True

        async def save(self, kept):
            if self.is_away:
                raise Transient("away")
            return await super().save(kept)

    world.dossiers = Away()
    evaluator = world.evaluator()
    with pytest.raises(Transient):
        await evaluator.tick.step(NOW)
    world.dossiers.is_away = False

    assert 2 == (await evaluator.tick.step(NOW)).judged


async def test_a_target_that_left_the_registry_is_not_judged_any_more():
    """And comes back with all its facts when it returns."""
    world = World()
    await world.take(a_feed_look(NOW, days_ago(20), complete_since=days_ago(60)))
    evaluator = world.evaluator()
    world.registry.put_in_force(a_registry(a_website("w1")))
    await tick_until_idle(world, evaluator)
    gone = world.dossiers.kept["a1"]
    world.registry.put_in_force(a_registry(an_account("a1")))
    world.clock.forward(timedelta(minutes=1))
    await tick_until_idle(world, evaluator)

    assert ("", None) == (gone.judged_under, gone.next_change_at)
    assert [Result.UNQUALIFIED] == await results(world)
    assert Result.UNQUALIFIED is world.verdicts.current["a1"].result


async def test_a_broken_pack_is_told_while_the_last_one_judges_on():
    """Never another pack in silence: the service says that it is not ready, and why."""
    world = World()
    evaluator = world.evaluator()
    await tick_until_idle(world, evaluator)
    await evaluator.checks()["packs"]()

    world.packs.broken = BadInput("some rule packs cannot be read", ["x.toml:3: expected days"])
    await evaluator.intake.on_observations(received(a_feed_look(NOW, days_ago(20), complete_since=days_ago(60))))
    await evaluator.tick.step(NOW)

    assert [Result.UNDETERMINED, Result.UNQUALIFIED] == await results(world)
    with pytest.raises(Transient, match=r"x\.toml:3"):
        await evaluator.checks()["packs"]()
    assert 0 == PACK_USABLE._value.get()
    world.packs.broken = None
    await evaluator.tick.step(NOW)
    await evaluator.checks()["packs"]()
    assert 1 == PACK_USABLE._value.get()


async def test_it_does_not_start_on_a_broken_pack():
    """There is no last one."""
    world = World()
    world.packs.broken = BadInput("some rule packs cannot be read")

    with pytest.raises(BadInput):
        world.evaluator()


async def test_where_everybody_stands_is_measured():
    """Results in force, the share that was looked at, and how long the tick is behind."""
    world = World()
    await world.take(a_feed_look(NOW, days_ago(20), complete_since=days_ago(60)), a_home_look(days_ago(9), days_ago(9)))

    await world.evaluator().tick.step(NOW)

    assert 1 == TARGETS.labels("unqualified")._value.get()
    assert 1 == TARGETS.labels("undetermined")._value.get()
    assert 0.5 == FRESHNESS._value.get()
    assert 0 == OVERDUE_SECONDS._value.get()


async def test_a_process_whose_ticks_fail_is_not_ready(monkeypatch):
    """It consumes, but time stands still for it."""
    world = World()
    evaluator = world.evaluator()
    await evaluator.start()
    await evaluator.checks()["tick"]()

    monkeypatch.setattr("services.evaluator.app.monotonic", lambda: 1e12)
    with pytest.raises(Transient, match="no tick"):
        await evaluator.checks()["tick"]()
    await evaluator.stop()
