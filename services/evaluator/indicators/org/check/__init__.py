"""Its inspections."""

from typing import Any

from services.evaluator.indicators.org.check import acct_ratio, publish_by, site_ratio
from services.evaluator.org_indicator import OrgIndicator

INDICATORS: tuple[OrgIndicator[Any], ...] = (
    site_ratio.INDICATOR,
    acct_ratio.INDICATOR,
    publish_by.INDICATOR,
)
"""In the order findings are listed."""
