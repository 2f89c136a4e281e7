"""Does the website display in mainstream browsers?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.compat"


INDICATOR = Indicator(
    id=ID,
    title="功能设计·兼容性",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="主流浏览器中的显示情况；人工登记",
    remedy="请修正在主流浏览器中显示异常的页面",
    judge=entered,
    decides=Decides.LEDGER,
)
