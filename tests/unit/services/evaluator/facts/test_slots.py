"""Six-hour slots as a set in one integer."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evaluator.facts import slots
from shared.clock import CHINA

SETS = st.sets(st.integers(0, 300), max_size=20)


def bits(numbers: set[int]) -> int:
    return sum(1 << number for number in numbers)


def test_a_day_in_china_is_four_slots_from_its_midnight() -> None:
    """The first slot of a day begins at midnight in China, not in Greenwich."""
    midnight = datetime(2026, 11, 20, tzinfo=CHINA)

    first = slots.slot_of(midnight)

    assert slots.first_slot(date(2026, 11, 20)) == first
    assert slots.slot_of(midnight - timedelta(seconds=1)) == first - 1
    assert slots.slot_of(midnight + timedelta(hours=23)) == first + 3
    assert midnight == slots.start_of(first)
    assert date(2026, 11, 20) == slots.day_of(first + 3)


def test_moments_before_the_epoch_lie_in_the_first_slot() -> None:
    """A nonsense date of 1970 is clamped, not negative."""
    assert slots.slot_of(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert slots.first_slot(date(1970, 1, 1)) == 0


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [(6, 12, {1}), (5, 12, {1}), (7, 12, set()), (6, 11, set()), (0, 24, {0, 1, 2, 3}), (12, 6, set())],
    ids=["exactly", "begun earlier", "begun late", "ended early", "a day", "backwards"],
)
def test_only_slots_covered_to_both_ends_are_whole(since: int, until: int, expected: set[int]) -> None:
    """What is seen in part counts as not seen."""
    start = slots.start_of(0)

    whole = slots.whole_slots(start + timedelta(hours=since), start + timedelta(hours=until))

    assert bits(expected) == whole


def test_a_beginning_before_the_epoch_covers_from_the_first_slot() -> None:
    """A list complete since 1970 covers everything we keep."""
    assert bits({0, 1}) == slots.whole_slots(datetime(1970, 1, 1, tzinfo=UTC), slots.start_of(2))


@given(SETS, st.integers(1, 40))
def test_gaps_up_to_the_limit_are_closed_and_no_others(numbers: set[int], widest: int) -> None:
    """Between two shores at most so far apart everything is filled; outside of them nothing is."""
    ordered = sorted(numbers)
    expected = set(numbers)
    for one, other in pairwise(ordered):
        if other - one <= widest:
            expected |= set(range(one, other))

    assert bits(expected) == slots.bridged(bits(numbers), widest)


@given(SETS)
def test_packing_loses_nothing(numbers: set[int]) -> None:
    """What was packed is unpacked as it was."""
    assert bits(numbers) == slots.unpack(slots.pack(bits(numbers)))


def test_a_year_of_slots_is_small() -> None:
    """400 days of sight take about 200 bytes, whatever the year."""
    year = slots.stretch(slots.first_slot(date(2026, 1, 1)), slots.first_slot(date(2027, 2, 5)))

    assert len(slots.pack(year)) == 204


def test_cutting_keeps_the_right_end() -> None:
    """`before` and `since` cut on either side of a slot."""
    three = bits({1, 2, 3})

    assert bits({1}) == slots.before(three, 2)
    assert bits({2, 3}) == slots.since(three, 2)
    assert slots.last_slot(three) == 3
    assert slots.last_slot(0) is None
    assert slots.stretch(3, 3) == 0
