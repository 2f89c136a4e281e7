"""Fresh, provably stale, or unknown: the heart of never accusing wrongly."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.evaluator.dossier import HOME, Observation
from services.evaluator.reason import Reason
from services.evaluator.sections import PageSight
from services.evaluator.staleness import Question, Staleness, State, staleness_of
from services.evaluator.window import Window, midnight
from shared.contracts.target import LookOutcome
from shared.workdays import is_workday
from tests.builders import NOW, a_home_look, days_ago, folded, looks_every

SIGHT = PageSight(max_gap=Window(3), max_age=Window(3))
OLD = days_ago(23)


def ask(*events: Observation, **fields: Any) -> Staleness:
    known = {"as_of": NOW, "window": Window(14), "sight": SIGHT, "is_workday": is_workday}
    return staleness_of(folded(*events).page(HOME) if events else None, Question(**{**known, **fields}))


def said(answer: Staleness) -> tuple[State, Reason | None]:
    return answer.state, answer.reason


def chain(gap: timedelta, *moments: datetime, since: float = 15, until: float = 0) -> list[Observation]:
    return [a_home_look(at, *moments) for at in looks_every(gap, days_ago(since), days_ago(until))]


@pytest.mark.parametrize(
    ("newest", "expected"),
    [(date(2026, 11, 6), State.FRESH), (date(2026, 11, 5), State.STALE)],
    ids=["exactly at the limit", "a day beyond"],
)
def test_an_update_counts_up_to_and_including_the_limit(newest: date, expected: State) -> None:
    """Days are compared, not hours: fourteen days ago is still inside."""
    answer = ask(a_home_look(NOW, midnight(newest), days_ago(40), complete_since=days_ago(40)))

    assert (expected, None) == said(answer)
    assert midnight(newest + timedelta(days=15)) == answer.crosses_at


def test_the_edge_can_be_left_out() -> None:
    """Where a regime says so, an update as old as the window is too old."""
    look = a_home_look(NOW, midnight(date(2026, 11, 6)), complete_since=days_ago(40))

    assert State.STALE is ask(look, edge_inclusive=False).state
    assert State.FRESH is ask(look).state


def test_a_look_at_the_very_moment_it_crosses_sees_it_stale() -> None:
    """The fifteenth day begins at midnight."""
    crossing = midnight(date(2026, 11, 20))

    answer = ask(a_home_look(crossing, midnight(date(2026, 11, 5)), complete_since=days_ago(40)), as_of=crossing)

    assert crossing == answer.crosses_at
    assert State.STALE is answer.state


def test_one_look_that_reaches_back_over_the_window_is_proof() -> None:
    """A list that shows everything since before the window leaves nothing to be seen."""
    answer = ask(a_home_look(NOW, OLD, complete_since=days_ago(30)))

    assert (State.STALE, None) == said(answer)
    assert answer.proven
    assert NOW == answer.judged_at
    assert "已 23 天未更新，最近更新 2026-10-28" == answer.words()


def test_one_look_that_does_not_reach_back_proves_nothing() -> None:
    """What was there between and is gone again, nobody saw."""
    assert (State.UNKNOWN, Reason.WINDOW_NOT_COVERED) == said(ask(a_home_look(NOW, OLD)))
    assert (State.UNKNOWN, Reason.WINDOW_NOT_COVERED) == said(ask(a_home_look(NOW, OLD, complete_since=days_ago(13))))


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(timedelta(days=3), State.STALE), (timedelta(days=3.5), State.UNKNOWN)],
    ids=["gaps as wide as allowed", "wider gaps"],
)
def test_a_chain_of_close_looks_is_proof(gap: timedelta, expected: State) -> None:
    """Looks without a known reach prove the time between them if they are close enough."""
    answer = ask(*chain(gap, OLD, since=gap / timedelta(days=1) * 5))

    assert expected is answer.state


def test_a_chain_must_begin_before_the_window() -> None:
    """Watching for thirteen days says nothing about fourteen."""
    answer = ask(*chain(timedelta(hours=6), OLD, since=13))

    assert (State.UNKNOWN, Reason.WINDOW_NOT_COVERED) == said(answer)


def test_a_hole_in_the_chain_leaves_it_open() -> None:
    """Blind for a week in the middle: the week is not proven."""
    looks = [*chain(timedelta(days=1), OLD, since=20, until=12), *chain(timedelta(days=1), OLD, since=4)]

    assert (State.UNKNOWN, Reason.WINDOW_NOT_COVERED) == said(ask(*looks))


def test_a_dated_update_needs_no_proof_of_sight() -> None:
    """What was seen was seen, however blind we have become since."""
    events = [a_home_look(days_ago(9), days_ago(9)), a_home_look(NOW, outcome=LookOutcome.BLIND)]

    assert (State.FRESH, None) == said(ask(*events))


def test_it_is_judged_at_the_last_look() -> None:
    """Stale then, and the look is fresh enough: stale. Its window ran out only after the look: not seen to be stale."""
    stale = a_home_look(days_ago(2), days_ago(17), complete_since=days_ago(40))
    on_the_edge = a_home_look(days_ago(2), days_ago(15), complete_since=days_ago(40))

    assert State.STALE is ask(stale).state
    assert days_ago(2) == ask(stale).judged_at
    assert State.FRESH is ask(on_the_edge).state
    assert days_ago(2) + timedelta(days=3, milliseconds=1) == ask(on_the_edge).changes_at


@pytest.mark.parametrize(
    ("age", "expected"),
    [(3.0, (State.STALE, None)), (3.01, (State.UNKNOWN, Reason.SIGHT_TOO_OLD))],
    ids=["as old as allowed", "older"],
)
def test_old_sight_says_nothing_about_now(age: float, expected: tuple[State, Reason | None]) -> None:
    """A dead crawler shows as undetermined, not as yesterday's verdict."""
    assert expected == said(ask(a_home_look(days_ago(age), OLD, complete_since=days_ago(40))))


@pytest.mark.parametrize(
    ("outcome", "told", "expected"),
    [
        (LookOutcome.BLIND, "blocked", Reason.BLOCKED),
        (LookOutcome.BLIND, "own_network", Reason.OWN_NETWORK),
        (LookOutcome.BLIND, "needs_browser", Reason.NEEDS_BROWSER),
        (LookOutcome.BLIND, "who knows", Reason.BLIND),
        (LookOutcome.FAILED, "timeout", Reason.TARGET_FAILED),
    ],
)
def test_the_reason_is_that_of_the_latest_look(outcome: LookOutcome, told: str, expected: Reason) -> None:
    """Concrete reasons go before general ones."""
    events = [
        a_home_look(days_ago(5), OLD, complete_since=days_ago(40)),
        a_home_look(NOW, outcome=outcome, reason=told),
    ]

    assert (State.UNKNOWN, expected) == said(ask(*events))
    assert (State.UNKNOWN, expected) == said(ask(events[1]))


def test_a_page_never_looked_at_is_unknown() -> None:
    """Nothing known is nothing said."""
    assert (State.UNKNOWN, Reason.NEVER_SEEN) == said(ask())


def test_a_list_without_any_date_is_a_question() -> None:
    """It may be our reading that failed, so nobody is accused by it."""
    look = a_home_look(NOW, None, None, complete_since=days_ago(40))

    assert (State.UNKNOWN, Reason.NO_DATES) == said(ask(look))
    assert (State.UNKNOWN, Reason.NO_DATES) == said(ask(*(a_home_look(days_ago(n), None) for n in range(20))))


def test_a_regime_may_call_a_wholly_undated_list_stale() -> None:
    """Only where its pack says so, and only on a chain of looks."""
    looks = [a_home_look(days_ago(n), None) for n in range(20)]

    assert State.STALE is ask(*looks, wholly_undated_is_stale=True).state
    assert (State.UNKNOWN, Reason.WINDOW_NOT_COVERED) == said(ask(looks[0], wholly_undated_is_stale=True))


def test_undated_entries_beside_dated_ones_count_as_not_updated() -> None:
    """2015年普查评分表: 无发布日期视为未更新; a regime may leave them open instead."""
    look = a_home_look(NOW, OLD, None, complete_since=days_ago(40))

    assert State.STALE is ask(look).state
    assert (State.UNKNOWN, Reason.NO_DATES) == said(ask(look, undated_is_stale=False))


def test_a_list_that_vanished_is_a_question() -> None:
    """Content that was there and is gone is more likely our misreading."""
    events = [*chain(timedelta(days=1), OLD, since=20, until=1), a_home_look(NOW)]

    assert (State.UNKNOWN, Reason.LIST_VANISHED) == said(ask(*events))


def test_a_page_that_never_lists_anything_was_not_understood() -> None:
    """A home page with an empty list is read wrongly; where empty lists mean silence, a chain of them proves it."""
    looks = [a_home_look(days_ago(n)) for n in range(20)]

    assert (State.UNKNOWN, Reason.UNREADABLE) == said(ask(*looks))
    assert (State.STALE, None) == said(ask(*looks, empty_counts=True))
    assert (State.UNKNOWN, Reason.WINDOW_NOT_COVERED) == said(ask(looks[0], empty_counts=True))


def test_an_earlier_moment_is_judged_with_what_is_known_by_now() -> None:
    """A later look that reaches back proves what was not updated before it, and what was."""
    silent = a_home_look(NOW, days_ago(60), complete_since=days_ago(90))
    late = a_home_look(NOW, days_ago(1), days_ago(60), complete_since=days_ago(90))

    assert State.STALE is ask(silent, as_of=days_ago(30)).state
    assert State.STALE is ask(late, as_of=days_ago(30)).state
    assert State.FRESH is ask(late).state
    assert (State.UNKNOWN, Reason.NEVER_SEEN) == said(ask(silent, as_of=days_ago(95)))


def test_silence_is_only_warned_of_where_it_was_watched() -> None:
    """Ten silent days of which we saw two are no ground for a warning."""
    watched = ask(a_home_look(NOW, days_ago(10), complete_since=days_ago(40)))
    unwatched = ask(a_home_look(NOW, days_ago(10)))

    assert (State.FRESH, True) == (watched.state, watched.proven)
    assert (State.FRESH, False) == (unwatched.state, unwatched.proven)


def test_words_say_today() -> None:
    """An update of today is not zero days of silence."""
    assert "最近更新 2026-11-20" == ask(a_home_look(NOW, NOW)).words()
