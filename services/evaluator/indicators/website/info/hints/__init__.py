"""Hints in texts: what looks wrong and only a person can say."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.info.hints import (
    characters,
    clumped,
    duplicate,
    future_date,
    missing_attachment,
    wording,
)

INDICATORS: tuple[Indicator[Any], ...] = (
    wording.INDICATOR,
    characters.INDICATOR,
    future_date.INDICATOR,
    clumped.INDICATOR,
    duplicate.INDICATOR,
    missing_attachment.INDICATOR,
)
"""In the order findings are listed."""
