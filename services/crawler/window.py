"""How far back a list must be read for the rules that judge it, with some slack."""

from datetime import timedelta

from services.crawler.watch import Watch
from shared.contracts.target import Purpose
from shared.registry.vocabulary import Category

_NEWS = timedelta(days=35)
_HALF_YEAR = timedelta(days=200)
_YEAR = timedelta(days=400)
_COLUMNS = {Category.NEWS: _NEWS, Category.PERSONNEL: _YEAR, Category.PLANNING: _YEAR}


def window_of(watch: Watch) -> timedelta:
    """The window of a page's list: letters a year, news a month, other columns half a year or a year."""
    if watch.purpose is Purpose.BOARD:
        return _YEAR
    if watch.purpose is Purpose.COLUMN:
        return _COLUMNS.get(watch.category or Category.OTHER, _HALF_YEAR)
    return _NEWS
