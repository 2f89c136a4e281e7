"""The yearly reports."""

from typing import Any

from services.evaluator.indicators.org.annual import report_sites, report_super
from services.evaluator.org_indicator import OrgIndicator

INDICATORS: tuple[OrgIndicator[Any], ...] = (
    report_sites.INDICATOR,
    report_super.INDICATOR,
)
"""In the order findings are listed."""
