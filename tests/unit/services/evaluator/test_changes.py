"""Whether a verdict is news."""

from datetime import timedelta
from typing import Any

import pytest

from services.evaluator.changes import changes
from services.evaluator.signature import same_news
from shared.contracts.target import LookOutcome, Result
from shared.contracts.verdicts import Verdict
from tests.builders import NOW, a_column, a_column_look, a_feed_look, a_verdict, a_website, an_account, days_ago

FAR = days_ago(60)
STALE = "account.veto.stale_2w"


def silent(days: float, **fields: Any) -> Verdict:
    return a_verdict(an_account(), a_feed_look(NOW, days_ago(days), complete_since=FAR), **fields)


def blind(reason: str) -> Verdict:
    return a_verdict(an_account(), a_feed_look(NOW, outcome=LookOutcome.BLIND, reason=reason))


def test_the_first_verdict_is_news() -> None:
    """Nothing was said before."""
    said = changes(None, silent(1))

    assert said is not None
    assert (None, None, (STALE,)) == (said.previous_result, said.previous_verdict_id, said.changed)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (silent(1), silent(3)),
        (silent(20), silent(21)),
        (silent(10), silent(12)),
        (blind("bridge_broken"), blind("own_network")),
    ],
    ids=["day count", "day count of a fault", "day count of a warning", "another kind of blindness"],
)
def test_what_changes_every_day_is_no_news(before: Verdict, now: Verdict) -> None:
    """Nobody is told each morning that it is a day more."""
    assert changes(before, now) is None
    assert same_news(before, now)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (silent(14), silent(15)),
        (silent(15), silent(1)),
        (silent(9), silent(10)),
        (silent(10), silent(1)),
        (silent(1), blind("blocked")),
        (blind("blocked"), a_verdict(an_account())),
    ],
    ids=["fault", "mended", "warning", "warning over", "sight lost", "blind and never seen"],
)
def test_what_somebody_must_hear_is_news(before: Verdict, now: Verdict) -> None:
    """With what it was before, and in which indicator."""
    said = changes(before, now)

    assert said is not None
    assert (before.result, before.verdict_id) == (said.previous_result, said.previous_verdict_id)
    assert (STALE,) == said.changed
    assert not same_news(before, now)


def test_another_stale_column_is_news() -> None:
    """The finding stays broken, but of another thing."""
    site = a_website(columns=tuple(a_column(f"c{n}") for n in range(7)))

    def verdict(stale: int) -> Verdict:
        looks = (
            a_column_look(NOW, days_ago(23 if n < stale else 1), column=f"c{n}", complete_since=FAR) for n in range(7)
        )
        return a_verdict(site, *looks)

    said = changes(verdict(5), verdict(6))

    assert said is not None
    assert Result.UNQUALIFIED is said.previous_result
    assert ("website.veto.columns_stale.core", "website.veto.columns_stale.should_update") == said.changed


def test_an_indicator_that_is_no_longer_judged_is_news() -> None:
    """A new pack may drop a rule."""
    before = silent(20)
    now = before.model_copy(update={"findings": (), "result": Result.QUALIFIED})

    said = changes(before, now)

    assert said is not None
    assert (STALE,) == said.changed


def test_a_later_moment_has_another_id() -> None:
    """The same news at another moment is another verdict."""
    assert silent(1).verdict_id != silent(1, as_of=NOW + timedelta(hours=1)).verdict_id
