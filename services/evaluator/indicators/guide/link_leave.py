"""Does the website warn before leaving to an outside link?"""

from services.evaluator.indicator import Decides, Indicator, entered
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "guide.link_leave"


INDICATOR = Indicator(
    id=ID,
    title="外链提示",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="点击外部链接时是否提示即将离开本网站；人工登记",
    remedy="请在跳转外部链接时给出提示",
    judge=entered,
    decides=Decides.LEDGER,
)
