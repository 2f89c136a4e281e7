"""When lines of a list were first and last seen."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.evaluator.facts.sightings import MOST, Sightings, key_of, minute_of
from tests.builders import NOW, days_ago

MOMENTS = st.integers(0, 50).map(days_ago)
LOOKS = st.lists(st.tuples(MOMENTS, st.lists(st.tuples(st.sampled_from("abcdef"), MOMENTS), max_size=4)), max_size=8)


def folded(looks: list[tuple[datetime, list[tuple[str, datetime]]]]) -> Sightings:
    known = Sightings()
    for at, lines in looks:
        known = known.join({key_of(line): (minute_of(at), minute_of(at)) for line in lines})
    return known


@given(LOOKS, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(
    looks: list[tuple[datetime, list[tuple[str, datetime]]]], chance: object
) -> None:
    """Any permutation with any repetition is the same."""
    again = [*looks, *looks[:3]]
    chance.shuffle(again)  # type: ignore[attr-defined]

    assert folded(looks) == folded(again)


def test_only_the_newest_are_kept() -> None:
    """In whatever order they were seen."""
    lines = [(f"l{n}", days_ago(n)) for n in range(MOST + 10)]

    newest_first, oldest_first = folded([(NOW, lines)]), folded([(NOW, [line]) for line in reversed(lines)])

    assert newest_first == oldest_first
    assert MOST == len(list(newest_first))
    assert min(line.published_at for line in newest_first) >= days_ago(MOST)


def test_first_and_last_are_remembered() -> None:
    """To the minute."""
    known = folded([(days_ago(1), [("a", days_ago(3))]), (days_ago(2), [("a", days_ago(3))])])

    assert [(days_ago(2), days_ago(1))] == [(one.first_at, one.last_at) for one in known]


def test_old_lines_are_forgotten() -> None:
    """By their own date."""
    known = folded([(NOW, [("a", days_ago(50)), ("b", days_ago(5))])])

    assert 1 == len(list(known.since(days_ago(10))))
    assert known == known.since(days_ago(51) - timedelta(minutes=1))
