"""How a rate is printed: the regime's rounding and digits, and never 100 % when one failed."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

NOTHING_CHECKED = "—"
"""Printed where a rate has no denominator."""


class Rounding(StrEnum):
    """What happens to the digits that are not printed."""

    HALF_UP = "half_up"
    TRUNCATE = "truncate"


def printed_rate(qualified: int, checked: int, *, rounding: Rounding, decimals: int) -> str:
    """Such as `99.4%`; `100%` only when all are qualified; `—` when nothing was checked.

    A rate that would round up to 100 although one failed is truncated instead.

    Raises:
        ValueError: more qualified than checked, or a negative count.
    """
    if not 0 <= qualified <= checked:
        raise ValueError(f"qualified/checked: expected 0 ≤ qualified ≤ checked, got {qualified}/{checked}")
    if checked == 0:
        return NOTHING_CHECKED
    if qualified == checked:
        return "100%"
    percent = Fraction(qualified * 100, checked)
    text = _rounded(percent, rounding, decimals)
    if Decimal(text) >= 100:  # only half_up can do that, and it would hide the one that failed
        text = _rounded(percent, Rounding.TRUNCATE, decimals)
    return f"{text}%"


def printed_score(score: float, decimals: int) -> str:
    """A score with its digits, half up, as a person would write it: 97.95 is 98.0 and not 97.9."""
    return f"{Decimal(str(score)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def agrees(text: str, qualified: int, checked: int, *, rounding: Rounding, decimals: int) -> bool:
    """Is the printed rate the quotient it claims to be?"""
    return text == printed_rate(qualified, checked, rounding=rounding, decimals=decimals)


def _rounded(percent: Fraction, rounding: Rounding, decimals: int) -> str:
    """Exact: scaled to whole units of the last printed digit before any rounding."""
    scaled = percent * 10**decimals
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    if rounding is Rounding.HALF_UP and rest >= Fraction(1, 2):
        whole += 1
    return f"{Decimal(whole).scaleb(-decimals):f}"
