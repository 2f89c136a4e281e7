"""Two notifiers as processes on real servers, one of them killed in the middle of many mails and robots' messages."""

import asyncio
import signal
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.notifier.ledger import State
from services.notifier.policy import DEFAULT
from shared.clock import now
from shared.contracts.collections import WARNINGS
from shared.registry.model import Registry, Unit, Website, WebsiteKind
from shared.registry.store import import_registry
from tests.integration.services.notifier.test_service import Scene, a_scene
from tests.provider_server import Posted, Provider, serving
from tests.warning_builders import a_change, a_finding

UNITS = 40
"""By each way: more than one process claims at a time, so that both have some."""
NUMBERS = range(2 * UNITS)
REGISTRY = Registry.of(
    [
        *(Unit(id=f"u{n}", name=f"单位{n}", emails=(f"u{n}@x.example",)) for n in NUMBERS[:UNITS]),
        *(Unit(id=f"u{n}", name=f"单位{n}", channels=(f"wecom://{n}",)) for n in NUMBERS[UNITS:]),
        *(
            Website(id=f"w{n}", name="门户", url=f"https://w{n}.example", unit_id=f"u{n}", kind=WebsiteKind.PORTAL)
            for n in NUMBERS
        ),
    ]
)
STAYS, LOST = 8, 3
"""Messages of each channel that are under way in the process that stays, and in the one that is killed."""


@dataclass
class Robots(Provider):
    """A robot for each unit, as WeCom has them: those of even units are slow to take, those of odd ones to answer."""

    held: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.before, self.after = self._slow_to_take, self._slow_to_answer

    def took(self) -> Counter[tuple[str, str]]:
        """How often each unit's robot has each part of its message."""
        return Counter((f"u{posted.query['key']}", posted.json["text"]["content"]) for posted in self.taken)

    async def _slow_to_take(self, posted: Posted) -> None:
        if int(posted.query["key"]) % 2 == 0:
            await self.held.wait()

    async def _slow_to_answer(self, posted: Posted) -> None:
        if int(posted.query["key"]) % 2:
            await self.held.wait()


async def test_one_of_two_is_killed_while_both_are_sending(nats_url, mongo_url, mongo_database, tmp_path):
    """Nobody gets a message twice, and nobody is forgotten: what was under way then is shown as unclear.

    At the kill mails are under way, robots have not taken a message yet or have not answered, and claims only wait.
    """
    policy = tmp_path / "policy.toml"
    policy.write_text(DEFAULT.read_text("utf-8").replace('["wecom", "dingtalk", "feishu", "sms"]', '["sms"]'), "utf-8")
    robots = Robots(lambda _: (200, {"errcode": 0, "errmsg": "ok"}, {}))
    async with serving(robots), a_scene(nats_url, mongo_url, mongo_database) as scene:
        at = now()
        await import_registry(scene.database, REGISTRY, effective_from=date(2023, 1, 1), imported_at=at, source="t")
        other = Scene(nats_url, mongo_url, mongo_database, scene.mailbox)
        settings = {"XUNJIAN_NOTIFIER_WECOM_URL": robots.base, "XUNJIAN_NOTIFIER_POLICY": str(policy)}
        await asyncio.gather(
            scene.start(**settings, XUNJIAN_NOTIFIER_SENDERS=str(STAYS)),
            other.start(**settings, XUNJIAN_NOTIFIER_SENDERS=str(LOST)),
        )
        scene.mailbox.stalled = asyncio.Event()
        await scene.bus.publish_all(
            a_change(a_finding(), at=at + timedelta(milliseconds=n), unit_id=f"u{n}", target_id=f"w{n}")
            for n in NUMBERS
        )

        async def robots_hold_up_both():
            return len(robots.asked) == STAYS + LOST

        await scene.mails(4)
        await scene.until(robots_hold_up_both)
        await other.end(signal.SIGKILL)
        scene.mailbox.stalled.set()
        scene.mailbox.stalled = None
        robots.held.set()

        async def all_ended():
            ended = [State.SENT, State.MAYBE_SENT]
            return await scene.database[WARNINGS].count_documents({"state": {"$in": ended}}) == len(NUMBERS)

        await scene.until(all_ended, seconds=30)
        found = scene.database[WARNINGS].find({}, {"state": 1, "unit_id": 1, "channel": 1})
        warnings = [warning async for warning in found]

    got = robots.took() + Counter((address.partition("@")[0], "") for address in scene.mailbox.recipients)
    unclear = {w["unit_id"]: w["channel"] for w in warnings if w["state"] == State.MAYBE_SENT}
    assert {1} == set(got.values()), "nobody got it twice, robots no part of it"
    assert {f"u{n}" for n in NUMBERS} - {unit_id for unit_id, _ in got} <= unclear.keys()
    assert LOST == sum(channel == "wecom" for channel in unclear.values()), "those held up at the kill, and no others"
    assert LOST >= sum(channel == "smtp" for channel in unclear.values())
