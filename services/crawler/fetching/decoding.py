"""Content encodings undone with a limit: a small answer may not become a large one."""

import io
import zlib
from dataclasses import dataclass
from enum import StrEnum

import zstandard

ACCEPTED = "gzip, deflate, zstd"
_MOST_LAYERS = 3
_GZIP = 16 + zlib.MAX_WBITS
_LARGEST_WINDOW = 8 * 1024 * 1024
_MOST_MEMBERS = 64
"""Parts of one gzip body; thousands of tiny ones would take minutes."""


class Ending(StrEnum):
    """How the decoding ended."""

    WHOLE = "whole"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Body:
    """The decoded bytes, never more than the limit, and how it ended."""

    content: bytes
    ending: Ending = Ending.WHOLE


def decoded(raw: bytes, encodings: str, *, limit: int) -> Body:
    """The body as it was before the server encoded it. A body that is not encoded at all, whatever it says, is kept."""
    layers = [word.strip().lower() for word in encodings.split(",") if word.strip()]
    layers = [layer for layer in layers if layer != "identity"]
    if len(layers) > _MOST_LAYERS:
        return Body(b"", Ending.UNKNOWN)
    body = Body(raw[:limit], Ending.WHOLE if len(raw) <= limit else Ending.TOO_LARGE)
    for layer in reversed(layers):
        if body.ending is not Ending.WHOLE:
            break
        body = _undone(body.content, layer, limit)
    return body


def _undone(raw: bytes, layer: str, limit: int) -> Body:
    if not raw:
        return Body(b"")
    if layer in {"gzip", "x-gzip"}:
        return _inflated(raw, _GZIP, limit) if raw[:2] == b"\x1f\x8b" else Body(raw)
    if layer == "deflate":
        return _inflated(raw, zlib.MAX_WBITS if _has_zlib_header(raw) else -zlib.MAX_WBITS, limit)
    if layer == "zstd":
        return _unzstd(raw, limit)
    return Body(b"", Ending.UNKNOWN)


def _has_zlib_header(raw: bytes) -> bool:
    return len(raw) > 1 and raw[0] & 0x0F == 8 and int.from_bytes(raw[:2], "big") % 31 == 0


def _inflated(raw: bytes, window: int, limit: int) -> Body:
    out = bytearray()
    whole = False
    for _ in range(_MOST_MEMBERS):
        machine = zlib.decompressobj(window)
        try:
            out += machine.decompress(raw, limit + 1 - len(out))
        except zlib.error:
            return Body(bytes(out[:limit]), Ending.TRUNCATED)
        raw = machine.unused_data
        whole = machine.eof and raw[:2] != b"\x1f\x8b"
        if whole or not machine.eof or len(out) > limit:
            break
    if len(out) > limit:
        return Body(bytes(out[:limit]), Ending.TOO_LARGE)
    return Body(bytes(out), Ending.WHOLE if whole else Ending.TRUNCATED)


def _unzstd(raw: bytes, limit: int) -> Body:
    machine = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    try:
        with machine.stream_reader(io.BytesIO(raw), read_across_frames=True) as reader:
            out = reader.read(limit + 1)
    except zstandard.ZstdError:
        return Body(b"", Ending.TRUNCATED)
    return Body(out[:limit], Ending.TOO_LARGE if len(out) > limit else Ending.WHOLE)
