"""Single faults of its supervision."""

from typing import Any

from services.evaluator.indicators.org.veto import misstatement_multi, site_fail_ratio
from services.evaluator.org_indicator import OrgIndicator

INDICATORS: tuple[OrgIndicator[Any], ...] = (
    misstatement_multi.INDICATOR,
    site_fail_ratio.INDICATOR,
)
"""In the order findings are listed."""
