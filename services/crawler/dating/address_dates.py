"""The date in an address. A last resort: on one site it was wrong for every fourth page."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from services.crawler.dates import stated

_Y, _M, _D = r"(?P<y>20[0-4]\d|199\d)", r"(?P<m>1[0-2]|0?[1-9])", r"(?P<d>3[01]|[12]\d|0?[1-9])"
_M2, _D2 = r"(?P<m>1[0-2]|0[1-9])", r"(?P<d>3[01]|[12]\d|0[1-9])"
_FOLDER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"/{_Y}[/-]{_M}[/-]{_D}/",
        rf"/{_Y}-?{_M2}/{_D2}/",
        rf"/{_Y}/{_M2}-?{_D2}/",
        rf"/{_Y}{_M2}{_D2}/",
    )
)
_FILE = re.compile(rf"(?:^|[/_t]){_Y}-?{_M2}-?{_D2}(?=[_./-]|\d{{6,9}}\.|$)")


@dataclass(frozen=True, slots=True)
class AddressDate:
    """The day an address names; `folder` when the system files by day, else it is part of a file name."""

    at: datetime
    folder: bool


def address_date(url: str) -> AddressDate | None:
    """The day an address names, if any."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    for pattern in _FOLDER:
        found = pattern.search(path)
        if found:
            return _of(found, folder=True)
    found = _FILE.search(path)
    return _of(found, folder=False) if found else None


def _of(found: re.Match[str], *, folder: bool) -> AddressDate | None:
    written = stated(f"{found['y']}-{found['m']}-{found['d']}")
    return AddressDate(written.at, folder) if written else None
