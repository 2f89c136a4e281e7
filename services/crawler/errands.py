"""Many addresses to ask, some at a time; asking one may bring others."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from services.crawler.fetching.outcome import BUDGET, Verdict
from services.crawler.politeness import Busy, Hidden

Ask = Callable[[str], Awaitable[list[str]]]
"""Asks for an address and returns those to be asked next."""


@dataclass(slots=True)
class Course:
    """How one stretch of asking goes."""

    stop: Callable[[], bool]
    halted: bool = False
    spent: bool = False
    """Today's budget of the host is used up."""
    home: Verdict | None = None
    """Why the home page could not be seen, if it was asked for in vain."""
    error: Exception | None = None

    def over(self) -> bool:
        """Whether nothing more is asked."""
        return self.halted or self.stop()

    def met(self, why: Hidden | Busy, *, own: bool) -> bool:
        """Whether an address that may not be asked now is left out; else it waits for another time.

        The website's own queue holds all of its pages up, that of another only itself.
        """
        if isinstance(why, Busy):
            self.halted = self.halted or own
            return False
        if own and why.verdict == BUDGET:
            self.halted = self.spent = True
            return False
        return True


class Errands:
    """Addresses and what is done with each."""

    def __init__(self, ask: Ask, drop: Callable[[str], None], course: Course, is_own: Callable[[str], bool]) -> None:
        self._ask = ask
        self._drop = drop
        self._course = course
        self._is_own = is_own
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    async def run(self, urls: Iterable[str], at_a_time: int) -> None:
        """Ask for all of them, and for those found on the way. What may not be asked now is left where it is.

        Raises:
            Exception: what an asking raised, when the others have come to rest.
        """
        for url in list(urls):
            self._queue.put_nowait(url)
        workers = [asyncio.create_task(self._work()) for _ in range(at_a_time)]
        try:
            await self._queue.join()
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        if self._course.error is not None:
            raise self._course.error

    async def _work(self) -> None:
        while True:
            url = await self._queue.get()
            try:
                if not self._course.over():
                    await self._one(url)
            except Exception as error:  # noqa: BLE001 - raised again when the others have come to rest
                self._course.error, self._course.halted = error, True
            finally:
                self._queue.task_done()

    async def _one(self, url: str) -> None:
        try:
            for found in await self._ask(url):
                self._queue.put_nowait(found)
        except (Hidden, Busy) as met:
            if self._course.met(met, own=self._is_own(url)):
                self._drop(url)
