"""Single faults that make a website unqualified (单项否决)."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.website.veto import holiday_eve, homepage_stale, unreachable, weekly_updates
from services.evaluator.indicators.website.veto.columns_stale import INDICATORS as COLUMNS_STALE
from services.evaluator.indicators.website.veto.interact import INDICATORS as INTERACT
from services.evaluator.indicators.website.veto.security import INDICATORS as SECURITY
from services.evaluator.indicators.website.veto.service import INDICATORS as SERVICE

INDICATORS: tuple[Indicator[Any], ...] = (
    *SECURITY,
    unreachable.INDICATOR,
    homepage_stale.INDICATOR,
    *COLUMNS_STALE,
    *INTERACT,
    *SERVICE,
    weekly_updates.INDICATOR,
    holiday_eve.INDICATOR,
)
"""In the order findings are listed."""
