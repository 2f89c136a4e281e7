"""Did several websites or accounts fail a spot check for serious misstatements?"""

from services.evaluator.indicator import Decides
from services.evaluator.org_indicator import OrgIndicator, entered_of_org
from services.evaluator.section import Section
from shared.contracts.verdicts import IndicatorKind

ID = "org.veto.misstatement_multi"


INDICATOR = OrgIndicator(
    id=ID,
    title="监管单项否决·多个网站、账号严重表述错误",
    clause="国办秘函〔2019〕19号 监管工作年度考核指标",
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="国务院办公厅抽查结果；人工登记",
    remedy="请加强内容审核与监管",
    judge=entered_of_org,
    decides=Decides.LEDGER,
)
