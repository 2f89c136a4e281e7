"""How much was published in columns of one category."""

from typing import NamedTuple

from services.evaluator.columns import distinct
from services.evaluator.dossier import column_key
from services.evaluator.indicator import Case
from services.evaluator.sight import sight_of
from services.evaluator.window import Window, day_in_china


class Published(NamedTuple):
    """How much was seen to be published, and whether all of it was seen."""

    total: int
    seen: bool


def published_in(case: Case, category: str, lookback: Window) -> Published | None:
    """What columns of a category published since the window began; None when there is no such column."""
    columns = [column for column in distinct(case.subject.columns) if column.category == category]
    if not columns:
        return None
    today = day_in_china(case.as_of)
    since = lookback.start(today, case.is_workday)
    total, seen = 0, True
    for column in columns:
        page = case.dossier.page(column_key(column.id))
        if page is None:
            seen = False
            continue
        total += page.days.total(since, today)
        seen = seen and sight_of(page, case.rules.sight.column, case.as_of, empty_counts=True).covers(since)
    return Published(total, seen)
