"""Two planners on one unit: whoever was overtaken says nothing."""

from tests.component.notifier.world import WAIT, World
from tests.warning_builders import NOON, a_change, a_finding

HOME, COLUMNS = "website.veto.homepage_stale", "website.veto.columns_stale.core"


async def test_a_planner_that_was_overtaken_does_not_say_the_same_again():
    """Another one filed between its reading what was told and its taking a number, which is free all the same."""
    world = World()
    other = world.start()
    about, of_units = world.ledger.about, world.dockets.of_units
    overtaken = []

    async def only_the_first(unit_ids):
        return [concern for concern in await of_units(unit_ids) if concern.indicator == HOME]

    async def overtake(ids):
        found = await about(ids)
        if not overtaken:
            overtaken.append(True)
            world.dockets.of_units = only_the_first
            await other.planner.plan(["u1"])
            world.dockets.of_units = of_units
        return found

    await world.take(a_change(a_finding(indicator=HOME), a_finding(indicator=COLUMNS), at=NOON))
    world.clock.forward(seconds=WAIT.total_seconds())
    world.ledger.about = overtake
    await world.notifier.planner.plan(["u1"])
    world.ledger.about = about
    await world.recover()

    said = [line.indicator for entry in world.provider.kept for line in entry.lines if line.step == "fault"]
    assert sorted([HOME, COLUMNS]) == sorted(said)
