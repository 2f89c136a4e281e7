"""What costs points (扣分指标)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.deduct.design import INDICATORS as DESIGN
from services.evaluator.indicators.website.deduct.interact import INDICATORS as INTERACT
from services.evaluator.indicators.website.deduct.publish import INDICATORS as PUBLISH
from services.evaluator.indicators.website.deduct.service import INDICATORS as SERVICE

INDICATORS: tuple[Indicator[Any], ...] = (
    *PUBLISH,
    *SERVICE,
    *INTERACT,
    *DESIGN,
)
"""In the order findings are listed."""
