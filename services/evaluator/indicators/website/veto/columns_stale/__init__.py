"""Columns without updates (栏目不更新)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.veto.columns_stale import blank, core, should_update

INDICATORS: tuple[Indicator[Any], ...] = (
    core.INDICATOR,
    should_update.INDICATOR,
    blank.INDICATOR,
)
"""In the order findings are listed."""
