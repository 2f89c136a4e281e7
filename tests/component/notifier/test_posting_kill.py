"""A long message to a robot, killed after any effect: every part once, or the message shown as unclear."""

from collections import Counter

from services.notifier.book import Unit
from services.notifier.channels import CHANNELS
from services.notifier.contact import of_url
from services.notifier.ledger import State
from services.notifier.outfit import Outfit
from services.notifier.settings import Settings
from tests.component.notifier.world import World
from tests.provider_server import serving, wecom
from tests.warning_builders import a_book, a_change, a_finding, an_item, columns

URL = "wecom://KEY"
ROBOT = of_url(URL)


class RobotWorld(World):
    """A world whose only channel is a real robot, every answer of which is an effect that may be the last."""

    def __init__(self, base):
        self.base = base
        super().__init__(a_book(Unit("u1", "教育局", (ROBOT,))))

    def channels(self):
        async def address_of(_):
            return URL

        outfit = Outfit(
            settings=Settings(notifier_wecom_url=self.base),
            address_of=address_of,
            paces=self.killer.wrap(self.paces),
            clock=self.clock,
        )
        poster = CHANNELS["wecom"](outfit)
        send = poster._send

        async def sent(post):
            receipt = await send(post)
            self.killer.effect()
            return receipt

        poster._send = sent
        self.outfit = outfit
        return {"wecom": poster}


async def story(kill_after=None):
    """One fault with so many things that it needs several messages."""
    items = [an_item(f"c{n}", name=f"栏目{n}" * 10) for n in range(20)]
    world = None
    provider = wecom(lambda: world.clock())  # noqa: PLW0108 - there is no world yet
    async with serving(provider):
        world = RobotWorld(provider.base)
        world.killer.after = kill_after
        await world.say(a_change(a_finding(), columns(*items)))
        await world.recover()
        await world.recover()
        await world.outfit.close()
    return world, Counter(one.json["text"]["content"] for one in provider.taken)


async def test_every_part_once_or_unclear():
    """No part is ever said twice, and nothing is lost in silence."""
    whole, parts = await story()
    unclear = 0

    assert len(parts) > 2

    for effect in range(1, whole.killer.effects + 1):
        world, told = await story(effect)

        assert {1} == set(told.values() or {1}), f"said twice after effect {effect}"

        if world.entries(State.MAYBE_SENT):
            unclear += 1
        else:
            assert parts == told, f"lost after effect {effect}"

    # each part is unclear when killed after handing over, after its answer, and until the next part is handed over
    assert 3 * len(parts) - 1 == unclear
