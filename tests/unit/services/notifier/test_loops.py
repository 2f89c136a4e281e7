"""Loops that sleep until something is due."""

import asyncio
from datetime import timedelta

from services.notifier.loops import Loop, Loops
from tests.warning_builders import Clock


async def test_a_loop_works_while_there_is_work():
    """A step that is due again at once is called again at once."""
    clock, done, calls = Clock(), asyncio.Event(), []

    async def step():
        calls.append(len(calls))
        if len(calls) == 3:
            done.set()
            return None
        return clock()

    loops = Loops([Loop("x", step, clock=clock, longest_nap=timedelta(hours=1))])
    await loops.start()
    await asyncio.wait_for(done.wait(), 5)
    await loops.stop(timedelta(seconds=5))

    assert 3 == len(calls)


async def test_a_sleeping_loop_can_be_woken():
    """Work that comes in is not left until the next round."""
    clock, calls = Clock(), asyncio.Queue()

    async def step():
        calls.put_nowait(None)

    loops = Loops([Loop("x-0", step, clock=clock, longest_nap=timedelta(hours=1))])
    await loops.start()
    await asyncio.wait_for(calls.get(), 5)
    loops.wake("x")
    await asyncio.wait_for(calls.get(), 5)
    await loops.stop(timedelta(seconds=5))


async def test_a_loop_outlives_a_failing_step():
    """A failure is followed by a pause and another try; ending does not wait for the pause."""
    clock, failed = Clock(), asyncio.Event()

    async def step():
        failed.set()
        raise RuntimeError("broken")

    loops = Loops([Loop("x", step, clock=clock)])
    await loops.start()
    await asyncio.wait_for(failed.wait(), 5)
    await asyncio.wait_for(loops.stop(timedelta(seconds=5)), 5)


async def test_a_stop_is_bounded():
    """A step that never ends is cut off when its time is over."""
    clock, begun = Clock(), asyncio.Event()

    async def step():
        begun.set()
        await asyncio.Event().wait()

    loops = Loops([Loop("x", step, clock=clock)])
    await loops.start()
    await asyncio.wait_for(begun.wait(), 5)
    await asyncio.wait_for(loops.stop(timedelta(milliseconds=10)), 5)


async def test_loops_that_were_never_started_can_be_stopped():
    """Stopping before starting is no error."""
    await Loops([]).stop(timedelta(seconds=1))
