"""Its handling of 我为政府网站找错."""

from typing import Any

from services.evaluator.indicators.org.jiucuo import late, reply_3wd, unfinished
from services.evaluator.org_indicator import OrgIndicator

INDICATORS: tuple[OrgIndicator[Any], ...] = (
    unfinished.INDICATOR,
    late.INDICATOR,
    reply_3wd.INDICATOR,
)
"""In the order findings are listed."""
