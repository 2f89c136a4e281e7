"""Several evaluators on one state."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from services.evaluator.metrics import RIVALS
from shared.errors import Transient
from tests.builders import NOW, a_feed_look, days_ago
from tests.evaluator_world import World, received
from tests.fakes.evaluator_stores import FakeDossiers

MINUTE = timedelta(minutes=1)


class Yielding(FakeDossiers):
    """Lets others run between loading and saving, as a network does."""

    async def load(self, target_ids):
        loaded = await super().load(target_ids)
        await asyncio.sleep(0)
        return loaded

    async def save(self, kept):
        await asyncio.sleep(0)
        return await super().save(kept)


def looks(count):
    """Looks that see a fresh account and a silent one in turn."""
    return [
        a_feed_look(NOW - (count - n) * MINUTE, days_ago(1 if n % 2 else 20), complete_since=days_ago(60))
        for n in range(count)
    ]


async def test_two_replicas_on_one_target_make_one_chain():
    """Whoever loses judges anew; every change is told once, in the order of the chain."""
    world = World()
    world.dossiers = Yielding()
    one, other = world.evaluator(), world.evaluator()
    before = RIVALS._value.get()

    events = looks(20)

    async def work(evaluator, share):
        waiting = [*share]
        while waiting:
            try:
                await evaluator.intake.on_observations(received(waiting[0]))
                waiting.pop(0)
            except Transient:  # the bus delivers it again
                await asyncio.sleep(0)

    await asyncio.gather(work(one, events[::2]), work(other, events[1::2]))

    chain = await world.chain("a1")
    told = world.publisher.changes("a1")
    assert before < RIVALS._value.get()
    assert [said for _, said, _ in chain] == told
    assert list(range(1, len(chain) + 1)) == [number for number, _, _ in chain]
    assert all(a.verdict.verdict_id == b.previous_verdict_id for a, b in pairwise(told))
    assert 20 == len(world.observations.kept)


async def test_two_replicas_that_hear_the_same_event_tell_one_change():
    """A consumer that was made anew delivers everything to whoever asks."""
    world = World()
    world.dossiers = Yielding()

    await asyncio.gather(*(world.evaluator().intake.on_observations(received(*looks(3))) for _ in range(4)))

    assert 1 == len(world.publisher.changes("a1"))
    assert 1 == len(await world.chain("a1"))


async def test_who_always_loses_tries_again_later():
    """Not for ever: the events come again."""
    world = World()

    class Unlucky(FakeDossiers):
        async def save(self, kept):
            return {one.target_id for one in kept}

    world.dossiers = Unlucky()

    with pytest.raises(Transient, match="a1"):
        await world.take(*looks(1))

    assert {} == world.observations.kept


async def test_replicas_share_the_ticks():
    """Each target of a new registry gets one verdict, whoever ticks."""
    world = World()
    world.dossiers = Yielding()

    await asyncio.gather(*(world.evaluator().tick.step(NOW) for _ in range(3)))

    assert {"a1": 1, "w1": 1} == {name: len(world.publisher.changes(name)) for name in ("a1", "w1")}
