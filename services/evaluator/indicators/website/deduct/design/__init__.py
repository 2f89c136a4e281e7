"""Functions and design (功能设计)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.deduct.design import (
    availability,
    compat,
    domain,
    ipv6,
    jiucuo,
    login,
    marks,
    page_tags,
    search,
)

INDICATORS: tuple[Indicator[Any], ...] = (
    domain.INDICATOR,
    marks.INDICATOR,
    availability.INDICATOR,
    search.INDICATOR,
    login.INDICATOR,
    page_tags.INDICATOR,
    compat.INDICATOR,
    ipv6.INDICATOR,
    jiucuo.INDICATOR,
)
"""In the order findings are listed."""
