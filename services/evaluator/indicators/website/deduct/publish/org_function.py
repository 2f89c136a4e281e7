"""Is there a page of the functions of the organ?"""

from services.evaluator.indicator import Decides, Indicator
from services.evaluator.questions.named_pages import PageNumbers, judge_pages
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.publish.org_function"


INDICATOR = Indicator(
    id=ID,
    title="发布解读·机构职能",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“发布解读”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=PageNumbers,
    looks_at="名称含有机构职能等字样的栏目是否空白或打不开；内容是否有误由人工登记；须人工确认",
    remedy="请公开并核对机构职能信息",
    judge=judge_pages,
    decides=Decides.REVIEW,
)
