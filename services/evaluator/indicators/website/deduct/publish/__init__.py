"""Publication and interpretation (发布解读)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.deduct.publish import (
    interp_link,
    interp_ratio,
    interpretation,
    leaders,
    news,
    org_function,
    other_columns,
    overview,
    policy_docs,
)

INDICATORS: tuple[Indicator[Any], ...] = (
    overview.INDICATOR,
    org_function.INDICATOR,
    leaders.INDICATOR,
    news.INDICATOR,
    policy_docs.INDICATOR,
    interpretation.INDICATOR,
    interp_ratio.INDICATOR,
    interp_link.INDICATOR,
    other_columns.INDICATOR,
)
"""In the order findings are listed."""
