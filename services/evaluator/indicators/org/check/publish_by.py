"""Were the results published in time?"""

from services.evaluator.indicator import Decides
from services.evaluator.org_indicator import OrgIndicator, entered_of_org
from services.evaluator.section import Count, Section
from shared.contracts.verdicts import IndicatorKind

ID = "org.check.publish_by"


class Numbers(Section):
    """By which day of the second month of the quarter."""

    day: Count


INDICATOR = OrgIndicator(
    id=ID,
    title="检查结果公开",
    clause="国办秘函〔2019〕19号 监管工作年度考核指标",
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="检查结果是否按时在专栏公开、是否列明检查清单和检查结果；人工登记",
    remedy="请按时在专栏公开检查情况",
    judge=entered_of_org,
    decides=Decides.LEDGER,
)
