"""What was seen of a page, without holes."""

from datetime import date, timedelta

from services.evaluator.dossier import HOME
from services.evaluator.sections import PageSight
from services.evaluator.sight import Seen, is_fresh, sight_of
from services.evaluator.window import Window
from tests.builders import NOW, a_home_look, days_ago, folded, looks_every

NEEDS = PageSight(max_gap=Window(1), max_age=Window(2))


def seen(*looks: object, as_of: object = NOW) -> Seen:
    page = folded(*looks).page(HOME)  # type: ignore[arg-type]
    assert page is not None
    return sight_of(page, NEEDS, as_of)  # type: ignore[arg-type]


def test_a_day_is_whole_only_when_a_later_look_follows() -> None:
    """The evening after the last look was not seen."""
    evening = NOW.replace(hour=18, minute=5)
    chain = [
        a_home_look(at, days_ago(9)) for at in looks_every(timedelta(hours=12), evening - timedelta(days=4), evening)
    ]

    sight = seen(*chain, as_of=evening)

    assert sight.covers(date(2026, 11, 18))
    assert sight.covers_days(date(2026, 11, 18), date(2026, 11, 19))
    assert not sight.covers_days(date(2026, 11, 20), date(2026, 11, 20))


def test_a_list_that_reaches_into_a_slot_does_not_cover_it() -> None:
    """Complete since ten in the morning says nothing about the morning."""
    look = a_home_look(NOW, NOW, complete_since=NOW.replace(day=18))

    assert seen(look).covers(date(2026, 11, 19))
    assert not seen(look).covers(date(2026, 11, 18))


def test_two_lists_that_do_not_meet_leave_a_hole() -> None:
    """What lies between their reaches was on neither."""
    early = a_home_look(days_ago(4), days_ago(5), complete_since=days_ago(9))
    late = a_home_look(NOW, NOW, complete_since=days_ago(2))

    sight = seen(early, late)

    assert sight.covers(date(2026, 11, 19))
    assert not sight.covers(date(2026, 11, 14))
    assert sight.covers_days(date(2026, 11, 12), date(2026, 11, 15))


def test_the_evening_before_a_hole_was_not_seen() -> None:
    """A chain that breaks was seen up to its last look only."""
    evening = days_ago(9).replace(hour=18, minute=5)
    chain = [a_home_look(at, days_ago(20)) for at in looks_every(timedelta(hours=12), days_ago(14), evening)]

    sight = seen(*chain, a_home_look(evening, days_ago(20)), a_home_look(NOW, days_ago(20)))

    assert sight.covers_days(date(2026, 11, 8), date(2026, 11, 10))
    assert not sight.covers_days(date(2026, 11, 11), date(2026, 11, 11))


def test_empty_lists_do_not_bridge_where_content_was() -> None:
    """A week of suddenly empty lists between two full ones is a hole."""
    full = [a_home_look(moment, days_ago(30)) for moment in (days_ago(8), NOW)]
    empty = [a_home_look(days_ago(n)) for n in range(1, 8)]
    page = folded(*full, *empty).page(HOME)
    assert page is not None

    assert not sight_of(page, NEEDS, NOW, empty_counts=True).covers(date(2026, 11, 14))


def test_nothing_seen_covers_nothing() -> None:
    """Neither moments nor days."""
    nothing = Seen(None, 0, 0)

    assert not nothing.covers(date(2026, 11, 19))
    assert not nothing.covers_days(date(2026, 11, 19), date(2026, 11, 19))
    assert not is_fresh(nothing, NEEDS, NOW)


def test_later_looks_prove_earlier_days() -> None:
    """As of last week, by what a list of today shows."""
    sight = seen(a_home_look(NOW, NOW, complete_since=days_ago(30)), as_of=days_ago(7))

    assert days_ago(7) == sight.until
    assert sight.covers(date(2026, 10, 25))
    assert is_fresh(sight, NEEDS, days_ago(7))
