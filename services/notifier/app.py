"""The composition root: the only place of the notifier that knows what is real."""

from collections.abc import Mapping
from datetime import timedelta

from services.notifier import compose, handlers, policy
from services.notifier.adapters.mongo_agendas import MongoAgendas
from services.notifier.adapters.mongo_dockets import MongoDockets
from services.notifier.adapters.mongo_ledger import MongoLedger
from services.notifier.adapters.registry_directory import RegistryDirectory
from services.notifier.channel import Channel
from services.notifier.channels import CHANNELS
from services.notifier.janitor import Janitor
from services.notifier.loops import Loop, Loops
from services.notifier.pipeline import Intake, Planner, Sender
from services.notifier.ports import Publisher, Stores
from services.notifier.recording import Announcer
from services.notifier.render import Renderer
from services.notifier.settings import Settings
from shared.bus import Bus
from shared.clock import Clock, now
from shared.health import Check
from shared.logs import get_logger
from shared.mongo import Database
from shared.registry.store import CurrentRegistry

log = get_logger(__name__)

PLANNERS = 4
"""Units looked at at a time."""
WORKERS = 8
"""Verdicts taken in at a time."""


class Notifier:
    """All parts of the notifier, wired to whatever keeps its state."""

    def __init__(
        self,
        settings: Settings,
        *,
        stores: Stores,
        publisher: Publisher,
        channels: Mapping[str, Channel],
        clock: Clock,
    ) -> None:
        rules = policy.load(settings.notifier_policy)
        self.intake = Intake(
            stores=stores,
            policy=rules,
            wait=timedelta(seconds=settings.notifier_group_wait),
            clock=clock,
            on_window=lambda: self.loops.wake("planner"),
        )
        self.planner = Planner(
            stores=stores,
            policy=rules,
            office=_office(settings),
            render=Renderer(settings.notifier_templates),
            clock=clock,
            on_filed=lambda: self.loops.wake("sender"),
        )
        self.senders = {
            name: Sender(
                name,
                channel,
                stores=stores,
                policy=rules,
                lease=timedelta(seconds=settings.notifier_lease),
                clock=clock,
                on_recorded=self._on_recorded,
            )
            for name, channel in channels.items()
        }
        every = timedelta(seconds=min(15.0, settings.notifier_lease / 3))
        self.janitor = Janitor(stores=stores, every=every, clock=clock)
        self.announcer = Announcer(ledger=stores.ledger, publisher=publisher, every=every, clock=clock)
        self.loops = Loops(self._loops(settings.notifier_senders, clock))
        self._stop_within = timedelta(seconds=settings.stop_timeout * 0.4)

    async def start(self) -> None:
        """Begin to plan and to send."""
        await self.loops.start()

    async def stop(self) -> None:
        """End in bounded time. What is cut off is found again by its lease."""
        await self.loops.stop(self._stop_within)

    def checks(self) -> Mapping[str, Check]:
        """Bus and database are all it needs to be ready: a mail server that is away only makes messages wait."""
        return {}

    def _on_recorded(self) -> None:
        self.loops.wake("announcer")
        self.loops.wake("planner")

    def _loops(self, senders: int, clock: Clock) -> list[Loop]:
        loops = [Loop(f"planner-{n}", self.planner.step, clock=clock) for n in range(PLANNERS)]
        for name, sender in self.senders.items():
            loops += [Loop(f"sender-{name}-{n}", sender.step, clock=clock) for n in range(senders)]
        day = timedelta(days=1)
        loops.append(Loop("janitor", self.janitor.step, clock=clock, longest_nap=day))
        loops.append(Loop("announcer", self.announcer.step, clock=clock, longest_nap=day))
        return loops


async def build(settings: Settings, bus: Bus, database: Database) -> Notifier:
    """The notifier of this process, its collections prepared and its handler declared on the bus.

    Raises:
        BadInput: the policy, the mail server's address or another setting is not usable.
    """
    dockets, agendas, ledger = MongoDockets(database), MongoAgendas(database), MongoLedger(database)
    for collection in (dockets, agendas, ledger):
        await collection.prepare()
    notifier = Notifier(
        settings,
        stores=Stores(dockets, agendas, ledger, RegistryDirectory(CurrentRegistry(database, now))),
        publisher=bus,
        channels=_channels(settings),
        clock=now,
    )
    handlers.subscribe(bus, notifier.intake, workers=WORKERS)
    return notifier


def _channels(settings: Settings) -> dict[str, Channel]:
    """The channels that are set up. The messages of the others wait, visibly, until they are."""
    made = {name: make(settings) for name, make in CHANNELS.items()}
    for name, channel in made.items():
        if channel is None:
            log.warning("channel.not_set_up", channel=name, remedy="XUNJIAN_SMTP_URL")
    return {name: channel for name, channel in made.items() if channel is not None}


def _office(settings: Settings) -> compose.Office:
    return compose.Office(
        name=settings.notifier_office, contact=settings.notifier_office_contact, domain=settings.mail_domain
    )
