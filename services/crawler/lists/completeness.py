"""Since when does a list show everything?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

MOST_OUT_OF_ORDER = 0.2
MOST_UNDATED = 0.1


def complete_since(lists: Sequence[Sequence[datetime | None]]) -> datetime | None:
    """The moment since which all of these lists show everything; None if one of them cannot promise it.

    A list promises it when nearly all its lines are dated and run from new to old: then nothing newer than its
    oldest line is missing. Lines older than a later one (pinned to the top) are left out of account. A list that
    is whole, with no further page, promises no more than its oldest line either.
    """
    promises = [_promise(moments) for moments in lists]
    if not promises or any(promise is None for promise in promises):
        return None
    return max(promise for promise in promises if promise is not None)


def _promise(lines: Sequence[datetime | None]) -> datetime | None:
    moments = [moment for moment in lines if moment is not None]
    if not moments or len(lines) - len(moments) > MOST_UNDATED * len(lines):
        return None
    in_order: list[datetime] = []
    newest_below: datetime | None = None
    for moment in reversed(moments):
        # lines of one day stand in any order
        if newest_below is None or moment + timedelta(days=1) > newest_below:
            in_order.append(moment)
            newest_below = max(newest_below, moment) if newest_below else moment
    if len(moments) - len(in_order) > max(1, MOST_OUT_OF_ORDER * len(moments)):
        return None
    return min(in_order)
