"""What gives it points."""

from typing import Any

from services.evaluator.indicators.org.bonus import intensive
from services.evaluator.org_indicator import OrgIndicator

INDICATORS: tuple[OrgIndicator[Any], ...] = (intensive.INDICATOR,)
"""In the order findings are listed."""
