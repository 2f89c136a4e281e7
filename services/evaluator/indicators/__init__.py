"""All indicators, each named once: an indicator that is not in this table does not exist."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.account.veto import stale_2w, update_frequency
from services.evaluator.indicators.website.veto import homepage_stale, unreachable
from services.evaluator.indicators.website.veto.columns_stale import blank, core, should_update
from services.evaluator.indicators.website.veto.interact import unanswered_3m
from services.evaluator.rulebook import Schema

INDICATORS: tuple[Indicator[Any], ...] = (
    unreachable.INDICATOR,
    homepage_stale.INDICATOR,
    core.INDICATOR,
    should_update.INDICATOR,
    blank.INDICATOR,
    unanswered_3m.INDICATOR,
    stale_2w.INDICATOR,
    update_frequency.INDICATOR,
)
"""In the order findings are listed."""

SCHEMA: Schema = {indicator.id: indicator.numbers for indicator in INDICATORS}
"""The section each indicator has in a rule pack."""
