"""Bytes to text: what encoding a page or feed really has, whatever it claims."""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

_HEAD = 4096
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BIG5 = frozenset({"big5", "big5-hkscs", "big5hkscs", "cn-big5", "x-x-big5"})
_BROKEN_SHARE = 0.02
"""UTF-8 with a few broken characters (a CMS cut a summary in the middle of one) is still UTF-8."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding it was read with, and the one it claims (lower case, empty if none)."""

    text: str
    encoding: str
    declared: str
    exact: bool = False
    """The body is UTF-8 from the first byte to the last: it need not be encoded again."""


def decode(body: bytes, content_type: str = "") -> Decoded:
    """The text of a body. Never raises: what cannot be read becomes U+FFFD."""
    declared = declared_charset(body, content_type)
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return Decoded(body[len(bom) :].decode(encoding, "replace"), encoding, declared)
    wide = _utf16_without_bom(body)
    if wide:
        return Decoded(body.decode(wide, "replace"), wide, declared)
    with suppress(UnicodeDecodeError):
        return Decoded(body.decode("utf-8"), "utf-8", declared, exact=True)
    try:
        # final=False forgives a character cut in two by a size cap
        return Decoded(codecs.getincrementaldecoder("utf-8")("strict").decode(body, final=False), "utf-8", declared)
    except UnicodeDecodeError:
        return _legacy(body, declared)


def declared_charset(body: bytes, content_type: str = "") -> str:
    """What the header, the XML declaration or the meta tag says, lower case; empty if nothing does."""
    found = _DECLARED.search(content_type.encode("latin-1", "replace")) or _DECLARED.search(body[:_HEAD])
    return found.group(1).decode("ascii", "replace").lower() if found else ""


def _utf16_without_bom(body: bytes) -> str | None:
    head = body[:200]
    if len(head) < 4 or 0 not in head:
        return None
    if head[1::2].count(0) > len(head) * 0.3 and head[0::2].count(0) == 0:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) * 0.3 and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _legacy(body: bytes, declared: str) -> Decoded:
    if declared in _BIG5:
        return Decoded(body.decode("big5hkscs", "replace"), "big5", declared)
    tolerant = body.decode("utf-8", "replace")
    broken = tolerant.count("�")
    if broken * 50 <= len(tolerant) and broken <= _BROKEN_SHARE * sum(1 for char in tolerant if char > "\x7f"):
        return Decoded(tolerant, "utf-8", declared)
    # never gb2312: pages that say so use characters only its supersets have
    return Decoded(body.decode("gb18030", "replace"), "gb18030", declared)
