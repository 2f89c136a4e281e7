"""Interaction (互动交流)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.deduct.interact import (
    msg_closed,
    msg_fields,
    msg_fresh,
    reply_test,
    statistics,
    submit,
)

INDICATORS: tuple[Indicator[Any], ...] = (
    submit.INDICATOR,
    statistics.INDICATOR,
    msg_fresh.INDICATOR,
    msg_fields.INDICATOR,
    msg_closed.INDICATOR,
    reply_test.INDICATOR,
)
"""In the order findings are listed."""
