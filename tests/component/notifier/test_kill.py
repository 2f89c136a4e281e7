"""Killed at every single step and started again: nothing is lost, and nothing is said twice."""

from collections import Counter
from datetime import timedelta

from services.notifier.book import Unit
from services.notifier.contact import MAIL, Contact
from services.notifier.ledger import State
from tests.component.notifier.world import World
from tests.warning_builders import BUREAU, MET, NOON, a_book, a_change, a_finding, an_item, columns

OTHER = Contact(channel=MAIL, key="water@bureau.example")


def day(n, *findings):
    return a_change(*findings, at=NOON + timedelta(days=n))


async def story(world):
    """Two units, a fault each, a reminder, a recovery."""
    faulty = columns(an_item("c1"), an_item("c2", unit_id="u2"))
    await world.say(day(0, a_finding(), faulty))
    await world.recover()
    await world.wait(days=3)
    await world.recover()
    await world.say(day(5, a_finding(), columns(an_item("c1"), outcome=MET)))
    await world.recover()


def a_world():
    return World(a_book(Unit("u1", "教育局", (BUREAU,)), Unit("u2", "水利局", (OTHER,))))


EXPECTED = {
    (BUREAU.key, "fault", "website.veto.homepage_stale"),
    (BUREAU.key, "fault", "website.veto.columns_stale.core"),
    (BUREAU.key, "reminder-1", "website.veto.homepage_stale"),
    (BUREAU.key, "reminder-1", "website.veto.columns_stale.core"),
    (BUREAU.key, "recovery", "website.veto.columns_stale.core"),
    (OTHER.key, "fault", "website.veto.columns_stale.core"),
    (OTHER.key, "reminder-1", "website.veto.columns_stale.core"),
    (OTHER.key, "recovery", "website.veto.columns_stale.core"),
}


def said(entries):
    return Counter((e.contact, line.step, line.indicator) for e in entries for line in e.lines)


async def effects_of_the_story():
    world = a_world()
    await story(world)

    assert dict.fromkeys(EXPECTED, 1) == said(world.provider.kept)

    return world.killer.effects


async def test_killed_after_any_effect():
    """Every finding is told once, or shown as unclear; every end of a message is announced once."""
    unclear_after = []
    for effect in range(1, await effects_of_the_story() + 1):
        world = a_world()
        world.killer.after = effect
        await story(world)
        told, unclear = said(world.provider.kept), world.entries(State.MAYBE_SENT)
        ended = {entry.id for entry in world.entries(State.SENT)}
        unclear_after += [effect] * len(unclear)

        assert {1} == set(told.values()), f"said twice after effect {effect}"
        assert set(told) | set(said(unclear)) == EXPECTED, f"lost after effect {effect}"
        assert [] == world.entries(State.QUEUED, State.CLAIMED, State.RETRY)
        assert sorted(ended) == sorted(event.warning_id for event in world.publisher.published)

    assert len(set(unclear_after)) == len(unclear_after), "one kill makes one message unclear at most"
    # six messages, each unclear when killed after handing over and after the provider took it, and never otherwise
    assert 12 == len(unclear_after)
