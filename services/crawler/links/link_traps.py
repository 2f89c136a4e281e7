"""Addresses that never end (calendars, endless filters, folders inside themselves) are followed only so far."""

import re
from collections import Counter
from urllib.parse import urlsplit

MOST_ALIKE = 400
"""Addresses of one shape that are followed: the articles of one folder of one year."""
MOST_ALIKE_ASKED = 40
"""The same for addresses with a query, which scripts write without end."""
_DEEPEST = 12
_LONGEST = 500
_MOST_REPEATS = 2
_NUMBER = re.compile(r"\d+")
_CALENDAR = re.compile(r"(?:calendar|rili|(?:[?&/](?:y(?:ear)?|m(?:onth)?|d(?:ay|ate)?)[=/]\d))", re.IGNORECASE)
_MOST_DAYS = 10


class Traps:
    """Counts the shapes of the addresses of one website."""

    def __init__(self, counted: dict[str, int] | None = None) -> None:
        self.counted: Counter[str] = Counter(counted or {})

    def let_in(self, url: str) -> bool:
        """Whether one more address of this shape may be taken up; it is counted."""
        shape, most = shape_of(url)
        if not most:
            return False
        self.counted[shape] += 1
        return self.counted[shape] <= most


def shape_of(url: str) -> tuple[str, int]:
    """The address with its numbers left out, and how many of that shape are worth asking for; none for nonsense."""
    if len(url) > _LONGEST:
        return url[:_LONGEST], 0
    _, _, rest = url.partition("://")
    path, asked, query = rest.partition("?")
    if path.count("/") > _DEEPEST or _winds(path):
        return path, 0
    shape = _NUMBER.sub("0", path)
    if asked:
        names = sorted(part.partition("=")[0] for part in query.split("&"))
        most = _MOST_DAYS if _CALENDAR.search(url) else MOST_ALIKE_ASKED
        return f"{shape}?{'&'.join(names)}", most
    return shape, _MOST_DAYS * 3 if _CALENDAR.search(path) else MOST_ALIKE


def _winds(path: str) -> bool:
    """Whether the same folder comes again and again."""
    if path.count("/") <= _MOST_REPEATS + 1:
        return False
    folders = [part for part in urlsplit(f"//{path}").path.split("/")[:-1] if part]
    return bool(folders) and max(Counter(folders).values()) > _MOST_REPEATS
