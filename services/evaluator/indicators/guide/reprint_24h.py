"""Was important information of the State Council reprinted within a day?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "guide.reprint_24h"


INDICATOR = Indicator(
    id=ID,
    title="重要信息转载",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="中国政府网重要信息的转载时间；人工登记",
    remedy="请在24小时内转载中国政府网发布的重要信息",
    judge=entered,
    decides=Decides.LEDGER,
)
