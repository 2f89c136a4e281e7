"""Killed at any step and delivered again, it ends where it would have ended anyway."""

from datetime import timedelta

import pytest

from tests.builders import NOW, a_column_look, a_feed_look, a_home_look, days_ago
from tests.evaluator_world import Clock, Killed, Killer, World, a_registry, received
from tests.registry_builders import an_account

BATCH = (
    a_feed_look(NOW, days_ago(20), complete_since=days_ago(60)),
    a_home_look(NOW, days_ago(2)),
    a_column_look(NOW, days_ago(2)),
    a_feed_look(NOW, days_ago(3), account_id="stranger"),
)

STEPS = (
    "dossiers.load",
    "dossiers.save",
    "verdicts.write",
    "publisher.publish_all",
    "verdicts.published",
    "verdicts.show",
    "dossiers.settle",
    "observations.add",
)
"""What a batch with news does, in order."""


def restarted_later(world: World) -> None:
    """The process that begins again has a clock of its own, and some time has passed."""
    world.clock = Clock(world.clock.now + timedelta(seconds=30))


async def test_a_batch_takes_these_steps():
    """If this list grows, the crash tests grow with it."""
    killer = Killer()

    await World().evaluator(killer).intake.on_observations(received(*BATCH))

    assert list(STEPS) == killer.steps


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(len(STEPS)), ids=STEPS)
async def test_killed_at_any_step_and_delivered_again_nothing_is_lost_or_said_twice(step, after):
    """The same dossiers, the same chain, one change for each target."""
    smooth, bumpy = World(), World()
    await smooth.take(*BATCH)

    with pytest.raises(Killed):
        await bumpy.evaluator(Killer(step, after=after)).intake.on_observations(received(*BATCH))
    await bumpy.evaluator().intake.on_observations(received(*BATCH, delivered=2))

    assert await smooth.state() == await bumpy.state()
    assert {"a1": 1, "w1": 1} == {name: len(bumpy.publisher.changes(name)) for name in ("a1", "w1")}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(len(STEPS)), ids=STEPS)
async def test_what_a_killed_process_did_not_tell_the_tick_tells(step, after):
    """Without waiting for the events to be delivered again, which may be a minute later."""
    world = World()
    with pytest.raises(Killed):
        await world.evaluator(Killer(step, after=after)).intake.on_observations(received(*BATCH))

    restarted_later(world)
    await world.evaluator().tick.step(world.clock.now)
    await world.take(*BATCH)

    assert [] == await world.dossiers.unsaid(10)
    for target in ("a1", "w1"):
        chain = await world.chain(target)
        assert [said for _, said, _ in chain] == world.publisher.changes(target)
        assert all(published for _, _, published in chain)
        assert list(range(1, len(chain) + 1)) == [number for number, _, _ in chain]


@pytest.mark.parametrize("step", range(6))
async def test_a_change_is_told_before_the_next_one_is_made(step):
    """Killed before it told the first, it tells the first and then the second."""
    world = World(a_registry(an_account("a1")))
    with pytest.raises(Killed):
        await world.evaluator(Killer(step)).intake.on_observations(received(BATCH[0]))
    restarted_later(world)

    await world.take(a_feed_look(NOW + timedelta(seconds=20), days_ago(1), complete_since=days_ago(60)))
    await world.take(BATCH[0])

    told = world.publisher.changes("a1")
    assert [said for _, said, _ in await world.chain("a1")] == told
    assert [None, *(event.verdict.verdict_id for event in told[:-1])] == [event.previous_verdict_id for event in told]


@pytest.mark.parametrize("step", range(9))
async def test_a_tick_killed_at_any_step_goes_on_with_the_next(step):
    """Every target of a new registry gets its verdict, once."""
    world = World()
    killer = Killer(step)
    try:
        await world.evaluator(killer).tick.step(NOW)
    except Killed:
        restarted_later(world)

    await world.evaluator().tick.step(world.clock.now)

    assert {"a1": 1, "w1": 1} == {name: len(world.publisher.changes(name)) for name in ("a1", "w1")}
    assert {"a1", "w1"} == set(world.verdicts.current)


@pytest.mark.parametrize("step", range(9))
async def test_killed_while_a_target_is_retired_it_is_retired_by_the_next_tick(step):
    """No judgement stays in force on it."""
    world = World()
    await world.take(BATCH[0])
    world.registry.put_in_force(a_registry(an_account("a2")))
    try:
        await world.evaluator(Killer(step)).tick.step(NOW)
    except Killed:
        restarted_later(world)

    await world.evaluator().tick.step(world.clock.now)

    assert {"a2"} == set(world.verdicts.current)
