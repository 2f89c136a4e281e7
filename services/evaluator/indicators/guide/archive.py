"""Do archived pages open, and say that they are archived and when?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "guide.archive"


INDICATOR = Indicator(
    id=ID,
    title="网页归档",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="已归档页面能否访问、是否在显著位置注明“已归档”和归档时间；人工登记",
    remedy="请恢复已归档页面的访问，并注明“已归档”和归档时间",
    judge=entered,
    decides=Decides.LEDGER,
)
