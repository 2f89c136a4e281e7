"""Composing and rendering in a process of their own: a large report takes seconds, and health must answer meanwhile."""

import asyncio
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from services.reporter.material import Material
from services.reporter.printing import Printed, print_report
from services.reporter.regime import SHIPPED, Templates
from shared.children import end_with_parent
from shared.errors import Transient

_POLITE = 10
"""Reports are made at a low priority: they never disturb the services beside them."""


class ProcessPress:
    """One worker process at a time; it ends with its report, and what memory it took with it."""

    def __init__(self, templates: Templates = SHIPPED) -> None:
        self._templates = templates
        self._pool: ProcessPoolExecutor | None = None

    async def make(self, material: Material) -> Printed:
        """The report and its files.

        Raises:
            Permanent: the material or a template cannot be used.
            Transient: the worker was killed, such as for want of memory.
        """
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, context, _settle_in, max_tasks_per_child=1)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, print_report, material, self._templates)
        except BrokenProcessPool as error:
            await self.close()
            raise Transient("编写通报的进程中途被终止（内存不足？），将自动重试") from error

    async def close(self) -> None:
        """End the worker."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):  # noqa: SLF001 - 3.14 has terminate_workers for it
                process.terminate()
            pool.shutdown(wait=False, cancel_futures=True)


def _settle_in() -> None:
    """Gone with the reporter, however it ends: a report nobody waits for costs memory and time."""
    end_with_parent()
    os.nice(_POLITE)
