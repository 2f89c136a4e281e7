"""Hints in texts: what looks wrong and only a person can say."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.account.info.hints import characters, wording

INDICATORS: tuple[Indicator[Any], ...] = (
    wording.INDICATOR,
    characters.INDICATOR,
)
"""In the order findings are listed."""
