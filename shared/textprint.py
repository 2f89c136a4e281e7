"""The print of a text: texts that differ in little have prints that differ in few bits."""

import re
from hashlib import blake2b

BITS = 64
BANDS = 4
"""Prints that differ in fewer bits than there are bands share at least one band."""

GRAM = 4
SHORTEST = 120
"""Characters below which a text says too little to be compared."""

_NOISE = re.compile(r"[\W_]+")


def print_of(text: str) -> int | None:
    """The print of a text (simhash over its four-character pieces); None for a text that is too short."""
    plain = _NOISE.sub("", text)
    if len(plain) < SHORTEST:
        return None
    weights = [0] * BITS
    for piece in {plain[start : start + GRAM] for start in range(len(plain) - GRAM + 1)}:
        value = int.from_bytes(blake2b(piece.encode(), digest_size=8).digest(), "big")
        for bit in range(BITS):
            weights[bit] += 1 if value >> bit & 1 else -1
    return sum(1 << bit for bit in range(BITS) if weights[bit] > 0)


def difference(one: int, other: int) -> int:
    """In how many bits two prints differ."""
    return (one ^ other).bit_count()


def bands(value: int) -> tuple[str, ...]:
    """The parts of a print, each with its place."""
    width = BITS // BANDS
    return tuple(f"{band}:{value >> band * width & (1 << width) - 1:04x}" for band in range(BANDS))
