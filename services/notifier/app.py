"""The composition root: the only place of the notifier that knows what is real."""

from collections.abc import Mapping
from datetime import timedelta

from services.notifier import compose, handlers, policy
from services.notifier.adapters.mongo_stores import mongo_stores
from services.notifier.adapters.registry_directory import Office, RegistryDirectory
from services.notifier.answering import Answering
from services.notifier.bouncing import Bouncing, MaildirReader
from services.notifier.channel import Channel
from services.notifier.channels import CHANNELS, REMEDIES
from services.notifier.contact import OPERATIONS, REGULATOR
from services.notifier.digest import Digester
from services.notifier.janitor import Janitor
from services.notifier.ledger import Entry
from services.notifier.links import Links
from services.notifier.loops import Loop, Loops
from services.notifier.outfit import Outfit
from services.notifier.pipeline import Intake, Planner, Sender
from services.notifier.ports import Publisher, Stores
from services.notifier.recording import Announcer
from services.notifier.render import Renderer
from services.notifier.replies import Replies
from services.notifier.settings import Settings
from services.notifier.trial import try_templates
from services.notifier.web import WebServer
from shared.bus import Bus
from shared.clock import Clock, now
from shared.health import Check
from shared.logs import get_logger
from shared.mongo import Database
from shared.registry.store import CurrentRegistry

log = get_logger(__name__)

PLANNERS = 2
"""Batches of units looked at at a time: one is written while the other is read."""
REST = timedelta(seconds=0.2)
"""What is woken by every single message gathers so long, and is then done for all of them at once."""


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
        outfit: Outfit | None = None,
    ) -> None:
        rules = policy.load(settings.notifier_policy)
        links = _links(settings)
        render = Renderer(settings.notifier_templates, links=links)
        try_templates(render)
        self._settings, self._stores, self._clock, self._outfit = settings, stores, clock, outfit
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
            render=render,
            digester=Digester(
                stores=stores,
                policy=rules,
                render=render.news,
                domain=settings.mail_domain,
                office=settings.notifier_office,
            ),
            clock=clock,
            on_filed=lambda: self.loops.wake("sender"),
            gather=timedelta(seconds=settings.notifier_gather),
            lease=timedelta(seconds=settings.notifier_lease),
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
        self.announcer = Announcer(
            ledger=stores.ledger, contacts=stores.contacts, publisher=publisher, every=every, clock=clock
        )
        self.answering = Answering(stores=stores, publisher=publisher, clock=clock)
        self.bouncing = Bouncing(stores=stores, domain=settings.mail_domain, clock=clock)
        bounce_key = settings.notifier_bounce_key
        self.replies = Replies(
            stores=stores,
            publisher=publisher,
            policy=rules,
            links=links,
            bouncing=self.bouncing,
            bounce_key=bounce_key.get_secret_value() if bounce_key else None,
            clock=clock,
        )
        self.web = _web(settings, self.replies) if links or bounce_key else None
        self.loops = Loops(self._loops(settings.notifier_senders, clock))
        self._stop_within = timedelta(seconds=settings.stop_timeout * 0.4)

    async def start(self) -> None:
        """Begin to plan and to send."""
        for office in offices(self._settings):
            if office.ways.strip():
                await self._stores.agendas.schedule(office.id, self._clock())
        if self.web is not None:
            await self.web.start()
        await self.loops.start()

    async def stop(self) -> None:
        """End in bounded time. What is cut off is found again by its lease."""
        if self.web is not None:
            await self.web.stop()
        await self.loops.stop(self._stop_within)
        for sender in self.senders.values():
            await sender.leave()
        if self._outfit is not None:
            await self._outfit.close()

    def checks(self) -> Mapping[str, Check]:
        """Bus and database are all it needs to be ready: a mail server that is away only makes messages wait."""
        return {}

    def _on_recorded(self) -> None:
        self.loops.wake("announcer")
        self.loops.wake("planner")

    def _loops(self, senders: int, clock: Clock) -> list[Loop]:
        loops = [Loop(f"planner-{n}", self.planner.step, clock=clock, rest=REST) for n in range(PLANNERS)]
        for name, sender in self.senders.items():
            loops += [Loop(f"sender-{name}-{n}", sender.step, clock=clock) for n in range(senders)]
        day = timedelta(days=1)
        if self._settings.notifier_bounces is not None:
            reader = MaildirReader(self._settings.notifier_bounces, self.bouncing, clock=clock)
            loops.append(Loop("bounces", reader.step, clock=clock, longest_nap=day))
        loops.append(Loop("janitor", self.janitor.step, clock=clock, longest_nap=day))
        loops.append(Loop("announcer", self.announcer.step, clock=clock, longest_nap=day, rest=REST))
        return loops


async def build(settings: Settings, bus: Bus, database: Database) -> Notifier:
    """The notifier of this process, its collections prepared and its handler declared on the bus.

    Raises:
        BadInput: the policy, the mail server's address or another setting is not usable.
    """
    directory = RegistryDirectory(CurrentRegistry(database, now), offices(settings))
    stores = await mongo_stores(database, directory)

    async def address_of(entry: Entry) -> str | None:
        return (await directory.book()).addresses.get(entry.contact)

    outfit = Outfit(settings=settings, address_of=address_of, paces=stores.paces, clock=now)
    notifier = Notifier(settings, stores=stores, publisher=bus, channels=_channels(outfit), clock=now, outfit=outfit)
    handlers.subscribe(bus, notifier.intake, notifier.answering)
    return notifier


def offices(settings: Settings) -> tuple[Office, ...]:
    """Who is told beside the units."""
    return (
        Office(OPERATIONS, "巡检系统运维人员", settings.notifier_operations),
        Office(REGULATOR, settings.notifier_office, settings.notifier_regulator),
    )


def _channels(outfit: Outfit) -> dict[str, Channel]:
    """The channels that are set up. The messages of the others wait, visibly, until they are."""
    made = {name: make(outfit) for name, make in CHANNELS.items()}
    for name, channel in made.items():
        if channel is None:
            log.warning("channel.not_set_up", channel=name, remedy=REMEDIES.get(name))
    return {name: channel for name, channel in made.items() if channel is not None}


def _links(settings: Settings) -> Links | None:
    key = settings.notifier_link_key
    if not settings.notifier_link_url or key is None:
        return None
    return Links(settings.notifier_link_url, key.get_secret_value())


def _web(settings: Settings, replies: Replies) -> WebServer:
    return WebServer(replies, host=settings.notifier_web_host, port=settings.notifier_web_port)


def _office(settings: Settings) -> compose.Office:
    return compose.Office(
        name=settings.notifier_office, contact=settings.notifier_office_contact, domain=settings.mail_domain
    )
