"""The composition root: the only place of the evaluator that knows what is real."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from time import monotonic

from services.evaluator import handlers
from services.evaluator.adapters.lexicon_files import LexiconFiles
from services.evaluator.adapters.mongo_assessments import MongoAssessments
from services.evaluator.adapters.mongo_dossiers import MongoDossiers
from services.evaluator.adapters.mongo_observations import MongoObservations
from services.evaluator.adapters.mongo_reprints import MongoReprints
from services.evaluator.adapters.mongo_texts import MongoTexts
from services.evaluator.adapters.mongo_verdicts import MongoVerdicts
from services.evaluator.adapters.pack_files import PackFiles
from services.evaluator.adapters.process_workshop import ProcessWorkshop
from services.evaluator.adapters.registry_subjects import RegistrySubjects
from services.evaluator.assessor import Assessor
from services.evaluator.bench import Benches
from services.evaluator.chain import Chain
from services.evaluator.handlers import Intake
from services.evaluator.metrics import TICK_FAILURES
from services.evaluator.ports import Packs, Publisher, Stores
from services.evaluator.refold import Here, Workshop
from services.evaluator.settings import Settings
from services.evaluator.text_reader import TextReader
from services.evaluator.tick import Tick
from shared.bus import Bus
from shared.clock import Clock, now
from shared.errors import Transient
from shared.garbage import spare_the_collector
from shared.health import Check
from shared.logs import get_logger
from shared.mongo import Database
from shared.registry.store import CurrentRegistry

log = get_logger(__name__)

LONGEST_SILENCE = 60.0
"""Seconds without a tick that succeeded, after which the process is not ready."""

BREATH = 0.01
"""Seconds between two steps of a tick that has more to do: observations go first."""


class Evaluator:
    """All parts of the evaluator of one process, wired to a database and a bus."""

    def __init__(
        self,
        settings: Settings,
        *,
        stores: Stores,
        publisher: Publisher,
        packs: Packs,
        clock: Clock,
        workshop: Workshop | None = None,
    ) -> None:
        self.benches = Benches(stores.subjects, packs, pack=settings.evaluator_pack)
        self.benches.rules(clock())
        chain = Chain(stores.dossiers, stores.verdicts, publisher)
        self.intake = Intake(stores.observations, chain, self.benches, clock=clock)
        self.tick = Tick(
            stores.dossiers,
            chain,
            self.benches,
            batch=settings.evaluator_tick_batch,
            look_interval=settings.look_interval,
        )
        self.assessor = Assessor(
            stores,
            packs,
            publisher,
            clock=clock,
            pack=settings.evaluator_pack,
            kept_for=settings.assessments_kept_for,
            workshop=workshop,
        )
        self._settings = settings
        self._clock = clock
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ticked_at = monotonic()

    async def start(self) -> None:
        """Begin to watch the time."""
        self._ticked_at = monotonic()
        self._task = asyncio.create_task(self._watch_time(), name="tick")

    async def stop(self) -> None:
        """Finish the step under way; what it leaves is found again by the next start."""
        self._stopping.set()
        if self._task:
            _, late = await asyncio.wait([self._task], timeout=self._settings.stop_timeout / 3)
            for task in late:
                task.cancel()

    def checks(self) -> Mapping[str, Check]:
        """Rule packs must be readable, or the last readable ones go on judging unnoticed; and time must be watched."""
        return {"packs": self._check_packs, "tick": self._check_tick}

    async def _check_tick(self) -> None:
        silent = monotonic() - self._ticked_at
        if self._task and silent > LONGEST_SILENCE:
            raise Transient(f"no tick has succeeded for {silent:.0f} s; the log says why (tick.failed)")

    async def _check_packs(self) -> None:
        if self.benches.problem:
            raise Transient(str(self.benches.problem))

    async def _watch_time(self) -> None:
        while not self._stopping.is_set():
            pause = self._settings.evaluator_tick
            try:
                ticked = await self.tick.step(self._clock())
                self._ticked_at = monotonic()
                for target_id, failure in ticked.failures.items():
                    log.error("target.unjudged", target_id=target_id, exc_info=failure)
                if ticked.judged:
                    log.info("tick.judged", targets=ticked.judged, more=ticked.more)
                if ticked.more:
                    pause = BREATH
            except Exception as error:  # noqa: BLE001 - time goes on, whatever a step meets
                TICK_FAILURES.inc()
                log.warning("tick.failed", error=repr(error))
                pause = max(pause, 1.0)
            await self._sleep(pause)

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return


async def build(settings: Settings, bus: Bus, database: Database) -> Evaluator:
    """The evaluator of this process, its collections prepared and its handlers declared on the bus.

    Raises:
        BadInput: the rule packs or lists of words are not usable; says which file, where, and how to mend it.
    """
    stores = await prepared(settings, database, clock=now)
    spare_the_collector()
    evaluator = Evaluator(
        settings,
        stores=stores,
        publisher=bus,
        packs=PackFiles(settings.packs_dir),
        clock=now,
        workshop=workshop_of(settings, stores),
    )
    handlers.subscribe(
        bus,
        evaluator.intake,
        evaluator.assessor,
        batch=settings.evaluator_batch,
        linger=timedelta(seconds=settings.evaluator_linger),
    )
    if settings.evaluator_hints:
        texts, reprints = MongoTexts(database, clock=now), MongoReprints(database, clock=now)
        await texts.prepare()
        await reprints.prepare()
        lexicon = LexiconFiles(settings.evaluator_lexicon_dir)
        lexicon()
        reader = TextReader(texts, bus, evaluator.benches, reprints=reprints, lexicon=lexicon, clock=now)
        handlers.subscribe_reader(bus, reader)
    return evaluator


def workshop_of(settings: Settings, stores: Stores) -> Workshop:
    """Where requests to judge are worked on."""
    return ProcessWorkshop(
        settings.required_mongo_url(),
        settings.mongo_database,
        processes=settings.evaluator_processes,
        here=Here(stores.observations, stores.assessments),
    )


async def prepared(settings: Settings, database: Database, *, clock: Clock) -> Stores:
    """The evaluator's collections in a database, with their indexes."""
    dossiers, verdicts = MongoDossiers(database, in_memory=settings.evaluator_cache), MongoVerdicts(database)
    observations = MongoObservations(database, kept_for=settings.retention)
    assessments = MongoAssessments(database)
    for collection in (dossiers, verdicts, observations, assessments):
        await collection.prepare()
    return Stores(
        dossiers=dossiers,
        verdicts=verdicts,
        observations=observations,
        assessments=assessments,
        subjects=RegistrySubjects(database, CurrentRegistry(database, clock)),
    )
