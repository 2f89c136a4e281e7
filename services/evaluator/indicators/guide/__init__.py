"""What the guideline of 2017 (47号) asks of websites: hints."""

from typing import Any

from services.evaluator.indicator import Indicator
from services.evaluator.indicators.guide import (
    archive,
    color,
    date_format,
    domain,
    footer,
    link_leave,
    load_3s,
    msg_7_15,
    offline,
    open_scope,
    reprint_24h,
    source,
)
from services.evaluator.indicators.guide.meta import INDICATORS as META

INDICATORS: tuple[Indicator[Any], ...] = (
    *META,
    domain.INDICATOR,
    open_scope.INDICATOR,
    footer.INDICATOR,
    load_3s.INDICATOR,
    date_format.INDICATOR,
    color.INDICATOR,
    source.INDICATOR,
    archive.INDICATOR,
    reprint_24h.INDICATOR,
    msg_7_15.INDICATOR,
    link_leave.INDICATOR,
    offline.INDICATOR,
)
"""In the order findings are listed."""
