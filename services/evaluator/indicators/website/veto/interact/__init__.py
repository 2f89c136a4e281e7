"""Poor response to citizens (互动回应差)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.veto.interact import no_channel, unanswered_3m

INDICATORS: tuple[Indicator[Any], ...] = (
    no_channel.INDICATOR,
    unanswered_3m.INDICATOR,
)
"""In the order findings are listed."""
