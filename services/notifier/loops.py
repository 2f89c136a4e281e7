"""Background loops driven by due times: work while there is work, then sleep until the next, or until woken."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from services.notifier.metrics import LOOP_FAILURES
from shared.clock import Clock
from shared.logs import get_logger

log = get_logger(__name__)

Step = Callable[[], Awaitable[datetime | None]]
"""One piece of work. Returns when the next is due: now or earlier for at once, None for not before being woken."""

LONGEST_NAP = timedelta(seconds=5)
"""A loop looks again at least this often: another replica may have left work that nobody here was woken for."""
LONGEST_PAUSE = timedelta(seconds=30)
"""The longest pause after a failure."""


class Loop:
    """One step over and over. A failing step is logged, counted and tried again after a growing pause.

    After each step a loop rests for `rest`, so that the next one finds many things at once to do.
    """

    def __init__(
        self,
        name: str,
        step: Step,
        *,
        clock: Clock,
        longest_nap: timedelta = LONGEST_NAP,
        rest: timedelta = timedelta(),
    ) -> None:
        self.name = name
        self._step = step
        self._clock = clock
        self._longest_nap = longest_nap
        self._rest = rest
        self._woken = asyncio.Event()
        self._ended = asyncio.Event()
        self._ending = False

    def wake(self) -> None:
        """There may be work: do not sleep on."""
        self._woken.set()

    def end(self) -> None:
        """Begin no further step."""
        self._ending = True
        self._ended.set()
        self._woken.set()

    async def run(self) -> None:
        """Work until `end` is called; a step under way is finished."""
        failures = 0
        while not self._ending:
            self._woken.clear()
            try:
                due_at = await self._step()
                failures = 0
            except Exception as error:  # the loop outlives whatever a step meets
                failures += 1
                LOOP_FAILURES.labels(self.name.partition("-")[0]).inc()
                log.warning("loop.failed", loop=self.name, failures=failures, exc_info=error)
                await self._nap(min(timedelta(seconds=2 ** min(failures - 1, 10)), LONGEST_PAUSE), wakeful=False)
            else:
                if self._rest:
                    await self._gather()
                await self._nap(self._until(due_at))

    async def _gather(self) -> None:
        """Leave what comes in during the rest for the next step."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._rest.total_seconds()):
                await self._ended.wait()

    def _until(self, due_at: datetime | None) -> timedelta:
        return self._longest_nap if due_at is None else min(due_at - self._clock(), self._longest_nap)

    async def _nap(self, length: timedelta, *, wakeful: bool = True) -> None:
        """Sleep so long. Woken or ended, get up at once; after a failure only the end counts."""
        if self._ending or length <= timedelta():
            await asyncio.sleep(0)
            return
        deadline = asyncio.get_running_loop().time() + length.total_seconds()
        while not self._ending:
            try:
                async with asyncio.timeout_at(deadline):
                    await self._woken.wait()
            except TimeoutError:
                return
            if wakeful:
                return
            self._woken.clear()


class Loops:
    """All loops of a process: started together, ended together in bounded time."""

    def __init__(self, loops: Iterable[Loop]) -> None:
        self._loops = tuple(loops)
        self._tasks: list[asyncio.Task[None]] = []

    def wake(self, kind: str) -> None:
        """Wake the loops of this kind: those named so, or so with a number."""
        for loop in self._loops:
            if loop.name.partition("-")[0] == kind:
                loop.wake()

    async def start(self) -> None:
        """Begin to work."""
        self._tasks = [asyncio.create_task(loop.run(), name=loop.name) for loop in self._loops]

    async def stop(self, within: timedelta) -> None:
        """Finish the steps under way, within that time at most; what is cut off then is found again by its lease."""
        for loop in self._loops:
            loop.end()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=within.total_seconds())
        for task in late:
            log.warning("loop.cut_off", loop=task.get_name())
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
