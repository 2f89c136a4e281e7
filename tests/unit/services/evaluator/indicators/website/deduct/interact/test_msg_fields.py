"""留言公开·要素."""

from services.evaluator.indicators.website.deduct.interact.msg_fields import INDICATOR
from shared.contracts.observations import PageVisited
from shared.contracts.target import Outcome
from tests.builders import NOW, a_board, a_board_look, a_letter, days_ago, judged
from tests.evaluator_findings import finding_of, subject_of

SITE = subject_of(INDICATOR, boards=(a_board(),))


def look(*missing: str, asked: float = 5) -> PageVisited:
    return a_board_look(NOW, a_letter(asked_at=days_ago(asked), replied_at=days_ago(1), missing=missing))


def test_each_kind_of_missing_element_costs_a_step() -> None:
    """Up to the points of the item."""
    one = finding_of(INDICATOR, look("回复单位"), subject=SITE)
    many = finding_of(INDICATOR, look("回复单位", "回复时间", "留言时间"), subject=SITE)

    assert one is not None
    assert many is not None
    assert (1, 2, 3) == (one.points, many.points, len(many.items))


def test_complete_letters_cost_nothing() -> None:
    """All elements are there."""
    assert Outcome.MET is judged(INDICATOR, SITE, look()).outcome


def test_without_letters_it_is_open() -> None:
    """None read, or only old ones."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, a_board_look(NOW)).outcome
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE, look("回复单位", asked=380)).outcome


def test_the_window_is_counted_to_the_day() -> None:
    """Letters of a whole year are counted by fortnight, those at its edge one by one."""
    letters = [a_letter(f"m{n}", asked_at=days_ago(n), missing=("答复单位",)) for n in range(0, 400, 5)]

    text = judged(INDICATOR, SITE, a_board_look(NOW, *letters)).text
    earlier = judged(INDICATOR, SITE, a_board_look(NOW, *letters), as_of=days_ago(30)).text

    assert "读到公开留言 74 件，缺少：答复单位" == text
    assert "读到公开留言 74 件，缺少：答复单位" == earlier
