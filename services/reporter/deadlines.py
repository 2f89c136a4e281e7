"""By when the results of a quarter are to be published: shown as metrics, and said while there is still time."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.reporter.material import publication_deadline
from services.reporter.metrics import PUBLICATION_DUE, PUBLICATION_PREPARED
from services.reporter.ports import Orders
from shared.clock import CHINA, Clock, local
from shared.logs import get_logger
from shared.mongo import PyMongoError

log = get_logger(__name__)

NEAR = timedelta(days=7)
"""From then on a report that is not written yet is warned of."""


@dataclass(frozen=True)
class Deadline:
    """The next deadline of one regime."""

    regime: str
    day: date
    is_prepared: bool
    """A report that is to be published by this day is written."""

    @property
    def due(self) -> datetime:
        """The end of the day, in China."""
        return datetime.combine(self.day + timedelta(days=1), time(), CHINA)


def next_deadlines(newest: Mapping[str, date], today: date) -> tuple[Deadline, ...]:
    """For each regime the next deadline from today on; `newest` is that of its newest report."""
    found = ((regime, day, publication_deadline(today, day.day)) for regime, day in sorted(newest.items()))
    return tuple(Deadline(regime, due, is_prepared=day >= due) for regime, day, due in found)


class DeadlineWatch:
    """Looks every now and then, for as long as the service runs."""

    def __init__(self, orders: Orders, clock: Clock, *, every: timedelta = timedelta(hours=1)) -> None:
        self._orders, self._clock, self._every = orders, clock, every
        self._task: asyncio.Task[None] | None = None

    async def look(self) -> tuple[Deadline, ...]:
        """Set the metrics, and warn of what is near and not prepared."""
        now = self._clock()
        found = next_deadlines(await self._orders.publish_by(), local(now).date())
        for deadline in found:
            PUBLICATION_DUE.labels(deadline.regime).set(deadline.due.timestamp())
            PUBLICATION_PREPARED.labels(deadline.regime).set(deadline.is_prepared)
            if not deadline.is_prepared and deadline.due - now < NEAR:
                log.warning("report.publication_due", regime=deadline.regime, by=str(deadline.day))
        return found

    def start(self) -> None:
        """Look now, and from now on."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Look no more."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except PyMongoError as error:  # it looks again; readiness says that the database is away
                log.warning("report.deadlines_unknown", error=repr(error))
            await asyncio.sleep(self._every.total_seconds())
