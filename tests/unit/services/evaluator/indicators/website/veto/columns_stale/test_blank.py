"""空白栏目."""

from datetime import timedelta

import pytest

from services.evaluator.indicators.website.veto.columns_stale.blank import INDICATOR
from services.evaluator.reason import Reason
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_column, a_column_look, a_website, days_ago, judged, rules

COLUMNS = tuple(a_column(f"c{n}", category="other") for n in range(6))


@pytest.mark.parametrize(("blank", "expected"), [(4, Outcome.MET), (5, Outcome.NOT_MET)])
def test_five_blank_columns_are_too_many(blank: int, expected: Outcome) -> None:
    """One fresh look that finds nothing is enough; columns without any cycle count too."""
    looks = [a_column_look(NOW, *([] if n < blank else [None]), column=f"c{n}") for n in range(6)]

    judgement = judged(INDICATOR, a_website(columns=COLUMNS), *looks)

    assert expected is judgement.outcome
    assert f"空白栏目 {blank} 个（上限 5 个）" in judgement.text


def test_a_column_that_lost_its_content_is_not_blank() -> None:
    """Blank means never filled; content that vanished is another matter."""
    empty = [a_column_look(NOW, column=f"c{n}") for n in range(6)]
    dated = [a_column_look(days_ago(9), days_ago(30), column=f"c{n}") for n in range(6)]
    undated = [a_column_look(days_ago(9), None, column=f"c{n}") for n in range(6)]

    assert Outcome.MET is judged(INDICATOR, a_website(columns=COLUMNS), *dated, *empty).outcome
    assert Outcome.MET is judged(INDICATOR, a_website(columns=COLUMNS), *undated, *empty).outcome


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"outcome": LookOutcome.BLIND, "reason": "needs_browser"}, Reason.NEEDS_BROWSER),
        ({"outcome": LookOutcome.FAILED, "reason": "timeout"}, Reason.TARGET_FAILED),
        ({"entries": None}, Reason.UNREADABLE),
    ],
    ids=["blind", "failed", "no list read"],
)
def test_what_was_not_seen_is_not_blank(fields: dict[str, object], reason: Reason) -> None:
    """Six columns nobody could read leave it open."""
    looks = [a_column_look(NOW, column=f"c{n}", **fields) for n in range(6)]

    judgement = judged(INDICATOR, a_website(columns=COLUMNS), *looks)

    assert (Outcome.UNDETERMINED, reason) == (judgement.outcome, judgement.reason)


def test_an_old_look_says_nothing_about_now() -> None:
    """Blank six days ago may be filled today."""
    looks = [a_column_look(days_ago(6), column=f"c{n}") for n in range(6)]

    judgement = judged(INDICATOR, a_website(columns=COLUMNS), *looks)

    assert Reason.SIGHT_TOO_OLD is judgement.reason


def test_a_regime_may_ask_for_more_looks() -> None:
    """With three looks asked for, two leave it open."""
    thrice = rules(overlay="[sight]\nblank_looks = 3\n")

    def outcome(looks: int) -> Outcome:
        seen = [a_column_look(NOW - timedelta(hours=8 * k), column=f"c{n}") for n in range(6) for k in range(looks)]
        return judged(INDICATOR, a_website(columns=COLUMNS), *seen, rules=thrice).outcome

    assert (Outcome.UNDETERMINED, Outcome.NOT_MET) == (outcome(2), outcome(3))


def test_it_warns_at_three() -> None:
    """Three of five are near."""
    looks = [a_column_look(NOW, *([] if n < 3 else [NOW]), column=f"c{n}") for n in range(6)]

    near = judged(INDICATOR, a_website(columns=COLUMNS), *looks).near

    assert near is not None
    assert near.warn


def test_a_website_without_columns_is_not_asked() -> None:
    """Nothing registered, nothing blank."""
    assert Reason.NOT_APPLICABLE is judged(INDICATOR, a_website()).reason
