"""留言公开·更新."""

import pytest

from services.evaluator.indicators.website.deduct.interact.msg_fresh import INDICATOR
from services.evaluator.reason import Reason
from shared.contracts.observations import PageVisited
from shared.contracts.target import Outcome
from tests.builders import NOW, a_board, a_board_look, a_letter, days_ago, judged
from tests.evaluator_findings import subject_of

SITE = subject_of(INDICATOR, boards=(a_board("b1"), a_board("b2")))


def looks(asked: float, replied: float | None = None) -> list[PageVisited]:
    answer = {"replied_at": days_ago(replied)} if replied is not None else {}
    return [a_board_look(NOW, a_letter(asked_at=days_ago(asked), **answer)), a_board_look(NOW, board="b2")]


@pytest.mark.parametrize(
    ("asked", "expected"), [(61, Outcome.MET), (62, Outcome.NOT_MET)], ids=["two months ago", "a day more"]
)
def test_both_sides_of_two_months(asked: float, expected: Outcome) -> None:
    """The newest letter on any board counts."""
    assert expected is judged(INDICATOR, SITE, *looks(asked)).outcome


def test_an_answer_counts_too() -> None:
    """An old letter with a new answer is an update."""
    assert Outcome.MET is judged(INDICATOR, SITE, *looks(200, 5)).outcome


def test_it_warns_before() -> None:
    """From the day the pack says; and knows the moment."""
    near = judged(INDICATOR, SITE, *looks(50)).near

    assert near is not None
    assert near.warn
    assert near.crosses_at is not None


def test_an_unseen_board_leaves_it_open() -> None:
    """A newer letter may stand on it."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, looks(100)[0]).outcome


def test_without_boards_it_asks_nothing() -> None:
    """None registered."""
    assert Reason.NOT_APPLICABLE is judged(INDICATOR, subject_of(INDICATOR)).reason
