"""Are all websites on one platform with shared data and unified management?"""

from services.evaluator.indicator import Decides
from services.evaluator.org_indicator import OrgIndicator, entered_of_org
from services.evaluator.section import Scored
from shared.contracts.verdicts import IndicatorKind

ID = "org.bonus.intensive"


INDICATOR = OrgIndicator(
    id=ID,
    title="监管加分·集约化",
    clause="国办秘函〔2019〕19号 监管工作年度考核指标",
    kind=IndicatorKind.BONUS,
    numbers=Scored,
    looks_at="集约化平台建设情况；人工登记加分",
    remedy="可推进集约化建设",
    judge=entered_of_org,
    decides=Decides.LEDGER,
)
