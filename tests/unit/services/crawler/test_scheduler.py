"""The scheduler publishes what is due, once."""

from datetime import timedelta

import pytest

from services.crawler.scheduler import Scheduler
from services.crawler.settings import CrawlerSettings
from shared.errors import Transient
from shared.registry.store import NoRegistry
from tests.crawler_builders import Clock, a_registry, a_visit_due, a_website
from tests.fakes.crawler_stores import FakeJournal, FakePublisher, FakeRegistries, FakeSlots


class World:
    """One database, one bus, and as many schedulers as the test wants."""

    def __init__(self, registry=None):
        self.clock = Clock()
        self.slots, self.journal, self.publisher = FakeSlots(), FakeJournal(), FakePublisher()
        self.registries = FakeRegistries(registry or a_registry())

    def scheduler(self):
        return Scheduler(
            CrawlerSettings(),
            registries=self.registries,
            slots=self.slots,
            journal=self.journal,
            publisher=self.publisher,
            clock=self.clock,
        )


async def test_everything_is_due_at_first():
    """Home page, column, board, guide and feed."""
    world = World()

    assert 5 == await world.scheduler().step()
    assert {"home", "column", "board", "guide", "feed"} == {event.target for event in world.publisher.events}


async def test_nothing_is_due_twice():
    """Not for the same scheduler, not for another, not for one that was started again."""
    world = World()
    first, second = world.scheduler(), world.scheduler()
    await first.step()

    assert (0, 0, 0) == (await first.step(), await second.step(), await world.scheduler().step())


async def test_a_day_of_one_home_page():
    """24 visits, give or take the slot that was under way."""
    world = World(a_registry(a_website()))
    scheduler = world.scheduler()
    for _ in range(24 * 60):
        await scheduler.step()
        world.clock.pass_(minutes=1)

    assert 24 <= len(world.publisher.events) <= 26


async def test_two_schedulers_in_step_publish_each_slot_once():
    """Whatever one has published the other leaves out, and what both publish has one id."""
    world = World()
    both = [world.scheduler(), world.scheduler()]
    for _ in range(100):
        for scheduler in both:
            await scheduler.step()
        world.clock.pass_(minutes=7)

    assert world.publisher.tries == len(world.publisher.events)


async def test_a_bus_that_is_away_loses_no_slot():
    """It is published as soon as the bus is back, if it is not over by then."""
    world = World(a_registry(a_website()))
    scheduler = world.scheduler()
    world.publisher.failing = Transient("away")
    with pytest.raises(Transient):
        await scheduler.step()
    world.publisher.failing = None

    assert 1 == await scheduler.step()


async def test_a_slot_that_ended_while_the_bus_was_away_is_left_out():
    """Only the one under way is published."""
    world = World(a_registry(a_website()))
    scheduler = world.scheduler()
    world.publisher.failing = Transient("away")
    for _ in range(5):
        with pytest.raises(Transient):
            await scheduler.step()
        world.clock.pass_(hours=1)
    world.publisher.failing = None

    assert 1 == await scheduler.step()
    assert world.publisher.events[0].expires_at > world.clock.now


async def test_a_new_website_is_visited_at_once_and_the_others_are_not_again():
    """A new version of the registry is read when it is there."""
    world = World(a_registry(a_website()))
    scheduler = world.scheduler()
    await scheduler.step()
    world.registries.now = a_registry(a_website(), a_website("w2"))

    assert 1 == await scheduler.step()
    assert ["w1", "w2"] == [event.target_id for event in world.publisher.events]


async def test_repetitions_are_published_when_they_are_due():
    """Once, though nobody is watched any more."""
    world = World()
    world.registries.registry = _nobody
    scheduler = world.scheduler()
    again = a_visit_due(attempt=2, due_at=world.clock.now + timedelta(seconds=60))
    visit_id = str(a_visit_due().event_id())
    claim = await world.journal.claim(visit_id, attempt=1, now=world.clock.now, lease_until=world.clock.now)
    await world.journal.postpone(visit_id, claim.token, again=again)

    assert 0 == await scheduler.step()
    world.clock.pass_(seconds=60)
    assert (1, 0) == (await scheduler.step(), await scheduler.step())
    assert [again] == world.publisher.events


async def _nobody():
    raise NoRegistry
