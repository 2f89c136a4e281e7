"""Are service items shown together and by class?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.service.catalog"


INDICATOR = Indicator(
    id=ID,
    title="办事服务·事项公开",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“办事服务”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Scored,
    looks_at="办事服务栏目是否集中、分类展示；人工登记",
    remedy="请集中、分类展示本单位办事服务事项",
    judge=entered,
    decides=Decides.LEDGER,
)
