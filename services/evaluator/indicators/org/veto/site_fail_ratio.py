"""Did too many websites fail a spot check?"""

from services.evaluator.indicator import Decides
from services.evaluator.org_indicator import OrgIndicator, entered_of_org
from services.evaluator.section import Section
from shared.contracts.verdicts import IndicatorKind

ID = "org.veto.site_fail_ratio"


INDICATOR = OrgIndicator(
    id=ID,
    title="监管单项否决·不合格网站超比例",
    clause="国办秘函〔2019〕19号 监管工作年度考核指标",
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="国务院办公厅抽查结果；人工登记",
    remedy="请加强日常监管",
    judge=entered_of_org,
    decides=Decides.LEDGER,
)
