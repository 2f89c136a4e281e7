"""Security, secrets and falsification (安全泄密等严重问题)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.veto.security import (
    attack_unhandled,
    fraud,
    illegal_content,
    misstatement,
    opinion_crisis,
    state_secret,
)

INDICATORS: tuple[Indicator[Any], ...] = (
    misstatement.INDICATOR,
    state_secret.INDICATOR,
    illegal_content.INDICATOR,
    attack_unhandled.INDICATOR,
    fraud.INDICATOR,
    opinion_crisis.INDICATOR,
)
"""In the order findings are listed."""
