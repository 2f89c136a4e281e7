"""Writing together what many want to write at the same time: while one write is under way, the next one gathers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from shared.errors import Transient

Thing = TypeVar("Thing")
Told = TypeVar("Told")


class GroupCommit(Generic[Thing, Told]):
    """Each caller waits until its own thing is written, and no longer: nothing is put off to make a write larger."""

    def __init__(self, write: Callable[[Sequence[Thing]], Awaitable[Sequence[Told]]]) -> None:
        self._write = write
        self._waiting: list[tuple[Thing, asyncio.Future[Told]]] = []
        self._turn = asyncio.Lock()

    async def submit(self, thing: Thing) -> Told:
        """Return what was told of it once it is written.

        Raises:
            Transient: the write was cut off; whether the thing was written, nobody knows.
            Exception: what the write raised, to each of those that were in it.
        """
        told: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, told))
        async with self._turn:
            if not told.done():
                await self._commit()
        return await told

    async def _commit(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            answers = await self._write([thing for thing, _ in batch])
        except BaseException as error:
            ours = isinstance(error, Exception)
            for _, told in batch:
                _fail(told, error if ours else Transient("the write was cut off"))
            if not ours:
                raise
        else:
            for (_, told), answer in zip(batch, answers, strict=True):
                if not told.done():
                    told.set_result(answer)


def _fail(told: "asyncio.Future[Told]", error: BaseException) -> None:
    if not told.done():
        told.set_exception(error)
        told.exception()
