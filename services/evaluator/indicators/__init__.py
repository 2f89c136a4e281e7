"""All indicators, each named once: an indicator that is not in the table of its family does not exist."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.account import INDICATORS as ACCOUNT
from services.evaluator.indicators.guide import INDICATORS as GUIDE
from services.evaluator.indicators.website import INDICATORS as WEBSITE
from services.evaluator.rulebook import Schema

INDICATORS: tuple[Indicator[Any], ...] = (*WEBSITE, *GUIDE, *ACCOUNT)
"""In the order findings are listed."""

SCHEMA: Schema = {indicator.id: indicator.numbers for indicator in INDICATORS}
"""The section each indicator has in a rule pack."""
