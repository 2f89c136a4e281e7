"""留言未公开."""

from services.evaluator.indicators.website.deduct.interact.msg_closed import INDICATOR
from shared.contracts.target import Outcome
from tests.builders import NOW, a_board, a_board_look, a_letter, days_ago, judged
from tests.evaluator_findings import subject_of

SITE = subject_of(INDICATOR, boards=(a_board("b1"), a_board("b2")))


def test_boards_that_never_showed_a_letter_break_it() -> None:
    """All of them were seen."""
    looks = [a_board_look(NOW, board="b1"), a_board_look(NOW, board="b2")]

    assert Outcome.NOT_MET is judged(INDICATOR, SITE, *looks).outcome


def test_one_letter_is_enough() -> None:
    """On any board, at any time."""
    looks = [a_board_look(NOW, a_letter(asked_at=days_ago(300)), board="b1"), a_board_look(NOW, board="b2")]

    assert Outcome.MET is judged(INDICATOR, SITE, *looks).outcome


def test_an_unseen_board_leaves_it_open() -> None:
    """Letters may stand on it."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, a_board_look(NOW, board="b1")).outcome
