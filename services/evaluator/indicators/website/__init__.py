"""Indicators asked of websites."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.bonus import INDICATORS as BONUS
from services.evaluator.indicators.website.deduct import INDICATORS as DEDUCT
from services.evaluator.indicators.website.info.hints import INDICATORS as HINTS
from services.evaluator.indicators.website.veto import INDICATORS as VETO

INDICATORS: tuple[Indicator[Any], ...] = (
    *VETO,
    *DEDUCT,
    *BONUS,
    *HINTS,
)
"""In the order findings are listed."""
