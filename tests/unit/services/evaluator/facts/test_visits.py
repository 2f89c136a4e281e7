"""Visits, one a minute."""

from datetime import timedelta

import pytest

from services.evaluator.facts.look import Look
from services.evaluator.facts.visits import FAILED, Tally, Visits, code_of
from tests.builders import NOW

SLOW = timedelta(seconds=15)


def tally(visits: Visits) -> Tally:
    return visits.tally(NOW - timedelta(days=1), NOW, slow=SLOW)


@pytest.mark.parametrize(
    ("elapsed_ms", "failed"),
    [(14_999, 0), (15_000, 1), (None, 0), (999_999, 1)],
    ids=["just in time", "exactly at the limit", "not measured", "very slow"],
)
def test_a_visit_as_slow_as_the_limit_failed(elapsed_ms: int | None, failed: int) -> None:
    """15 秒 is too slow; anything below is not."""
    assert Tally(1, failed) == tally(Visits().join([(NOW, code_of(elapsed_ms))], []))


@pytest.mark.parametrize("seconds", [1, 63, 64, 600])
def test_a_visit_that_failed_counts_however_slow_a_rule_lets_them_be(seconds: int) -> None:
    """What never came was not in time, by whatever limit."""
    visits = Visits().join([(NOW, FAILED)], [])

    assert Tally(1, 1) == visits.tally(NOW - timedelta(days=1), NOW, slow=timedelta(seconds=seconds))


def test_of_two_visits_in_one_minute_the_better_one_counts() -> None:
    """A repetition at once that succeeds proves that the website could be opened."""
    one = Visits().join([(NOW, FAILED)], []).join([(NOW + timedelta(seconds=20), code_of(300))], [])
    other = Visits().join([(NOW + timedelta(seconds=20), code_of(300)), (NOW, FAILED)], [])

    assert one == other
    assert Tally(1, 0) == tally(one)


def test_a_stretch_has_its_end_and_not_its_beginning() -> None:
    """Successive days share no visit."""
    visits = Visits().join([(NOW, 1), (NOW - timedelta(days=1), 1)], [])

    assert Tally(1, 0) == tally(visits)
    assert NOW == visits.last_at(NOW)
    assert NOW - timedelta(days=1) == visits.last_at(NOW - timedelta(minutes=1))
    assert visits.last_at(NOW - timedelta(days=2)) is None


def test_the_first_visit_of_a_stretch_is_told() -> None:
    """Which a stretch that begins at its own minute does not have."""
    visits = Visits().join([(NOW, 1), (NOW + timedelta(hours=1), 1)], [])

    assert NOW == visits.first_at(NOW - timedelta(minutes=1))
    assert NOW + timedelta(hours=1) == visits.first_at(NOW)
    assert visits.first_at(NOW + timedelta(hours=1)) is None


def test_only_the_latest_failures_are_kept_as_evidence() -> None:
    """Ten are enough to look at, whatever the order they came in."""
    looks = [Look(at=NOW - timedelta(hours=n), event_id=f"e{n}", reason="timeout", failed=True) for n in range(15)]
    one = Visits()
    for look in looks:
        one = one.join([(look.at, FAILED)], [look])
    other = Visits().join([(look.at, FAILED) for look in looks], looks[::-1])

    assert one == other
    assert tuple(looks[:10]) == one.failures
    assert Visits.read(one.document()) == one


def test_old_visits_are_forgotten_with_their_evidence() -> None:
    """What lies before the floor is gone."""
    look = Look(at=NOW - timedelta(days=3), event_id="e", reason="timeout", failed=True)
    visits = Visits().join([(look.at, FAILED), (NOW, 1)], [look]).since(NOW - timedelta(days=1))

    assert () == visits.failures
    assert Tally(1, 0) == visits.tally(NOW - timedelta(days=9), NOW, slow=SLOW)
