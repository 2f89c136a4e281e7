"""The messages this process has claimed and not begun yet: claimed many at a time, handed out one by one."""

import asyncio
import uuid
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from services.notifier.ledger import Entry, State
from services.notifier.ledger_port import Ledger
from services.notifier.metrics import WARNINGS
from shared.clock import Clock

AT_A_TIME = 32
"""Messages claimed with one write: their letters are kept in memory until their turn comes."""


def random_token() -> str:
    """A name for a claim that nobody else has."""
    return uuid.uuid4().hex


class Claims:
    """Shared by the senders of one channel. What waits here too long is given back while its lease still holds."""

    def __init__(
        self, channel: str, ledger: Ledger, *, lease: timedelta, clock: Clock, token: Callable[[], str] = random_token
    ) -> None:
        self._channel = channel
        self._ledger = ledger
        self._lease = lease
        self._clock = clock
        self._token = token
        self._turn = asyncio.Lock()
        self._waiting: deque[Entry] = deque()

    async def take(self) -> Entry | None:
        """The message due longest, claimed; None when none is due."""
        async with self._turn:
            now = self._clock()
            if self._waiting and self._is_stale(self._waiting[0], now):
                await self.give_back()
            if not self._waiting:
                await self._claim(now)
            return self._waiting.popleft() if self._waiting else None

    async def give_back(self) -> None:
        """Claim them no more. Nothing of them was handed over."""
        left, self._waiting = list(self._waiting), deque()
        for token in dict.fromkeys(entry.token for entry in left):
            await self._ledger.give_back([entry.id for entry in left if entry.token == token], token or "")

    def _is_stale(self, entry: Entry, now: datetime) -> bool:
        return entry.lease_until is None or entry.lease_until - now < self._lease / 2

    async def _claim(self, now: datetime) -> None:
        claimed = await self._ledger.claim_all(
            self._channel, now=now, lease_until=now + self._lease, token=self._token(), limit=AT_A_TIME
        )
        self._waiting.extend(claimed)
        WARNINGS.labels(self._channel, State.CLAIMED.value).inc(len(claimed))
