"""When is an open fault told again? Workdays after it was told last, growing, at one time of day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from services.notifier.policy import Mending, Reminding
from shared.clock import CHINA, local
from shared.contracts.verdicts import IndicatorKind
from shared.workdays import UnknownYear, add_workdays

AddWorkdays = Callable[[date, int], date]
"""The workday so many workdays after a day; raises `UnknownYear`."""

END_OF_DAY = timedelta(days=1) - timedelta(milliseconds=1)


def reminder_due(
    last_told_at: datetime, reminders: int, policy: Reminding, add: AddWorkdays = add_workdays
) -> datetime:
    """When the next reminder is due after so many. In a year whose holidays nobody knows, weekdays are counted."""
    interval = policy.workdays[min(reminders, len(policy.workdays) - 1)]
    told_on = local(last_told_at).date()
    try:
        day = add(told_on, interval)
    except UnknownYear:
        day = _add_weekdays(told_on, interval)
    return datetime.combine(day, policy.at, tzinfo=CHINA)


def warning_due(limit_at: datetime, workdays: int, at: time, add: AddWorkdays = add_workdays) -> datetime:
    """The time of day `at`, so many workdays before a limit; with 0, on the first workday from the limit on."""
    last_day = local(limit_at - timedelta(milliseconds=1)).date()
    try:
        day = add(last_day, -workdays if workdays else 1)
    except UnknownYear:
        day = _add_weekdays(last_day, -workdays if workdays else 1)
    return datetime.combine(day, at, tzinfo=CHINA)


def mend_by(
    told_at: datetime, kind: IndicatorKind, policy: Mending, add: AddWorkdays = add_workdays
) -> datetime | None:
    """The end of the last day to mend it. None in a year whose holidays nobody knows: a deadline is never guessed."""
    try:
        day = add(local(told_at).date(), policy.workdays(kind))
    except UnknownYear:
        return None
    return datetime.combine(day, datetime.min.time(), tzinfo=CHINA) + END_OF_DAY


def _add_weekdays(day: date, count: int) -> date:
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= day.weekday() < 5
    return day
