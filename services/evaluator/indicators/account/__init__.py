"""Indicators asked of accounts."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.account.gov import INDICATORS as GOV
from services.evaluator.indicators.account.info.hints import INDICATORS as HINTS
from services.evaluator.indicators.account.veto import INDICATORS as VETO

INDICATORS: tuple[Indicator[Any], ...] = (
    *VETO,
    *GOV,
    *HINTS,
)
"""In the order findings are listed."""
