"""Whether the results of inspections were published in a column of their own, by the day of each quarter."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, NamedTuple

from pydantic import Field

from services.evaluator.columns import distinct
from services.evaluator.dossier import column_key
from services.evaluator.facts.page import Page
from services.evaluator.indicator import Case, Period
from services.evaluator.section import Names, Section
from services.evaluator.sight import sight_of
from services.evaluator.subject import Column

PUBLISH_BY = "org.check.publish_by"

_DAY = timedelta(days=1)
_OTHER = "报表"
"""Columns of yearly reports are called alike and are another matter."""


class NoticeNumbers(Section):
    """By which day of the second month of a quarter, and how the columns are called."""

    day: Annotated[int, Field(ge=1, le=28)]
    names: Names


class Notice(NamedTuple):
    """One column of notices and one day by which something was to stand in it."""

    column: str
    url: str
    due: date
    published_on: date | None
    """The first day since the deadline before on which something was published in it, that day itself included."""
    seen: bool
    """Everything published in between was seen."""


class Deadline(NamedTuple):
    """One day by which results are to be published, and since when something counts for it."""

    since: date
    due: date


def deadlines_in(period: Period, day: int) -> list[Deadline]:
    """The deadlines that lie in a period. What was published since the one before counts: a quarter may end early."""
    years = range(period.first.year - 1, period.last.year + 1)
    days = [date(year, month, day) for year in years for month in (2, 5, 8, 11)]
    return [Deadline(last + _DAY, due) for last, due in pairwise(days) if period.first <= due <= period.last]


def notices_of(case: Case) -> Iterator[Notice]:
    """What the columns of notices of a website showed by each deadline of the period; none where it has no column."""
    numbers = case.rules.sections.get(PUBLISH_BY)
    if case.period is None or not isinstance(numbers, NoticeNumbers):
        return
    for column in distinct(case.subject.columns):
        if _OTHER not in column.name and any(word in column.name for word in numbers.names):
            for deadline in deadlines_in(case.period, numbers.day):
                yield _notice(case, column, deadline)


def _notice(case: Case, column: Column, deadline: Deadline) -> Notice:
    since, due = deadline
    page = case.dossier.page(column_key(column.id))
    published = next(iter(page.days.days(since, due)), None) if page else None
    return Notice(column.name, column.url, due, published, _is_seen(case, page, deadline))


def _is_seen(case: Case, page: Page | None, deadline: Deadline) -> bool:
    """A line without a date may have been published on any day."""
    if page is None or (page.good and page.good.partly_undated):
        return False
    return sight_of(page, case.rules.sight.column, case.as_of, empty_counts=True).covers_days(*deadline)
