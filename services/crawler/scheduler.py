"""Publishes the visits that are due, and the repetitions of failed ones, once however many schedulers there are."""

from datetime import datetime, timedelta

from services.crawler.metrics import FRESHNESS, SCHEDULED, WATCHED
from services.crawler.ports import Journal, Publisher, Registries, Slots
from services.crawler.schedule import Slot, Timetable, visit_due
from services.crawler.settings import CrawlerSettings
from services.crawler.watch import Watch, watches
from shared.clock import Clock
from shared.contracts.target import Purpose
from shared.logs import get_logger
from shared.registry.model import Registry
from shared.registry.store import NoRegistry

log = get_logger(__name__)

_BATCH = 1_000
_MEASURED_EVERY = timedelta(seconds=60)


class Scheduler:
    """Looks at the timetable again and again."""

    def __init__(
        self,
        settings: CrawlerSettings,
        *,
        registries: Registries,
        slots: Slots,
        journal: Journal,
        publisher: Publisher,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._registries = registries
        self._slots = slots
        self._journal = journal
        self._publisher = publisher
        self._clock = clock
        self._registry: Registry | None = None
        self._timetable = Timetable((), self._interval)
        self._waiting: list[tuple[Watch, Slot]] = []
        """Due and not yet known to be published."""
        self._measured_at: datetime | None = None
        self._made_at = clock()

    async def step(self) -> int:
        """Publish what is due. Returns how many visits that were.

        Raises:
            Transient: bus or database are away; the next step goes on where this one ended.
        """
        repeated = await self._repeat()
        try:
            registry = await self._registries.registry()
        except NoRegistry:
            return repeated
        if registry is not self._registry:
            self._read(registry)
        published = await self._publish_due()
        await self._measure()
        return published + repeated

    def _interval(self, watch: Watch) -> timedelta:
        return self._settings.interval(watch.purpose, watch.category)

    def _read(self, registry: Registry) -> None:
        wanted = (watch for watch in watches(registry) if self._interval(watch))
        self._timetable = Timetable(wanted, self._interval)
        self._made_at = self._clock()
        self._waiting.clear()
        self._registry = registry
        log.info("schedule.made", pages=len(self._timetable))

    async def _publish_due(self) -> int:
        now = self._clock()
        self._waiting += self._timetable.due(now)
        self._waiting = [
            (watch, slot) for watch, slot in self._waiting if now < slot.ends_at and self._may_begin(watch, slot)
        ]
        published = 0
        while self._waiting:
            published += await self._publish(self._waiting[:_BATCH])
            del self._waiting[:_BATCH]
        return published

    def _may_begin(self, watch: Watch, slot: Slot) -> bool:
        """Rounds over whole websites begin with their slots, spread over the week, not all at once with the crawler."""
        return watch.purpose is not Purpose.LINK or slot.starts_at >= self._made_at

    async def _publish(self, due: list[tuple[Watch, Slot]]) -> int:
        """Published first, remembered after: a crash in between publishes the same ids again, which changes nothing."""
        last = await self._slots.published([watch.key for watch, _ in due])
        fresh = [(watch, slot) for watch, slot in due if watch.key not in last or last[watch.key] < slot.starts_at]
        await self._publisher.publish_all(visit_due(watch, slot) for watch, slot in fresh)
        await self._slots.record((watch, slot.starts_at, self._interval(watch)) for watch, slot in fresh)
        for watch, _ in fresh:
            SCHEDULED.labels(watch.purpose.value).inc()
        return len(fresh)

    async def _repeat(self) -> int:
        due = await self._journal.repetitions(self._clock(), _BATCH)
        if due:
            await self._publisher.publish_all(due)
            await self._journal.repeated(due)
        return len(due)

    async def _measure(self) -> None:
        now = self._clock()
        if self._measured_at and now - self._measured_at < _MEASURED_EVERY:
            return
        self._measured_at = now
        for purpose, found in (await self._slots.freshness(now)).items():
            WATCHED.labels(purpose.value).set(found.watched)
            FRESHNESS.labels(purpose.value).set(found.fresh / found.watched if found.watched else 1.0)
