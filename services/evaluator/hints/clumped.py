"""Was a list filled all at once after a long silence?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from services.evaluator.hints.line import Line, Suspicion
from services.evaluator.window import day_in_china

INDICATOR = "website.info.hints.clumped"

AT_ONCE = 10
"""Lines of one day from which on it is a clump."""

SILENT = timedelta(days=30)
"""How long nothing was published before it."""


def suspected(lines: Sequence[Line]) -> Iterator[Suspicion]:
    """One suspicion for each clump on a list; all lines are of one list at one look, dated ones count."""
    days = Counter(day_in_china(line.published_at) for line in lines if line.published_at)
    for day in clumps(days):
        first = next(line for line in lines if line.published_at and day_in_china(line.published_at) == day)
        before = max(other for other in days if other < day)
        text = f"疑似集中发布：{day} 一天发布 {days[day]} 条，此前自 {before} 起 {(day - before).days} 天没有更新"
        yield first.hint(INDICATOR, text, key=f"{first.page} {day}")


def clumps(days: Counter[date]) -> list[date]:
    """The days on which much was published after a long silence. What the list does not reach back to is unknown."""
    ordered = sorted(days)
    return [day for before, day in pairwise(ordered) if days[day] >= AT_ONCE and day - before >= SILENT]
