"""The pace: exact at the edges of every window."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifier.pace import Limit, Pace, held, reserve
from tests.warning_builders import NOON

MINUTE = timedelta(minutes=1)
LIMITS = (Limit(count=3, period=MINUTE), Limit(count=2, period=timedelta(seconds=1)))


def slots(moments, limits=LIMITS, pace=None):
    pace, found = pace or Pace(), []
    for now in moments:
        at, pace = reserve(pace, limits, now)
        found.append(at)
    return found


def test_as_many_as_allowed_at_once_the_next_when_the_window_has_passed():
    """The third of a second waits for the next one, the fourth of a minute for the next minute."""
    assert [NOON, NOON, NOON + timedelta(seconds=1), NOON + MINUTE] == slots([NOON] * 4)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=40))
def test_no_window_ever_holds_too_many(seconds):
    """Whenever messages come, every window keeps its limit and nobody goes before being asked."""
    moments = sorted(NOON + timedelta(seconds=n) for n in seconds)
    found = slots(moments)

    assert all(at >= now for at, now in zip(found, moments, strict=True))
    for limit in LIMITS:
        ordered = sorted(found)
        pairs = zip(ordered, ordered[limit.count :], strict=False)
        assert all(later - first >= limit.period for first, later in pairs)


def test_a_held_contact_waits_to_the_end():
    """And a shorter hold does not cut a longer one."""
    pace = held(held(Pace(), NOON + MINUTE * 10), NOON + MINUTE)

    assert [NOON + MINUTE * 10] == slots([NOON], pace=pace)
