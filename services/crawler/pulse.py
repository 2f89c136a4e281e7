"""Does this process keep up? A worker that is late itself must not call others late."""

import asyncio
from collections import deque
from time import perf_counter

_BEAT = 0.25
_KEPT = 2_000
"""Beats remembered: some eight minutes."""


class Pulse:
    """Beats four times a second and remembers how late each beat was."""

    def __init__(self) -> None:
        self._late: deque[tuple[float, float]] = deque(maxlen=_KEPT)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to beat."""
        self._task = asyncio.create_task(self._run(), name="pulse")

    async def stop(self) -> None:
        """Stop beating."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def lost(self, seconds: float) -> float:
        """How many of the last so many seconds nothing ran in this process; more than a tenth is too many to judge."""
        since = perf_counter() - seconds
        return sum(late for at, late in self._late if at >= since)

    def beat(self, late: float) -> None:
        """Note one beat."""
        self._late.append((perf_counter(), late))

    async def _run(self) -> None:
        while True:
            due = perf_counter() + _BEAT
            await asyncio.sleep(_BEAT)
            self.beat(max(0.0, perf_counter() - due))
