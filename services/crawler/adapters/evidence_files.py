"""Evidence on disk, written in threads so that a slow disk does not hold visits up."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from services.crawler.metrics import EVIDENCE_BYTES
from shared.clock import Clock
from shared.errors import Transient
from shared.evidence import EvidenceStore
from shared.logs import get_logger

log = get_logger(__name__)


class EvidenceFiles:
    """The port `Evidence`. One record is written at a time; bodies and records are on disk before the id is told."""

    def __init__(self, store: EvidenceStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = asyncio.Lock()

    async def keep(self, record: Mapping[str, Any], bodies: Iterable[bytes]) -> str:
        """Keep the record with its bodies. Returns its id when both are on disk.

        Raises:
            Transient: the disk is full or away.
        """
        async with self._lock:
            try:
                record_id, written = await asyncio.to_thread(self._store.keep, record, list(bodies), at=self._clock())
            except OSError as error:
                raise Transient(f"证据无法写入：{error}；请检查磁盘空间和目录权限") from error
        EVIDENCE_BYTES.inc(written)
        return record_id

    async def check(self) -> None:
        """Return when evidence can be written.

        Raises:
            Transient: it cannot.
        """
        try:
            await asyncio.to_thread(self._store.check)
        except OSError as error:
            raise Transient(f"证据无法写入：{error}；请检查磁盘空间和目录权限") from error

    async def seal(self) -> None:
        """Close the days that are over."""
        async with self._lock:
            for day in await asyncio.to_thread(self._store.seal, now=self._clock()):
                log.info("evidence.day_closed", day=day.isoformat())
