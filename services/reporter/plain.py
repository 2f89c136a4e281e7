"""Text from the web made harmless before it is written down: one clean line, an address that is only an address."""

import re
import unicodedata
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

_BLANKS = re.compile(r"\s+")
_LEFT_OUT = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories that no document may carry: controls, bidirectional tricks, lone surrogates."""

_MAX_ADDRESS = 2000
"""Longer addresses are no addresses a reader can follow, and more than a workbook takes."""


def one_line(text: str) -> str:
    """The text on one line, without characters that steer a display or that XML refuses; gaps become one blank."""
    spaced = _BLANKS.sub(" ", text).strip()
    if spaced.isprintable():
        return spaced
    return _BLANKS.sub(" ", "".join(char for char in spaced if _writable(char))).strip()


def followable(address: str | None) -> str | None:
    """The address if it is one of the web that a reader may follow; None for everything else (`javascript:` …)."""
    if not address:
        return None
    clean = one_line(address).replace(" ", "%20")
    try:
        parts = urlsplit(clean)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc or len(clean) > _MAX_ADDRESS:
        return None
    return clean


def _writable(char: str) -> bool:
    point = ord(char)
    is_no_character = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF
    return not is_no_character and unicodedata.category(char) not in _LEFT_OUT


Line = Annotated[str, AfterValidator(one_line)]
"""Text that may come from the web: always one clean line."""

Address = Annotated[str | None, AfterValidator(followable)]
"""A web address that is safe to follow, or None."""
