"""Judges many targets on request in processes of their own, so that what is observed meanwhile is not held up."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.evaluator.adapters.mongo_assessments import MongoAssessments
from services.evaluator.adapters.mongo_observations import MongoObservations
from services.evaluator.bench import Bench
from services.evaluator.refold import Here, Job, Refolded, Workshop
from services.evaluator.rulebook import Rules
from services.evaluator.subject import Subject
from shared.children import end_with_parent
from shared.contracts.reports import AssessmentRequested
from shared.garbage import spare_the_collector
from shared.mongo import connect

SMALLEST = 4
"""Jobs below which starting processes takes longer than it saves."""

_NICE = 5


class ProcessWorkshop:
    """The port `Workshop`. The processes live as long as the request; small requests are done here."""

    def __init__(self, mongo_url: str, database: str, *, processes: int, here: Workshop) -> None:
        self._mongo_url = mongo_url
        self._database = database
        self._processes = processes
        self._here = here

    async def work(self, jobs: Sequence[Job]) -> AsyncIterator[Refolded]:
        """Each job's end, in whatever order they end, once its judgements are kept."""
        if len(jobs) < SMALLEST or self._processes < 1:
            async for ended in self._here.work(jobs):
                yield ended
            return
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self._processes, mp_context=context, initializer=_settle_in)
        loop = asyncio.get_running_loop()
        working = [loop.run_in_executor(pool, _work, self._order(job)) for job in jobs]
        try:
            for done in asyncio.as_completed(working):
                yield await done
        except BrokenProcessPool:
            _let_go(pool)
            raise
        finally:
            # Whatever ended one job ends the request; the others have nothing more to say.
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)
            await asyncio.gather(*working, return_exceptions=True)

    def _order(self, job: Job) -> "_Order":
        return _Order(
            mongo_url=self._mongo_url,
            database=self._database,
            request=job.request,
            subjects={target_id: job.bench.subjects[target_id] for target_id in job.target_ids},
            rules=job.bench.rules,
            expires_at=job.expires_at,
        )


@dataclass(frozen=True)
class _Order:
    """A job as it is sent to another process."""

    mongo_url: str
    database: str
    request: AssessmentRequested
    subjects: Mapping[str, Subject]
    rules: Rules
    expires_at: datetime | None

    def job(self) -> Job:
        """The job it was."""
        bench = Bench(self.subjects, self.rules, {})
        return Job(self.request, bench, tuple(self.subjects), self.expires_at)


def _let_go(pool: ProcessPoolExecutor) -> None:
    """Nobody reads the next job any more: until Python 3.11.5 the pool waits for ever to hand it over (gh-94777)."""
    reader = getattr(getattr(pool, "_call_queue", None), "_reader", None)
    if reader is not None:
        reader.close()


def _settle_in() -> None:
    """End with the process that started us, however it ends, and let it go first."""
    end_with_parent()
    os.nice(_NICE)
    spare_the_collector()


def _work(order: _Order) -> Refolded:
    return asyncio.run(_worked(order))


async def _worked(order: _Order) -> Refolded:
    database = connect(order.mongo_url, order.database)
    try:
        observations = MongoObservations(database, kept_for=timedelta.max)
        here = Here(observations, MongoAssessments(database))
        (ended,) = [one async for one in here.work([order.job()])]
        return ended
    finally:
        database.client.close()
