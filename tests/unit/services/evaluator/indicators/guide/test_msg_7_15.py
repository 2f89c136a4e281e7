"""留言办理."""

from datetime import datetime

import pytest

from services.evaluator.indicators.guide.msg_7_15 import INDICATOR
from shared.clock import CHINA
from shared.contracts.observations import PageVisited
from shared.contracts.target import Outcome
from tests.builders import NOW, a_board, a_board_look, a_letter, a_website, days_ago, judged

SITE = a_website(boards=(a_board(),))
MONDAY = datetime(2026, 10, 26, 9, tzinfo=CHINA)


def look(at: datetime, **fields: object) -> PageVisited:
    return a_board_look(at, a_letter(asked_at=MONDAY, **fields))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 16, 23, tzinfo=CHINA), Outcome.MET),
        (datetime(2026, 11, 17, 1, tzinfo=CHINA), Outcome.NOT_MET),
    ],
    ids=["on the fifteenth workday", "after it"],
)
def test_both_sides_of_fifteen_workdays(now: datetime, expected: Outcome) -> None:
    """Seen open after its term was over."""
    assert expected is judged(INDICATOR, SITE, look(now), as_of=now).outcome


def test_a_late_answer_is_late() -> None:
    """Though there is one now."""
    answered = look(NOW, replied_at=datetime(2026, 11, 18, 9, tzinfo=CHINA))

    assert Outcome.NOT_MET is judged(INDICATOR, SITE, answered).outcome


def test_after_seven_workdays_it_warns() -> None:
    """The shorter term warns, for nobody can see which letter was complex."""
    now = datetime(2026, 11, 6, 9, tzinfo=CHINA)

    near = judged(INDICATOR, SITE, look(now), as_of=now).near

    assert near is not None
    assert near.warn


def test_an_unseen_board_leaves_it_open() -> None:
    """A late letter may stand on it."""
    assert Outcome.UNDETERMINED is judged(INDICATOR, SITE).outcome


def test_quick_answers_of_weeks_are_only_counted() -> None:
    """The one that took too long is told among them, and so is each that was open at an earlier moment."""
    quick = [a_letter(f"q{n}", asked_at=days_ago(n), replied_at=days_ago(n - 2)) for n in range(3, 80)]
    slow = a_letter("m1", asked_at=days_ago(70), replied_at=days_ago(40))

    met = judged(INDICATOR, SITE, a_board_look(NOW, *quick))
    broken = judged(INDICATOR, SITE, a_board_look(NOW, *quick, slow))
    then = a_board_look(days_ago(60), quick[-1], complete_since=days_ago(90))
    earlier = judged(INDICATOR, SITE, then, a_board_look(NOW, *quick), as_of=days_ago(60))

    assert "77 件留言均未超过15个工作日" == met.text
    assert ["b1/m1"] == [item.id for item in broken.items]
    assert earlier.near is not None
    assert "2 件留言待办" == earlier.near.text


def test_letters_that_have_scrolled_away_wait_in_number() -> None:
    """Seen open for some days and not since, nobody can call them late; the oldest tells when its time was over."""
    gone = [a_letter(f"m{n}", asked_at=days_ago(n)) for n in range(62, 74)]
    then = a_board_look(days_ago(60), *gone, complete_since=days_ago(200))
    now = a_board_look(NOW, a_letter("n1", asked_at=days_ago(1)), complete_since=days_ago(200))

    judgement = judged(INDICATOR, SITE, then, now)

    assert "13 件留言均未超过15个工作日" == judgement.text
    assert judgement.near is not None
    assert ("13 件留言待办", True) == (judgement.near.text, judgement.near.warn)
    assert days_ago(60) < judgement.near.crosses_at < days_ago(45)
