"""Is one login enough for search, interaction and service?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.login"


INDICATOR = Indicator(
    id=ID,
    title="功能设计·一号登录",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="搜索、互动、办事之间是否需要重复登录；人工登记",
    remedy="请实现注册用户一号登录",
    judge=entered,
    decides=Decides.LEDGER,
)
