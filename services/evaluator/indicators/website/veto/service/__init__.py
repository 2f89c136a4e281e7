"""Services of no use (服务不实用)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.veto.service import guide_gaps, guide_gaps_small, none

INDICATORS: tuple[Indicator[Any], ...] = (
    none.INDICATOR,
    guide_gaps.INDICATOR,
    guide_gaps_small.INDICATOR,
)
"""In the order findings are listed."""
