"""Whether a yearly report was published in time."""

from collections.abc import Collection
from datetime import date

from services.evaluator.tally import Tally


def published_by(tally: Tally, due: date, names: Collection[str]) -> bool | None:
    """By its day of its year; None: the website has no such column, or it was not seen all the time until then."""
    own = [(name, days) for name, days in tally.reports if any(word in name for word in names)]
    if any(day.year == due.year and day <= due for _, days in own for day in days):
        return True
    if not own or any(name in tally.unseen_reports for name, _ in own):
        return None
    return False
