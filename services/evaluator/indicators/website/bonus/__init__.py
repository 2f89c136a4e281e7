"""What gives points (加分指标)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.bonus import (
    consult_activity,
    data_release,
    design,
    innovation,
    interpretation,
    interview,
    service,
)

INDICATORS: tuple[Indicator[Any], ...] = (
    data_release.INDICATOR,
    interpretation.INDICATOR,
    service.INDICATOR,
    consult_activity.INDICATOR,
    interview.INDICATOR,
    design.INDICATOR,
    innovation.INDICATOR,
)
"""In the order findings are listed."""
