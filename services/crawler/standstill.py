"""Does a feed still move, or does its bridge hand out an old copy?"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

STALLED_AFTER = timedelta(days=3)
"""A bridge that works builds its feed when it is asked, or within hours; one that lost its login keeps the old one."""
_SAME = timedelta(minutes=1)

_FIRST_ITEM = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
_BUILT = re.compile(rb"<(lastBuildDate|updated)(?:\s[^>]*)?>\s*(?:<!\[CDATA\[)?\s*([^<\]]{8,60})", re.IGNORECASE)


def is_stalled(body: bytes, observed_at: datetime, newest_at: datetime | None = None) -> bool:
    """Whether the feed itself says that it was built long before it was asked for. Without such a date: no.

    Atom's `updated` may as well be the date of the newest post (`newest_at`): then it says nothing of the building.
    """
    first = _FIRST_ITEM.search(body)
    found = _BUILT.search(body, 0, first.start() if first else len(body))
    built_at = _moment(found[2].decode("ascii", "replace").strip()) if found else None
    if found is None or built_at is None:
        return False
    if found[1].lower() == b"updated" and newest_at is not None and abs(built_at - newest_at) <= _SAME:
        return False
    return observed_at - built_at > STALLED_AFTER


def _moment(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(text)
        except (ValueError, TypeError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
