"""Does the website keep to one main colour and three colours at most?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "guide.color"


INDICATOR = Indicator(
    id=ID,
    title="色调",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="页面主色调与颜色数量；人工登记",
    remedy="请按一个主色调、最多不超过三种颜色设计页面",
    judge=entered,
    decides=Decides.LEDGER,
)
