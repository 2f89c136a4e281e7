"""Long texts in parts of so many bytes: at line ends where possible, never inside a character."""

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_MODIFIERS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_MARK_ROOM = len("（999/999）\n".encode())


def split(text: str, limit: int) -> tuple[str, ...]:
    """The text in parts of at most `limit` UTF-8 bytes each, numbered when there are several."""
    if len(text.encode()) <= limit:
        return (text,)
    parts = tuple(_cut(text, limit - _MARK_ROOM))
    return tuple(f"（{number}/{len(parts)}）\n{part}" for number, part in enumerate(parts, start=1))


def shorten(text: str, limit: int) -> str:
    """The beginning of the text in at most `limit` bytes, with a mark where it was cut."""
    if len(text.encode()) <= limit:
        return text
    return next(_cut(text, limit - len("…".encode()))).rstrip() + "…"


def _cut(text: str, limit: int) -> Iterator[str]:
    part, size = "", 0
    for piece in _pieces(text, limit):
        length = len(piece.encode())
        if part and size + length > limit:
            yield part
            part, size = "", 0
        part, size = part + piece, size + length
    if part:
        yield part


def _pieces(text: str, limit: int) -> Iterator[str]:
    """Lines; one that is too long for a part of its own falls into characters."""
    for line in text.splitlines(keepends=True):
        if len(line.encode()) <= limit:
            yield line
        else:
            yield from _characters(line, limit)


def _characters(line: str, limit: int) -> Iterator[str]:
    """What a reader sees as one character, with its marks and joiners; a heap of marks beyond the limit falls apart."""
    cluster = ""
    for character in line:
        if cluster and (not _belongs(character, cluster) or len((cluster + character).encode()) > limit):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _belongs(character: str, before: str) -> bool:
    if character == "\n" and before.endswith("\r"):
        return True
    if ord(character) in _FLAGS:
        return len(before) % 2 == 1 and all(ord(one) in _FLAGS for one in before)
    extends = unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Mc"}
    joined = character == _JOINER or before.endswith(_JOINER) or ord(character) in _MODIFIERS
    return bool(extends) or joined
