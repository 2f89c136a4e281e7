"""Is there a page of the leaders?"""

from services.evaluator.indicator import Decides, Indicator
from services.evaluator.questions.named_pages import PageNumbers, judge_pages
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.publish.leaders"


INDICATOR = Indicator(
    id=ID,
    title="发布解读·领导信息",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“发布解读”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=PageNumbers,
    looks_at="名称含有领导等字样的栏目是否空白或打不开；姓名、简历、分工是否齐全由人工登记；须人工确认",
    remedy="请公开领导姓名、简历、分管工作并及时更新",
    judge=judge_pages,
    decides=Decides.REVIEW,
)
