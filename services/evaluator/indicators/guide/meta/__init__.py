"""The tags of pages."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.guide.meta import article, column, site

INDICATORS: tuple[Indicator[Any], ...] = (
    site.INDICATOR,
    column.INDICATOR,
    article.INDICATOR,
)
"""In the order findings are listed."""
