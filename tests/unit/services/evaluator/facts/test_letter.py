"""What a board shows of one letter."""

from datetime import timedelta

import pytest

from services.evaluator.facts.letter import Letter, days_to_answer, is_answered, letter_of
from tests.builders import NOW, a_letter, days_ago


@pytest.mark.parametrize(
    ("fields", "answered"),
    [
        ({}, False),
        ({"replied_at": NOW}, True),
        ({"reply_excerpt": "您好，已维修。"}, True),
        ({"reply_excerpt": " "}, False),
        ({"status": "处理完成"}, True),
        ({"status": "已回复"}, True),
        ({"status": "办理中"}, False),
        ({"status": "未回复"}, False),
        ({"status": "待办结"}, False),
        ({"status": "已受理"}, False),
    ],
    ids=["nothing", "time", "text", "blank text", "完成", "已回复", "办理中", "未回复", "待办结", "已受理"],
)
def test_an_answer_is_a_time_a_text_or_a_word(fields: dict[str, object], answered: bool) -> None:
    """A word that says it is still being handled is no answer."""
    assert answered is is_answered(a_letter(**fields))


def test_an_answer_without_a_time_was_in_time() -> None:
    """Nobody is accused because the board does not say when it answered."""
    letter = letter_of(a_letter(status="已办结"), board_id="b1", seen_at=NOW, event_id="e")

    assert letter.answered_by(days_ago(30))


def test_an_answer_after_the_moment_leaves_the_letter_open_then() -> None:
    """What is known later changes what is known of an earlier moment, both ways."""
    letter = letter_of(a_letter(replied_at=days_ago(2)), board_id="b1", seen_at=NOW, event_id="e")

    assert not letter.answered_by(days_ago(3))
    assert letter.answered_by(days_ago(2))


@pytest.mark.parametrize("ahead", [timedelta(minutes=3), timedelta(hours=14), timedelta(days=400)])
def test_an_answer_that_was_seen_was_given_by_then(ahead: timedelta) -> None:
    """A board's clock that runs ahead, a date that is the day's end, a wrong year: the answer stood there."""
    letter = letter_of(a_letter(replied_at=NOW + ahead), board_id="b1", seen_at=NOW, event_id="e")

    assert NOW == letter.replied_at
    assert letter.answered_by(NOW)
    assert not letter.answered_by(NOW - timedelta(seconds=1))


def test_an_answer_dated_ahead_counts_in_a_dossier_that_kept_its_date() -> None:
    """Dossiers of before hold the date as the board showed it."""
    letter = Letter(
        board_id="b1", id="m1", asked_at=days_ago(100), answered_at=NOW, replied_at=NOW + timedelta(hours=1)
    )

    assert letter.answered_by(NOW)
    assert not letter.answered_by(NOW - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("asked", "replied", "days"),
    [(10, 7.5, 2.5), (10, 10, 0), (7, 10, None), (None, 3, None), (3, None, None)],
    ids=["some days", "at once", "contradiction", "not known when asked", "not known when answered"],
)
def test_days_to_answer_need_both_times(asked: float | None, replied: float | None, days: float | None) -> None:
    """A contradiction is no number."""
    moment = {"asked_at": None if asked is None else days_ago(asked)}
    replied_at = None if replied is None else days_ago(replied)
    letter = Letter(board_id="b1", id="m1", replied_at=replied_at, **moment)

    assert days == days_to_answer(letter)
