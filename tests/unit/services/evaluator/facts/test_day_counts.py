"""Counts by day."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.evaluator.facts.day_counts import DayCounts

START = date(2026, 1, 1)
FIRST = START.toordinal()
COUNTS = st.dictionaries(st.dates(START, START + timedelta(days=60)), st.integers(1, 300), max_size=8)


@given(st.lists(COUNTS, max_size=4), st.randoms())
def test_order_grouping_and_repetition_change_nothing(parts: list[dict[date, int]], chance: object) -> None:
    """Each day ends with the largest count any look showed, at most 255."""
    shuffled = [*parts, *parts]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    counts = DayCounts()
    for part in shuffled:
        counts = counts.join({day.toordinal(): count for day, count in part.items()})
    expected: Counter[date] = Counter()
    for part in parts:
        expected |= Counter(part)

    assert {day: min(count, 255) for day, count in expected.items()} == {day: counts.on(day) for day in expected}
    assert counts.total(START, START + timedelta(days=60)) == sum(min(count, 255) for count in expected.values())
    assert sorted(expected) == list(counts.days(START, START + timedelta(days=60)))


def test_equal_counts_are_equal_values() -> None:
    """Days without anything leave no trace, so that dossiers can be compared."""
    one = DayCounts().join({FIRST: 1}).join({FIRST + 9: 2}).since(START + timedelta(days=3))

    assert DayCounts().join({FIRST + 9: 2}) == one
    assert DayCounts() == one.since(START + timedelta(days=10))


def test_the_newest_day_is_asked_for_a_moment() -> None:
    """Days after the one asked for are not known yet then."""
    counts = DayCounts().join({FIRST: 1, FIRST + 5: 1})

    assert START == counts.newest(START + timedelta(days=4))
    assert START + timedelta(days=5) == counts.newest(START + timedelta(days=5))
    assert counts.newest(START - timedelta(days=1)) is None
    assert DayCounts().newest(START) is None


def test_a_total_is_of_the_days_asked_for() -> None:
    """Both ends of the stretch count."""
    counts = DayCounts().join({FIRST + n: n + 1 for n in range(5)})

    assert counts.total(START + timedelta(days=1), START + timedelta(days=3)) == 2 + 3 + 4
    assert counts.total(START - timedelta(days=9), START - timedelta(days=1)) == 0
    assert counts.on(START - timedelta(days=1)) == 0
