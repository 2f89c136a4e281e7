"""Single faults that make an account unqualified (单项否决)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.account.veto import (
    app_unusable,
    fake_popularity,
    holiday_eve,
    no_interaction,
    original_posts,
    stale_2w,
    update_frequency,
    weekly_posts,
)
from services.evaluator.indicators.account.veto.security import INDICATORS as SECURITY

INDICATORS: tuple[Indicator[Any], ...] = (
    *SECURITY,
    stale_2w.INDICATOR,
    update_frequency.INDICATOR,
    weekly_posts.INDICATOR,
    holiday_eve.INDICATOR,
    original_posts.INDICATOR,
    app_unusable.INDICATOR,
    no_interaction.INDICATOR,
    fake_popularity.INDICATOR,
)
"""In the order findings are listed."""
