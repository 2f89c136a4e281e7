"""The registry in MongoDB: each import a whole version, in force from a day on until the next one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from shared.clock import Clock, local
from shared.errors import Transient
from shared.mongo import Database, ObjectId, PyMongoError
from shared.registry.differences import Differences, differences
from shared.registry.model import Registry
from shared.registry.versions import (
    Version,
    all_versions,
    commit,
    earliest_version,
    next_day_of_change,
    prepare,
    registry_of_version,
    sweep,
    version_on,
    write_rows,
)

LEFTOVER_AGE = timedelta(days=1)
"""Rows without a version are swept after this: until then their import may still be running."""

RECHECK = timedelta(seconds=2)
"""How long `CurrentRegistry` answers without asking MongoDB whether that still holds."""


@dataclass(frozen=True)
class LoadedRegistry:
    """The registry in force on a day."""

    registry: Registry
    version: int
    effective_from: date
    is_fallback: bool
    """The day lies before the first version, so the earliest one stands in: to be said wherever it shows."""


@dataclass(frozen=True)
class ImportResult:
    """What an import did."""

    version: int
    changed: bool
    """False: exactly this was in force on that day already, so nothing was written."""
    effective_from: date
    """Since when the version is in force; earlier than asked for when nothing changed since."""
    until: date | None
    """From this day on a version that was imported for a later day is in force instead."""
    counts: dict[str, int]
    digest: str
    differences: Differences


class NoRegistry(Transient):
    """Nothing was imported yet: nobody is watched."""

    def __init__(self) -> None:
        super().__init__("还没有导入名录：请先运行 xunjian registry import 名录.xlsx")


class Registries(Protocol):
    """What a service needs of the registry; `CurrentRegistry` keeps it."""

    async def get(self) -> LoadedRegistry:
        """The registry in force today.

        Raises:
            NoRegistry: nothing was imported yet.
            Transient: MongoDB could not be reached.
        """
        ...


async def import_registry(
    db: Database, registry: Registry, *, effective_from: date, imported_at: datetime, source: str
) -> ImportResult:
    """Put the registry in force from a day on: all of it, or after any crash nothing of it.

    Two imports at once get a version each; the higher number counts if both are for the same day. Importing what is
    in force on that day already writes nothing.

    Raises:
        Transient: MongoDB could not be reached; importing again is safe.
    """
    async with _reaching_mongo():
        await prepare(db)
        await sweep(db, started_before=imported_at - LEFTOVER_AGE)
        before = await version_on(db, effective_from)
        changes = await _changes(db, before, registry)
        if before and before.digest == registry.digest():
            return await _result(db, before, changes, changed=False)
        import_id = ObjectId()
        await write_rows(db, registry, import_id, imported_at)
        new = await commit(
            db,
            {
                "effective_from": effective_from.isoformat(),
                "imported_at": imported_at,
                "digest": registry.digest(),
                "counts": registry.counts,
                "source": source,
                "import_id": import_id,
            },
        )
        return await _result(db, new, changes, changed=True)


async def preview(db: Database, registry: Registry, *, effective_from: date) -> Differences:
    """What importing the registry from that day on would change. Writes nothing."""
    async with _reaching_mongo():
        before = await version_on(db, effective_from)
        return await _changes(db, before, registry)


async def load(db: Database, *, as_of_date: date) -> LoadedRegistry:
    """The registry in force on a day; before the first version the earliest one, marked as a fallback.

    Raises:
        NoRegistry: nothing was imported yet.
        Transient: MongoDB could not be reached.
    """
    async with _reaching_mongo():
        version, is_fallback = await _version_for(db, as_of_date)
        return await _loaded(db, version, is_fallback=is_fallback)


async def versions(db: Database) -> list[Version]:
    """All versions, the first import first."""
    async with _reaching_mongo():
        return await all_versions(db)


class CurrentRegistry:
    """The registry in force today in China, from MongoDB. A new version shows within two seconds."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._lock = asyncio.Lock()
        self._loaded: LoadedRegistry | None = None
        self._checked_at: datetime | None = None

    async def get(self, *, anew: bool = False) -> LoadedRegistry:
        """The registry in force today; the same object until another version is.

        `anew`: MongoDB is asked whatever was known a moment ago.

        Raises:
            NoRegistry: nothing was imported yet.
            Transient: MongoDB could not be reached.
        """
        async with self._lock:
            now = self._clock()
            if anew or self._loaded is None or not self._is_fresh(now):
                self._loaded = await self._checked(now)
                self._checked_at = now
            return self._loaded

    def _is_fresh(self, now: datetime) -> bool:
        """Checked on the same day and lately; a clock that was set back is no proof."""
        checked_at = self._checked_at
        if checked_at is None or local(now).date() != local(checked_at).date():
            return False
        return timedelta(0) <= now - checked_at < RECHECK

    async def _checked(self, now: datetime) -> LoadedRegistry:
        async with _reaching_mongo():
            version, is_fallback = await _version_for(self._db, local(now).date())
            held = self._loaded
            if held and (held.version, held.is_fallback) == (version.number, is_fallback):
                return held
            return await _loaded(self._db, version, is_fallback=is_fallback)


async def _version_for(db: Database, day: date) -> tuple[Version, bool]:
    """The version in force on a day, else the earliest; and whether it is that fallback."""
    version = await version_on(db, day)
    if version:
        return version, False
    earliest = await earliest_version(db)
    if earliest is None:
        raise NoRegistry
    return earliest, True


async def _loaded(db: Database, version: Version, *, is_fallback: bool) -> LoadedRegistry:
    registry = await registry_of_version(db, version)
    return LoadedRegistry(registry, version.number, version.effective_from, is_fallback)


async def _changes(db: Database, before: Version | None, registry: Registry) -> Differences:
    return differences(await registry_of_version(db, before) if before else Registry(), registry)


async def _result(db: Database, version: Version, changes: Differences, *, changed: bool) -> ImportResult:
    return ImportResult(
        version=version.number,
        changed=changed,
        effective_from=version.effective_from,
        until=await next_day_of_change(db, version.effective_from),
        counts=version.counts,
        digest=version.digest,
        differences=changes,
    )


@asynccontextmanager
async def _reaching_mongo() -> AsyncIterator[None]:
    try:
        yield
    except PyMongoError as error:
        raise Transient(f"名录读写失败，MongoDB 没有正常应答：{error}") from error
