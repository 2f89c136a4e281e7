"""What the opinion of 2018 (123号) asks of accounts: hints."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.account.gov import (
    dead_menu,
    delete_often,
    filing,
    filing_match,
    irrelevant,
    name_consistent,
    no_ads,
    one_per_platform,
    owner_change,
    stop_notice,
)

INDICATORS: tuple[Indicator[Any], ...] = (
    one_per_platform.INDICATOR,
    name_consistent.INDICATOR,
    filing.INDICATOR,
    filing_match.INDICATOR,
    owner_change.INDICATOR,
    stop_notice.INDICATOR,
    no_ads.INDICATOR,
    irrelevant.INDICATOR,
    dead_menu.INDICATOR,
    delete_often.INDICATOR,
)
"""In the order findings are listed."""
