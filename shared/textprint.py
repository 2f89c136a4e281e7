"""The print of a text: texts that differ in little have prints that differ in few bits."""

import re
from hashlib import blake2b

BITS = 64
BANDS = 4
"""Prints that differ in fewer bits than there are bands share at least one band."""

GRAM = 4
SHORTEST = 120
"""Characters below which a text says too little to be compared."""

LONGEST = 20_000
"""Characters after which the rest is left out; fewer than a lane can count."""

_LANE = 16
_FULL = (1 << _LANE) - 1
_LANES = [sum(1 << _LANE * bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]
"""A byte with each of its bits in a lane of its own, so that eight bits are counted in one addition."""

_NOISE = re.compile(r"[\W_]+")


def print_of(text: str) -> int | None:
    """The print of a text (simhash over its four-character pieces); None for a text that is too short."""
    plain = _NOISE.sub("", text)
    if len(plain) < SHORTEST:
        return None
    pieces = {plain[start : start + GRAM] for start in range(min(len(plain), LONGEST) - GRAM + 1)}
    totals = [0] * (BITS // 8)
    for piece in pieces:
        for place, byte in enumerate(blake2b(piece.encode(), digest_size=BITS // 8).digest()):
            totals[place] += _LANES[byte]
    counts = (total >> _LANE * bit & _FULL for total in totals for bit in range(8))
    return sum(1 << bit for bit, count in enumerate(counts) if 2 * count > len(pieces))


def difference(one: int, other: int) -> int:
    """In how many bits two prints differ."""
    return (one ^ other).bit_count()


def bands(value: int) -> tuple[str, ...]:
    """The parts of a print, each with its place."""
    width = BITS // BANDS
    return tuple(f"{band}:{value >> band * width & (1 << width) - 1:04x}" for band in range(BANDS))
