"""Services (办事服务)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.deduct.service import (
    catalog,
    forms,
    guide_accuracy,
    guide_elements,
    statistics,
)

INDICATORS: tuple[Indicator[Any], ...] = (
    catalog.INDICATOR,
    statistics.INDICATOR,
    guide_elements.INDICATOR,
    guide_accuracy.INDICATOR,
    forms.INDICATOR,
)
"""In the order findings are listed."""
