"""The press works in a process of its own, and what ends it is not the end of the report."""

import asyncio
import os
import select
import subprocess
import sys

import pytest

from services.reporter.adapters.process_press import ProcessPress
from services.reporter.compose import compose
from services.reporter.outputs.notice_pdf import NoticePdf
from services.reporter.printing import print_report
from services.reporter.typesetting import typeset, typeset_apart
from shared.errors import Permanent, Transient
from tests.report_builders import a_prefecture, a_province


@pytest.fixture
async def press():
    made = ProcessPress()
    yield made
    await made.close()


async def test_another_process_makes_the_same_bytes(press):
    """Whatever its hash seed and its own memory."""
    assert print_report(a_prefecture()).files == (await press.make(a_prefecture())).files


async def test_what_a_person_must_mend_comes_through(press):
    """As the error it was there."""
    material = a_prefecture()
    rules = material.rules.model_copy(update={"template": "atlantis"})

    with pytest.raises(Permanent, match="atlantis"):
        await press.make(material.model_copy(update={"rules": rules}))


async def test_a_press_that_is_killed_may_be_started_again(press):
    """For want of memory, say: the report is tried again, and made."""
    making = asyncio.create_task(press.make(a_province(400, 400)))
    async with asyncio.timeout(30):
        while not (press._pool and press._pool._processes):  # noqa: ASYNC110 - nothing says that a process has started
            await asyncio.sleep(0.01)
    next(iter(press._pool._processes.values())).kill()

    with pytest.raises(Transient):
        await making
    assert (await press.make(a_prefecture())).files


def test_a_large_notice_is_set_in_a_process_of_its_own():
    """To the same bytes; what the typesetter says of bad words is told."""
    words = NoticePdf().words(compose(a_prefecture()))

    assert typeset(words) == typeset_apart(words)
    with pytest.raises(Permanent, match="排版失败"):
        typeset_apart(b'{"made_on": [2023, 1, 1]}')


_REPORTER = """
import asyncio
from services.reporter.adapters.process_press import ProcessPress
from tests.report_builders import a_province

async def main():
    press = ProcessPress()
    making = asyncio.create_task(press.make(a_province(400, 400)))
    while not (press._pool and press._pool._processes):
        await asyncio.sleep(0.01)
    print(*press._pool._processes, flush=True)
    await making

asyncio.run(main())
"""


def test_a_reporter_that_is_killed_leaves_no_press_behind():
    """With `kill -9`, while the press is at work: nobody would collect what it makes."""
    reporter = subprocess.Popen([sys.executable, "-c", _REPORTER], stdout=subprocess.PIPE, cwd=os.getcwd())  # noqa: PTH109 - where the packages are
    try:
        press = os.pidfd_open(int(reporter.stdout.readline()))
    finally:
        reporter.kill()
        reporter.wait()
        reporter.stdout.close()
    try:
        gone, _, _ = select.select([press], [], [], 10)
        assert gone
    finally:
        os.close(press)
