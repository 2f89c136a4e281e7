"""Did improper content of the account cause serious negative public opinion?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.security.opinion_crisis"


INDICATOR = Indicator(
    id=ID,
    title="安全泄密等严重问题·严重负面舆情",
    clause="国办秘函〔2019〕19号 检查指标 政务新媒体单项否决“安全泄密等严重问题”",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=Section,
    looks_at="人工登记",
    remedy="请及时回应关切、消除影响，并整改审核与管理中的问题",
    judge=entered,
    decides=Decides.LEDGER,
)
