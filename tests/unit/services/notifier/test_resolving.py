"""What a person knows of an unclear message."""

import pytest

from services.notifier.ledger import State
from services.notifier.resolving import Truth, resolve
from shared.errors import BadInput
from tests.component.notifier.world import World
from tests.warning_builders import NOON, an_entry

CASES = {
    "arrived": (State.MAYBE_SENT, Truth.ARRIVED, State.CONFIRMED),
    "lost": (State.MAYBE_SENT, Truth.LOST, State.DEAD),
    "again": (State.MAYBE_SENT, Truth.RESEND, State.QUEUED),
    "a dead one again": (State.DEAD, Truth.RESEND, State.QUEUED),
}


@pytest.mark.parametrize(("before", "truth", "after"), CASES.values(), ids=CASES.keys())
async def test_a_person_decides(before, truth, after):
    """It is recorded who, and the unit is looked at."""
    world = World()
    await world.ledger.file_all([an_entry(state=before)])
    changed = await resolve(world.ledger, world.agendas, an_entry(state=before), truth, by="张三", now=NOON)

    assert after is changed.state
    assert "张三" in changed.history[-1].detail
    assert NOON == await world.agendas.next_due()


@pytest.mark.parametrize("before", [State.QUEUED, State.CLAIMED, State.WITHDRAWN, State.CONFIRMED])
async def test_what_is_not_unclear_is_left_alone(before):
    """Nobody sends a message again that is on its way."""
    world = World()
    await world.ledger.file_all([an_entry(state=before)])

    with pytest.raises(BadInput, match="需要人工确认"):
        await resolve(world.ledger, world.agendas, an_entry(state=before), Truth.RESEND, by="", now=NOON)
