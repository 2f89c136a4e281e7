"""Indicators asked of accounts."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.account.gov import INDICATORS as GOV
from services.evaluator.indicators.account.veto import INDICATORS as VETO

INDICATORS: tuple[Indicator[Any], ...] = (
    *VETO,
    *GOV,
)
"""In the order findings are listed."""
