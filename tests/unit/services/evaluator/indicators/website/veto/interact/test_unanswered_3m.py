"""留言超3个月未回应."""

from datetime import date, datetime, timedelta

import pytest

from services.evaluator.indicators.website.veto.interact.unanswered_3m import INDICATOR
from services.evaluator.reason import Reason
from services.evaluator.window import midnight
from shared.contracts.target import LookOutcome, Outcome
from tests.builders import NOW, a_board, a_board_look, a_letter, a_website, days_ago, judged

EVER = datetime(1970, 1, 1).astimezone()
SITE = a_website(boards=(a_board(unit_id="u7"),))
OVERDUE = a_letter(asked_at=days_ago(100))


@pytest.mark.parametrize(
    ("asked_on", "expected"),
    [(date(2026, 8, 20), Outcome.MET), (date(2026, 8, 19), Outcome.NOT_MET)],
    ids=["exactly three months", "a day more"],
)
def test_three_calendar_months_are_allowed(asked_on: date, expected: Outcome) -> None:
    """超过3个月 begins the day after the third month is full."""
    letter = a_letter(asked_at=midnight(asked_on))

    assert expected is judged(INDICATOR, SITE, a_board_look(NOW, letter, complete_since=EVER)).outcome


def test_the_letter_is_told_with_its_unit_and_its_time() -> None:
    """Each overdue letter is a thing that somebody must answer."""
    judgement = judged(INDICATOR, SITE, a_board_look(NOW, OVERDUE, complete_since=EVER))
    item = judgement.items[0]

    assert ("b1/m1", "路灯不亮", "u7", "message") == (item.id, item.name, item.unit_id, item.kind)
    assert "2026-08-12 来信，已 100 天未答复" == item.text
    assert midnight(date(2026, 11, 13)) == item.due_at == judgement.since
    assert "1 件留言超过3个月未回应，最早一件“路灯不亮”2026-08-12 来信" == judgement.text


@pytest.mark.parametrize(
    ("asked_on", "expected"),
    [(date(2025, 11, 20), Outcome.NOT_MET), (date(2025, 11, 19), Outcome.MET)],
    ids=["inside the year", "before it"],
)
def test_only_letters_of_the_last_year_count(asked_on: date, expected: Outcome) -> None:
    """监测时间点前1年内."""
    letter = a_letter(asked_at=midnight(asked_on))

    assert expected is judged(INDICATOR, SITE, a_board_look(NOW, letter, complete_since=EVER)).outcome


def test_a_later_answer_wins() -> None:
    """Seen open, then answered, in whatever order it is heard: answered."""
    opened = a_board_look(days_ago(1), OVERDUE, complete_since=EVER)
    answered = a_board_look(NOW, a_letter(asked_at=OVERDUE.asked_at, status="已回复"), complete_since=EVER)

    assert Outcome.MET is judged(INDICATOR, SITE, opened, answered).outcome
    assert Outcome.MET is judged(INDICATOR, SITE, answered, opened).outcome


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(hours=14), timedelta(days=30)])
def test_an_answer_dated_after_the_look_is_an_answer(ahead: timedelta) -> None:
    """The board's clock is not ours, and a date may stand for the end of its day: the answer was there."""
    answered = a_letter(asked_at=OVERDUE.asked_at, replied_at=NOW + ahead)

    assert Outcome.MET is judged(INDICATOR, SITE, a_board_look(NOW, answered, complete_since=EVER)).outcome


@pytest.mark.parametrize("kind", ["petition", "interview", "survey"])
def test_petitions_interviews_and_surveys_do_not_count(kind: str) -> None:
    """在线访谈、调查征集、网上信访除外."""
    site = a_website(boards=(a_board(kind=kind),))

    judgement = judged(INDICATOR, site, a_board_look(NOW, OVERDUE, complete_since=EVER))

    assert (Outcome.MET, Reason.NOT_APPLICABLE) == (judgement.outcome, judgement.reason)


def test_a_website_without_boards_is_not_asked() -> None:
    """Nothing registered, nothing to answer."""
    assert Reason.NOT_APPLICABLE is judged(INDICATOR, a_website()).reason


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"outcome": LookOutcome.BLIND, "reason": "blocked"}, Reason.BLOCKED),
        ({"outcome": LookOutcome.FAILED, "reason": "timeout"}, Reason.TARGET_FAILED),
        ({"messages": None}, Reason.UNREADABLE),
    ],
    ids=["blind", "failed", "not read"],
)
def test_a_board_that_was_not_seen_leaves_it_open(fields: dict[str, object], reason: Reason) -> None:
    """Not seeing a letter is not seeing that there is none."""
    judgement = judged(INDICATOR, SITE, a_board_look(NOW, **fields))

    assert (Outcome.UNDETERMINED, reason) == (judgement.outcome, judgement.reason)


def test_a_board_nobody_looked_at_leaves_it_open() -> None:
    """One board seen does not speak for another."""
    site = a_website(boards=(a_board(), a_board("b2", name="市长信箱")))

    judgement = judged(INDICATOR, site, a_board_look(NOW, complete_since=EVER))

    assert Reason.NEVER_SEEN is judgement.reason
    assert "“市长信箱”" in judgement.text


def test_an_overdue_letter_on_one_board_is_enough() -> None:
    """What was seen was seen, whatever else was not."""
    site = a_website(boards=(a_board(), a_board("b2")))

    assert Outcome.NOT_MET is judged(INDICATOR, site, a_board_look(NOW, OVERDUE)).outcome


def test_a_list_that_does_not_reach_back_leaves_it_open() -> None:
    """An overdue letter could stand on a page we did not read; one that reaches back a year leaves no room."""
    answered = a_letter(asked_at=days_ago(5), replied_at=days_ago(4))

    short = judged(INDICATOR, SITE, a_board_look(NOW, answered, complete_since=days_ago(60)))
    long = judged(INDICATOR, SITE, a_board_look(NOW, answered, complete_since=days_ago(370)))

    assert (Outcome.UNDETERMINED, Reason.WINDOW_NOT_COVERED) == (short.outcome, short.reason)
    assert Outcome.MET is long.outcome


def test_a_list_read_to_its_end_is_complete() -> None:
    """A young board whose oldest letter is of last week, read whole, hides nothing."""
    look = a_board_look(NOW, a_letter(asked_at=days_ago(5)), complete_since=days_ago(5), whole_list=True)

    assert Outcome.MET is judged(INDICATOR, SITE, look).outcome


def test_a_pressing_letter_is_told_of_though_the_board_was_not_seen_whole() -> None:
    """The indicator is open, the letter is not."""
    look = a_board_look(NOW, a_letter(asked_at=days_ago(80)), complete_since=days_ago(85))

    judgement = judged(INDICATOR, SITE, look)

    assert Outcome.UNDETERMINED is judgement.outcome
    assert judgement.near is not None
    assert judgement.near.warn
    assert ["b1/m1"] == [item.id for item in judgement.items]


def test_a_pressing_letter_is_told_of_beside_an_overdue_one() -> None:
    """One is a fault already, the other can still be answered in time."""
    look = a_board_look(NOW, OVERDUE, a_letter("m2", asked_at=days_ago(80)), a_letter("m3", asked_at=days_ago(9)))

    judgement = judged(INDICATOR, SITE, look)

    assert [("b1/m1", Outcome.NOT_MET), ("b1/m2", Outcome.MET)] == [(one.id, one.outcome) for one in judgement.items]
    assert judgement.text.startswith("1 件留言超过3个月未回应")
    assert judgement.near is not None
    assert judgement.near.warn


def test_an_empty_board_is_seen_whole() -> None:
    """共0条 leaves nothing to answer, without any reach being told."""
    assert Outcome.MET is judged(INDICATOR, SITE, a_board_look(NOW)).outcome


def test_a_letter_that_is_no_longer_shown_is_a_question() -> None:
    """Seen open long ago and not since: it may have been answered."""
    opened = a_board_look(days_ago(20), a_letter(asked_at=days_ago(130)), complete_since=EVER)
    now = a_board_look(NOW, a_letter("m2", asked_at=days_ago(3)), complete_since=EVER)

    judgement = judged(INDICATOR, SITE, opened, now)

    assert (Outcome.UNDETERMINED, Reason.LETTER_OUT_OF_SIGHT) == (judgement.outcome, judgement.reason)


@pytest.mark.parametrize(
    ("asked_on", "expected"),
    [(date(2026, 8, 20), Outcome.MET), (date(2026, 8, 19), Outcome.UNDETERMINED)],
    ids=["all have time", "the oldest one had"],
)
def test_letters_that_have_scrolled_away_wait_in_number(asked_on: date, expected: Outcome) -> None:
    """Seen open and not since: each counts as waiting, until the time of the oldest is over."""
    gone = [a_letter("m1", asked_at=midnight(asked_on)), *(a_letter(f"m{n}", asked_at=days_ago(n)) for n in (60, 70))]
    opened = a_board_look(days_ago(30), *gone, complete_since=EVER)
    now = a_board_look(NOW, a_letter("m2", asked_at=days_ago(3)), complete_since=EVER)

    judgement = judged(INDICATOR, SITE, opened, now)

    assert expected is judgement.outcome
    if expected is Outcome.MET:
        assert "4 件留言待回应，均未超过3个月" == judgement.text


def test_a_letter_without_a_date_is_a_question() -> None:
    """Nobody can say how long it has waited."""
    looks = a_board_look(NOW, a_letter(), a_letter("m2", asked_at=days_ago(3), status="已回复"), complete_since=EVER)

    assert Reason.NO_DATES is judged(INDICATOR, SITE, looks).reason
    assert Reason.NO_DATES is judged(INDICATOR, SITE, a_board_look(NOW, a_letter())).reason


def test_a_look_at_the_very_moment_its_time_is_over_sees_it_overdue() -> None:
    """The day after the third month begins at midnight."""
    due = midnight(date(2026, 11, 20))
    look = a_board_look(due, a_letter(asked_at=midnight(date(2026, 8, 19))), complete_since=EVER)

    judgement = judged(INDICATOR, SITE, look, as_of=due)

    assert due == judgement.items[0].due_at
    assert Outcome.NOT_MET is judgement.outcome


def test_it_is_judged_at_the_look_not_after_it() -> None:
    """Its time ran out yesterday; seen open the day before: not seen overdue."""
    letter = a_letter(asked_at=midnight(date(2026, 8, 19)))
    look = a_board_look(days_ago(2), letter, complete_since=EVER)

    judgement = judged(INDICATOR, SITE, look)

    assert Outcome.MET is judgement.outcome
    assert judgement.near is not None
    assert judgement.near.warn


@pytest.mark.parametrize(("days", "warns"), [(67, False), (70, True)], ids=["below", "three quarters of its time"])
def test_it_warns_at_three_quarters_of_the_time(days: int, warns: bool) -> None:
    """Each letter that presses is named, with the day it is due."""
    letter = a_letter(asked_at=days_ago(days))

    judgement = judged(INDICATOR, SITE, a_board_look(NOW, letter, complete_since=EVER))

    assert Outcome.MET is judgement.outcome
    assert judgement.near is not None
    assert warns is judgement.near.warn
    assert warns is bool(judgement.items)
    assert all(item.outcome is Outcome.MET and item.due_at for item in judgement.items)


def test_an_earlier_moment_sees_what_was_open_then() -> None:
    """Answered two days ago, overdue since a week: last week it was a fault."""
    letter = a_letter(asked_at=days_ago(100), replied_at=days_ago(2))
    look = a_board_look(NOW, letter, complete_since=EVER)

    assert Outcome.NOT_MET is judged(INDICATOR, SITE, look, as_of=days_ago(4)).outcome
    assert Outcome.MET is judged(INDICATOR, SITE, look).outcome


def test_time_alone_changes_it_when_sight_grows_old() -> None:
    """The tick comes back when the look is five days old."""
    judgement = judged(INDICATOR, SITE, a_board_look(NOW, OVERDUE, complete_since=EVER))

    assert NOW + timedelta(days=5, milliseconds=1) == judgement.changes_at
