"""When a unit is told."""

from datetime import timedelta

import pytest

from services.notifier.grouping import Reason, group
from tests.warning_builders import NOON

WAIT = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("changed", "again", "expected"),
    [
        (True, False, (Reason.CHANGED, NOON + WAIT)),
        (False, True, (Reason.DELIVERED_AGAIN, NOON + WAIT)),
        (False, False, (Reason.QUIET, None)),
    ],
    ids=["something changed", "delivered again", "nothing new"],
)
def test_group(changed, again, expected):
    """A change opens a window; a repeated delivery opens it once more, in case it was never saved."""
    window = group(changed=changed, delivered_again=again, now=NOON, wait=WAIT)

    assert expected == (window.reason, window.closes_at)
