"""Writing together: each waits for its own write, and learns how that went."""

import asyncio

import pytest

from services.notifier.group_commit import GroupCommit
from shared.errors import Transient


class Slow:
    """Writes that can be held up; remembers what was written together."""

    def __init__(self):
        self.batches, self.open = [], asyncio.Event()

    async def write(self, things):
        self.batches.append(list(things))
        await self.open.wait()
        if "broken" in things:
            raise ValueError("no")
        return [thing.upper() for thing in things]


async def under_way(slow, *things):
    """A commit whose first write is held up, and everything else that is submitted meanwhile."""
    commit = GroupCommit(slow.write)
    tasks = []
    for thing in things:
        tasks.append(asyncio.create_task(commit.submit(thing)))
        await asyncio.sleep(0)
    return tasks


async def test_what_comes_in_during_a_write_is_written_together():
    """The first alone at once, the others with the next write; each is told its own answer."""
    slow = Slow()
    tasks = await under_way(slow, "a", "b", "c")
    slow.open.set()

    assert ["A", "B", "C"] == await asyncio.gather(*tasks)
    assert [["a"], ["b", "c"]] == slow.batches


async def test_a_failed_write_fails_those_in_it_alone():
    """What was written before and what comes after is well."""
    slow = Slow()
    tasks = await under_way(slow, "a", "broken", "c")
    slow.open.set()
    first, *rest = await asyncio.gather(*tasks, return_exceptions=True)

    assert "A" == first
    assert [ValueError, ValueError] == [type(one) for one in rest]


async def test_who_is_cut_off_leaves_nobody_waiting():
    """Of a write that was cut off nobody knows how it ended: those in it are told so, and later ones are written."""
    slow = Slow()
    commit = GroupCommit(slow.write)
    gone = asyncio.create_task(commit.submit("a"))
    await asyncio.sleep(0)
    behind = asyncio.create_task(commit.submit("b"))
    await asyncio.sleep(0)
    gone.cancel()
    slow.open.set()

    assert "B" == await behind
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_those_in_a_write_that_was_cut_off_hear_of_it():
    """The one who wrote for both was cancelled while it did."""
    begun = asyncio.Queue()

    async def write(things):
        begun.put_nowait(things)
        await (asyncio.sleep(0) if things == ["a"] else asyncio.Event().wait())
        return things

    commit = GroupCommit(write)
    first, second, third = [asyncio.create_task(commit.submit(thing)) for thing in "abc"]
    await first
    while await begun.get() != ["b", "c"]:
        pass
    second.cancel()

    with pytest.raises(Transient):
        await third
