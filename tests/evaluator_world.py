"""An evaluator in a test: in memory, to be killed at any step, or on real servers with a clock of the test's own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import nats

from services.evaluator import handlers
from services.evaluator.adapters.pack_files import PackFiles
from services.evaluator.app import Evaluator, prepared
from services.evaluator.dossier import Observation
from services.evaluator.ports import Stores
from services.evaluator.settings import Settings
from shared.bus import Bus
from shared.contracts.observations import PageVisited
from shared.contracts.verdicts import VerdictChanged
from shared.deliveries import Received
from shared.mongo import Database
from shared.registry.model import Registry
from shared.registry.store import import_registry
from shared.streams import reconcile
from tests.builders import NOW, rules
from tests.fakes.evaluator_stores import (
    FakeAssessments,
    FakeDossiers,
    FakeObservations,
    FakePacks,
    FakePublisher,
    FakeSubjects,
    FakeVerdicts,
)
from tests.fakes.registry import FixedRegistry
from tests.registry_builders import a_board, a_column, a_unit, a_website, an_account


class Killed(BaseException):
    """The process is gone: no handler of it runs any more."""


class Clock:
    """A clock the test sets."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


def a_registry(*rows: Any) -> Registry:
    """A unit, a website with a column and a board, and an account."""
    some = (a_website("w1"), a_column("c1", website_id="w1"), a_board("b1", website_id="w1"), an_account("a1"))
    return Registry.of([a_unit("U1"), *(rows or some)])


def received(*events: Observation, delivered: int = 1) -> list[Received]:
    """The events as the bus hands them over."""
    return [Received(event, str(event.event_id()), delivered) for event in events]


class Killer:
    """Kills the process at one step, before the step takes effect or just after."""

    def __init__(self, at: int | None = None, *, after: bool = False) -> None:
        self.steps: list[str] = []
        self.at = at
        self.after = after

    def wrap(self, target: Any, name: str) -> Any:
        return _Mortal(target, name, self)

    async def step(self, name: str, call: Callable[[], Awaitable[Any]]) -> Any:
        number = len(self.steps)
        self.steps.append(name)
        if number == self.at and not self.after:
            raise Killed(name)
        result = await call()
        if number == self.at:
            raise Killed(name)
        return result


class _Mortal:
    def __init__(self, target: Any, name: str, killer: Killer) -> None:
        self._target, self._name, self._killer = target, name, killer

    def __getattr__(self, attribute: str) -> Any:
        method = getattr(self._target, attribute)
        if not asyncio.iscoroutinefunction(method):
            return method

        async def called(*args: Any, **kwargs: Any) -> Any:
            return await self._killer.step(f"{self._name}.{attribute}", lambda: method(*args, **kwargs))

        return called


class World:
    """Everything that outlives an evaluator's process, in memory."""

    def __init__(self, registry: Registry | None = None) -> None:
        self.clock = Clock()
        self.registry = FixedRegistry(registry if registry is not None else a_registry())
        self.dossiers = FakeDossiers()
        self.verdicts = FakeVerdicts()
        self.observations = FakeObservations()
        self.assessments = FakeAssessments()
        self.publisher = FakePublisher()
        self.packs = FakePacks(rules())

    def evaluator(self, killer: Killer | None = None, **settings: Any) -> Evaluator:
        """A process that begins now, on what is kept."""
        killer = killer or Killer()
        stores = Stores(
            dossiers=killer.wrap(self.dossiers, "dossiers"),
            verdicts=killer.wrap(self.verdicts, "verdicts"),
            observations=killer.wrap(self.observations, "observations"),
            assessments=killer.wrap(self.assessments, "assessments"),
            subjects=FakeSubjects(self.registry),
        )
        publisher = killer.wrap(self.publisher, "publisher")
        return Evaluator(Settings(**settings), stores=stores, publisher=publisher, packs=self.packs, clock=self.clock)

    async def take(self, *events: Observation) -> None:
        """One batch, as a process that lives on takes it."""
        await self.evaluator().intake.on_observations(received(*events))

    async def chain(self, target_id: str = "w1") -> list[tuple[int, VerdictChanged, bool]]:
        return await self.verdicts.chain(target_id)

    async def state(self) -> Any:
        """What is kept in the end, without how often it was saved."""
        dossiers = {
            name: (one.dossier, one.said, one.number, one.unsaid, one.judged_under, one.next_change_at)
            for name, one in sorted(self.dossiers.kept.items())
        }
        chains = {name: await self.chain(name) for name in dossiers}
        return dossiers, chains, self.verdicts.current, set(self.observations.kept), set(self.publisher.kept)


@dataclass
class Running:
    """An evaluator that consumes from real servers."""

    evaluator: Evaluator
    bus: Bus


async def set_up_streams(nats_url: str) -> None:
    """What the deployment does once."""
    connection = await nats.connect(nats_url)
    await reconcile(connection.jetstream())
    await connection.close()


async def put_in_force(database: Database, registry: Registry, on: date = date(2020, 1, 1)) -> None:
    """Import a registry."""
    await import_registry(database, registry, effective_from=on, imported_at=NOW, source="test")


@asynccontextmanager
async def running(
    nats_url: str,
    database: Database,
    *,
    clock: Callable[[], datetime],
    publisher: Any = None,
    ticking: bool = True,
    **settings: Any,
) -> AsyncIterator[Running]:
    """An evaluator that consumes, and watches the time of `clock`."""
    chosen = Settings(**{"evaluator_tick": 0.05, "evaluator_linger": 0.05, **settings})
    bus = Bus(nats_url, name="evaluator", retry_base=timedelta(milliseconds=50))
    evaluator = Evaluator(
        chosen,
        stores=await prepared(chosen, database, clock=clock),
        publisher=publisher or bus,
        packs=PackFiles(chosen.packs_dir),
        clock=clock,
    )
    handlers.subscribe(
        bus,
        evaluator.intake,
        evaluator.assessor,
        batch=chosen.evaluator_batch,
        linger=timedelta(seconds=chosen.evaluator_linger),
    )
    await bus.start(seconds=20)
    if ticking:
        await evaluator.start()
    try:
        yield Running(evaluator, bus)
    finally:
        await bus.stop(seconds=5)
        await evaluator.stop()


async def eventually(question: Callable[[], Awaitable[Any]], *, seconds: float = 20) -> Any:
    """The first answer that is true."""
    async with asyncio.timeout(seconds):
        while not (answer := await question()):  # noqa: ASYNC110 - what is awaited happens elsewhere
            await asyncio.sleep(0.02)
    return answer


async def published(nats_url: str, subject: str = "verdict.changed.>") -> list[VerdictChanged]:
    """All changes on the stream, in order."""
    connection = await nats.connect(nats_url)
    try:
        js = connection.jetstream()
        info = await js.stream_info("VERDICTS", subjects_filter=subject)
        if not info.state.messages:
            return []
        found = [await js.get_msg("VERDICTS", n) for n in range(info.state.first_seq, info.state.last_seq + 1)]
        return [VerdictChanged.read(message.data or b"") for message in found]
    finally:
        await connection.close()


def about(pages: Iterable[PageVisited], target_id: str) -> list[PageVisited]:
    """The same visits to another website."""
    return [page.model_copy(update={"website_id": target_id}) for page in pages]
