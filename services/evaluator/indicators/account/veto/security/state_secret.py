"""Did the account disclose a state secret?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.security.state_secret"


INDICATOR = Indicator(
    id=ID,
    title="安全泄密等严重问题·泄露国家秘密",
    clause="国办秘函〔2019〕19号 检查指标 政务新媒体单项否决“安全泄密等严重问题”",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="人工登记",
    remedy="请立即删除有关内容并按保密规定报告处置",
    judge=entered,
    decides=Decides.LEDGER,
)
