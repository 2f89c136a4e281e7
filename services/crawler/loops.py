"""Background loops: one step again and again, failures logged and counted, ended in bounded time."""

import asyncio
from collections.abc import Awaitable, Callable

from services.crawler.metrics import LOOP_FAILURES
from shared.logs import get_logger

log = get_logger(__name__)

_LONGEST_PAUSE = 30.0


class Loop:
    """Runs a step every so many seconds until it is stopped."""

    def __init__(self, name: str, step: Callable[[], Awaitable[object]], *, pause: float) -> None:
        self.name = name
        self._step = step
        self._pause = pause
        self._ending = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self, seconds: float) -> None:
        """Finish the step under way, or cut it off after so long: the next one goes on where it ended."""
        self._ending.set()
        if self._task is None:
            return
        _, late = await asyncio.wait({self._task}, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        failures = 0
        while not self._ending.is_set():
            try:
                await self._step()
                failures = 0
            except Exception as error:  # noqa: BLE001 - the loop outlives whatever a step meets
                failures += 1
                LOOP_FAILURES.labels(self.name).inc()
                log.warning("loop.failed", loop=self.name, failures=failures, error=repr(error))
            pause = self._pause if not failures else min(_LONGEST_PAUSE, max(self._pause, 2.0 ** min(failures, 6)))
            try:
                async with asyncio.timeout(pause):
                    await self._ending.wait()
            except TimeoutError:
                continue
