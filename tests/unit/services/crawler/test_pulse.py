"""The pulse of the process."""

import asyncio
import time

from services.crawler.pulse import Pulse


def test_lost_time_is_what_was_late_of_late():
    """Beats from before do not count."""
    pulse = Pulse()
    pulse.beat(1.5)
    pulse.beat(0.5)

    assert 2.0 == pulse.lost(10)
    assert 0 == pulse.lost(-1)


async def test_a_process_that_stands_still_notices():
    """Something held the loop for half a second."""
    pulse = Pulse()
    pulse.start()
    await asyncio.sleep(0)
    time.sleep(0.7)  # noqa: ASYNC251 - that is what is noticed
    await asyncio.sleep(0.05)
    await pulse.stop()

    assert pulse.lost(10) > 0.3
