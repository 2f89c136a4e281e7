"""When an open fault is told again, and by when it is to be mended."""

from datetime import UTC, date, datetime

import pytest

from services.notifier.escalation import mend_by, reminder_due
from shared.clock import CHINA, local
from shared.contracts.verdicts import IndicatorKind
from shared.workdays import UnknownYear
from tests.warning_builders import NOON, POLICY


@pytest.mark.parametrize(
    ("told_at", "reminders", "expected"),
    [
        (NOON, 0, date(2023, 11, 24)),
        (NOON, 1, date(2023, 11, 28)),
        (NOON, 2, date(2023, 12, 5)),
        (NOON, 9, date(2023, 12, 5)),
        (datetime(2023, 9, 28, 4, tzinfo=UTC), 0, date(2023, 10, 9)),
        (datetime(2023, 11, 20, 16, 30, tzinfo=UTC), 0, date(2023, 11, 24)),
    ],
    ids=[
        "first, three workdays on",
        "second, five workdays on",
        "third, ten workdays on",
        "the last interval repeats",
        "over the national holiday and its make-up days",
        "half past midnight in China counts as that day",
    ],
)
def test_reminders_come_in_workdays_at_nine(told_at, reminders, expected):
    """Intervals grow and are counted in workdays with 调休."""
    due = local(reminder_due(told_at, reminders, POLICY.remind))

    assert (expected, 9, 0) == (due.date(), due.hour, due.minute)


def unknown(day, count):
    """A calendar that ends here."""
    raise UnknownYear(day.year)


def test_a_reminder_comes_though_the_calendar_ends():
    """In a year whose holidays nobody knows weekdays are counted: reminding on a holiday accuses nobody."""
    friday = datetime(2023, 11, 24, 12, tzinfo=CHINA)

    assert date(2023, 11, 29) == local(reminder_due(friday, 0, POLICY.remind, unknown)).date()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(IndicatorKind.VETO, date(2023, 11, 24)), (IndicatorKind.DEDUCTION, date(2023, 12, 5))],
    ids=["veto", "deduction"],
)
def test_the_deadline_is_the_end_of_a_workday(kind, expected):
    """The whole last day counts."""
    deadline = local(mend_by(NOON, kind, POLICY.mend))

    assert (expected, 23, 59) == (deadline.date(), deadline.hour, deadline.minute)


def test_a_deadline_is_never_guessed():
    """Where the calendar ends there is no date, only a number of workdays."""
    assert mend_by(NOON, IndicatorKind.VETO, POLICY.mend, unknown) is None
