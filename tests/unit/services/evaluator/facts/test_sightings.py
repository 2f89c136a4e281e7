"""When lines of a list were first and last seen."""

from datetime import datetime, timedelta
from struct import pack

from hypothesis import given
from hypothesis import strategies as st

from services.evaluator.facts.minutes import EPOCH, minute_of
from services.evaluator.facts.sightings import MOST, Sightings, lines_of
from tests.builders import NOW, days_ago

MOMENTS = st.integers(0, 50).map(days_ago)
LOOKS = st.lists(st.tuples(MOMENTS, st.lists(st.tuples(st.sampled_from("abcdef"), MOMENTS), max_size=4)), max_size=8)


def folded(looks: list[tuple[datetime, list[tuple[str, datetime]]]]) -> Sightings:
    known = Sightings()
    for at, lines in looks:
        known = known.join(dict.fromkeys(lines_of((minute_of(on), name) for name, on in lines), (minute_of(at),) * 2))
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


NAMED = st.lists(st.tuples(st.integers(100_000, 100_090), st.sampled_from("abcdef")), max_size=40)


@given(st.lists(st.tuples(st.integers(100_000, 100_400), NAMED), max_size=6))
def test_one_look_more_is_quicker_and_the_same(looks: list[tuple[int, list[tuple[int, str]]]]) -> None:
    """Whether it is the latest or not, whatever it repeats, however much it shows."""
    quick = plain = Sightings()
    for minute, named in looks:
        quick = quick.shown(lines_of(named), minute)
        plain = plain.join(dict.fromkeys(lines_of(named), (minute, minute)))

        assert plain == quick


def test_where_no_line_is_followed_one_look_more_adds_none() -> None:
    """Nor a moment of which nothing is kept, though a clock told a time before all minutes."""
    for then in (EPOCH - timedelta(days=1), EPOCH, NOW):
        assert Sightings() == Sightings().again(then, NOW)


def test_a_list_lacks_what_the_latest_look_at_it_missed() -> None:
    """Of what it should show: what it need not show is not missing."""
    look, before = NOW, days_ago(1)
    known = folded([(before, [("a", days_ago(3)), ("b", days_ago(9))]), (look, [("a", days_ago(3))])])

    assert not known.lack(days_ago(9), look)
    assert known.lack(days_ago(9) - timedelta(minutes=1), look)
    assert known.lack(days_ago(9), look + timedelta(minutes=1)), "a later look may have shown nothing at all"


def test_lines_that_come_late_are_brought_once() -> None:
    """A day after their own date, or later."""
    before = folded([(days_ago(4), [("a", days_ago(4))])])
    another, a_day_later = lines_of([(minute_of(days_ago(4)), "b")]), minute_of(days_ago(3))
    in_time, late = before.shown(another, a_day_later - 1), before.shown(another, a_day_later)

    assert not in_time.brings_late(before)
    assert late.brings_late(before)
    assert not late.brings_late(late)


def test_what_was_written_as_rows_is_read() -> None:
    """Published minute, name, first and last minute, four bytes each."""
    known = folded([(days_ago(2), [("a", days_ago(3)), ("b", days_ago(9))]), (days_ago(1), [("a", days_ago(3))])])
    rows = [(minute_of(one.published_at), one.name, minute_of(one.first_at), minute_of(one.last_at)) for one in known]

    assert known == Sightings.read(b"".join(pack("<4I", *row) for row in rows))
    assert known == Sightings.read(known.document())
    assert Sightings() == Sightings.read(Sightings().document())
