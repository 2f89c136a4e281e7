"""The ledgers: both sides of each limit, what counts for a period, and numbers for the notice."""

from datetime import date, datetime, timedelta

import pytest

from services.evaluator.ledger import (
    bonuses,
    letter_test_counts,
    letter_tests,
    manual_findings,
    ticket_counts,
    tickets,
)
from shared.clock import CHINA
from shared.contracts.assessment import LetterTestCounts, TicketCounts
from shared.contracts.records import LetterOutcome
from shared.workdays import UnknownYear
from tests.builders import NOW, a_case, a_period, a_record, a_website

FRIDAY = datetime(2026, 11, 6, 9, 0, tzinfo=CHINA)
"""Its third workday is Wednesday the 11th, its fifth Friday the 13th."""


def at(day, hour=0, month=11):
    return datetime(2026, month, day, hour, tzinfo=CHINA)


def recorded(kind, number=1, **fields):
    texts = {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
    return a_record(NOW, kind=kind, record_id=f"{kind}{number}", fields=texts)


def the_case(*events, as_of=NOW, period=None):
    return a_case(a_website(), *events, as_of=as_of, period=period)


def the_ticket(as_of=NOW, **fields):
    (state,) = tickets(the_case(recorded("ticket", received_at=FRIDAY, **fields), as_of=as_of))
    return state


@pytest.mark.parametrize(
    ("answered_at", "late"),
    [
        pytest.param(at(11, 23), False, id="last-moment-of-the-third-workday"),
        pytest.param(at(12), True, id="the-day-after-it"),
        pytest.param(None, True, id="never"),
    ],
)
def test_a_ticket_is_answered_within_three_workdays(answered_at, late):
    """The weekend does not count; the third workday itself does."""
    fields = {"answered_at": answered_at} if answered_at else {}

    assert late == the_ticket(**fields).reply_late


@pytest.mark.parametrize(
    ("as_of", "late"),
    [pytest.param(at(11, 23), False, id="on-the-last-day"), pytest.param(at(12), True, id="after-it")],
)
def test_a_ticket_without_an_answer_is_late_once_its_time_is_over(as_of, late):
    """While there is time it is only open."""
    assert late == the_ticket(as_of=as_of).reply_late


@pytest.mark.parametrize(
    ("closed_at", "late"),
    [
        pytest.param(at(6, 23, month=12), False, id="a-month-later"),
        pytest.param(at(7, month=12), True, id="a-month-and-a-day-later"),
    ],
)
def test_a_ticket_is_finished_within_a_month(closed_at, late):
    """The same day of the next month is in time."""
    fields = {"answered_at": at(9), "closed_at": closed_at}

    assert late == the_ticket(as_of=at(20, month=12), **fields).close_late


def test_what_was_answered_after_the_moment_was_open_then():
    """A later fact does not change what stood before it."""
    state = the_ticket(as_of=at(12, 1), answered_at=at(13))

    assert (False, True) == (state.answered, state.reply_late)


def test_finishing_a_ticket_answers_it():
    """Whoever notes only the end has noted an answer."""
    assert the_ticket(closed_at=at(9)).answered


def test_a_year_without_a_calendar_is_not_guessed():
    """The limit leads into a year whose workdays nobody knows."""
    with pytest.raises(UnknownYear):
        tickets(the_case(recorded("ticket", received_at="2003-05-04T08:00:00+08:00")))


def test_tickets_of_the_period_are_counted():
    """Those received before or after it are not among them; wrong ones count as received."""
    records = [
        recorded("ticket", 1, received_at=at(2), answered_at=at(3), closed_at=at(4), valid=True),
        recorded("ticket", 2, received_at=at(3), valid=False),
        recorded("ticket", 3, received_at=at(31, month=10)),
        recorded("ticket", 4, received_at=at(16)),
    ]

    counted = ticket_counts(the_case(*records, as_of=at(16, 12), period=a_period("2026-11-01", "2026-11-15")))

    assert TicketCounts(received=2, valid=1, overdue=1) == counted


def test_no_ledger_is_not_a_ledger_of_nothing():
    """Nobody said anything of the target."""
    assert (None, None) == (ticket_counts(the_case()), letter_test_counts(the_case()))


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        pytest.param({"answered_at": at(6, 23)}, LetterOutcome.SAME_DAY, id="the-same-day"),
        pytest.param({"answered_at": at(7)}, LetterOutcome.IN_TIME, id="the-next-day"),
        pytest.param({"answered_at": at(13, 23)}, LetterOutcome.IN_TIME, id="the-fifth-workday"),
        pytest.param({"answered_at": at(14)}, LetterOutcome.LATE, id="after-it"),
        pytest.param({}, LetterOutcome.NEVER, id="no-answer"),
        pytest.param({"outcome": "broken"}, LetterOutcome.BROKEN, id="could-not-be-handed-in"),
        pytest.param({"outcome": "in_time"}, LetterOutcome.IN_TIME, id="as-the-inspector-noted"),
    ],
)
def test_how_a_test_letter_ended(fields, outcome):
    """What the inspector noted stands; else the times say it."""
    (state,) = letter_tests(the_case(recorded("letter", sent_at=FRIDAY, **fields)))

    assert outcome is state.outcome


def test_a_test_letter_with_time_left_has_not_ended():
    """Silence is no answer before the time is over."""
    (state,) = letter_tests(the_case(recorded("letter", sent_at=FRIDAY), as_of=at(13, 23)))

    assert (None, False) == (state.outcome, state.failed)


def test_test_letters_are_counted_by_their_end():
    """Those of the same day are among those in time."""
    ends = [at(6, 23), at(7), at(14), None]
    letters = [
        recorded("letter", n, sent_at=FRIDAY, **({"answered_at": end} if end else {})) for n, end in enumerate(ends)
    ]

    counted = letter_test_counts(the_case(*letters, recorded("letter", 9, sent_at=FRIDAY, outcome="broken")))

    assert LetterTestCounts(sent=5, same_day=1, in_time=2, late=1, never=1, broken=1) == counted


def test_a_corrected_record_replaces_the_first():
    """The same name, a later version."""
    first = a_record(at(9), kind="letter", record_id="l1", fields={"sent_at": FRIDAY.isoformat()})
    second = a_record(at(10), kind="letter", record_id="l1", fields={"sent_at": FRIDAY.isoformat(), "outcome": "never"})

    assert letter_tests(the_case(first, second)) == letter_tests(the_case(second, first))
    assert 1 == len(letter_tests(the_case(first, second)))


INDICATOR = "website.veto.security.illegal_content"


def a_finding(**fields):
    return recorded("finding", indicator=INDICATOR, text="外链指向博彩网站", **{"found_at": at(5), **fields})


@pytest.mark.parametrize(
    ("fields", "as_of", "holds"),
    [
        pytest.param({}, at(5, 1), True, id="from-the-day-it-was-found"),
        pytest.param({}, at(4, 23), False, id="not-before"),
        pytest.param({"mended_at": at(9)}, at(8, 23), True, id="until-it-is-mended"),
        pytest.param({"mended_at": at(9)}, at(9), False, id="not-after"),
        pytest.param({"last_day": "2026-11-08"}, at(8, 23), True, id="on-its-last-day"),
        pytest.param({"last_day": "2026-11-08"}, at(9), False, id="after-its-last-day"),
        pytest.param({"withdrawn": True}, at(6), False, id="entered-by-mistake"),
    ],
)
def test_a_manual_finding_holds_from_when_it_was_found_until_it_is_mended(fields, as_of, holds):
    """Of the present only what is there still."""
    assert holds == bool(manual_findings(the_case(a_finding(**fields), as_of=as_of), INDICATOR))


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        pytest.param("2026-11-01", "2026-11-15", True, id="found-and-mended-within"),
        pytest.param("2026-11-09", "2026-11-15", True, id="mended-within"),
        pytest.param("2026-11-10", "2026-11-15", False, id="mended-before"),
        pytest.param("2026-10-01", "2026-11-04", False, id="found-after"),
    ],
)
def test_a_fault_of_the_period_counts_for_it_although_it_was_mended(first, last, holds):
    """A notice speaks of its whole period."""
    case = the_case(a_finding(mended_at=at(9, 12)), as_of=at(16), period=a_period(first, last))

    assert holds == bool(manual_findings(case, INDICATOR))


def test_bonus_points_count_for_their_days_and_indicator():
    """Those of another indicator, or of other days, do not."""
    records = [
        recorded("bonus", 1, indicator="website.bonus.innovation", given_at=at(3), points=3, why="首创"),
        recorded(
            "bonus", 2, indicator="website.bonus.innovation", given_at=at(3), points=3, why="x", last_day="2026-11-04"
        ),
        recorded("bonus", 3, indicator="website.bonus.other", given_at=at(3), points=3, why="x"),
    ]

    found = bonuses(the_case(*records, as_of=at(5)), "website.bonus.innovation")

    assert ["bonus1"] == [name for name, _ in found]


def test_an_export_is_a_look_at_the_board():
    """Letters the owner hands over are judged like those that were seen."""
    asked = NOW - timedelta(days=120)
    export = recorded(
        "export",
        board_id="b1",
        exported_at=NOW,
        whole=True,
        messages=[{"id": "m1", "title": "路灯不亮", "asked_at": asked.isoformat()}],
    )

    dossier = the_case(export).dossier

    assert [("b1", "m1")] == [letter.name for letter in dossier.letters]
    assert not dossier.records
    assert dossier.page("board:b1").good.shown == 1
