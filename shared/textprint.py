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
"""Characters after which the rest is left out."""

_NOISE = re.compile(r"[\W_]+")


def print_of(text: str) -> int | None:
    """The print of a text (simhash over its four-character pieces); None for a text that is too short."""
    plain = _NOISE.sub("", text)
    if len(plain) < SHORTEST:
        return None
    pieces = {plain[start : start + GRAM] for start in range(min(len(plain), LONGEST) - GRAM + 1)}
    # each piece votes for each bit; the votes for one bit are counted in one long number, a byte for every piece
    votes = b"".join([blake2b(piece.encode(), digest_size=BITS // 8).digest() for piece in pieces])
    ones = int.from_bytes(b"\x01" * len(pieces))
    value = 0
    for place in range(BITS // 8):
        column = int.from_bytes(votes[place :: BITS // 8])
        for bit in range(8):
            if 2 * (column & ones << bit).bit_count() > len(pieces):
                value |= 1 << 8 * place + bit
    return value


def difference(one: int, other: int) -> int:
    """In how many bits two prints differ."""
    return (one ^ other).bit_count()


def bands(value: int) -> tuple[str, ...]:
    """The parts of a print, each with its place."""
    width = BITS // BANDS
    return tuple(f"{band}:{value >> band * width & (1 << width) - 1:04x}" for band in range(BANDS))
