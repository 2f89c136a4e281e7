"""Indicators asked of the regulator itself (监管工作年度考核指标)."""

from typing import Any

from services.evaluator.indicators.org.annual import INDICATORS as ANNUAL
from services.evaluator.indicators.org.bonus import INDICATORS as BONUS
from services.evaluator.indicators.org.check import INDICATORS as CHECK
from services.evaluator.indicators.org.jiucuo import INDICATORS as JIUCUO
from services.evaluator.indicators.org.veto import INDICATORS as VETO
from services.evaluator.org_indicator import OrgIndicator

INDICATORS: tuple[OrgIndicator[Any], ...] = (
    *VETO,
    *CHECK,
    *JIUCUO,
    *ANNUAL,
    *BONUS,
)
"""In the order findings are listed."""
