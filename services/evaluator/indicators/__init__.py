"""All indicators, each named once: an indicator that is not in the table of its family does not exist."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.account import INDICATORS as ACCOUNT
from services.evaluator.indicators.guide import INDICATORS as GUIDE
from services.evaluator.indicators.org import INDICATORS as ORG_INDICATORS
from services.evaluator.indicators.website import INDICATORS as WEBSITE
from services.evaluator.org_indicator import OrgIndicator
from services.evaluator.rulebook import Schema

__all__ = ["EVERY", "INDICATORS", "ORG_INDICATORS", "SCHEMA"]

INDICATORS: tuple[Indicator[Any], ...] = (*WEBSITE, *GUIDE, *ACCOUNT)
"""In the order findings are listed."""

EVERY: tuple[Indicator[Any] | OrgIndicator[Any], ...] = (*INDICATORS, *ORG_INDICATORS)
"""Those asked of targets, and those asked of the regulator itself."""

SCHEMA: Schema = {indicator.id: indicator.numbers for indicator in EVERY}
"""The section each indicator has in a rule pack."""
