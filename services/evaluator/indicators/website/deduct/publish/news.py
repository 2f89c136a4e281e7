"""Were the news columns updated in time?"""

from services.evaluator.indicator import Indicator
from services.evaluator.questions.named_columns import ColumnNumbers, judge_columns
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.publish.news"


INDICATOR = Indicator(
    id=ID,
    title="发布解读·动态要闻",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“发布解读”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=ColumnNumbers,
    looks_at="登记为动态要闻类的栏目，其列表中各条信息的发布日期",
    remedy="请及时更新所列动态要闻类栏目",
    judge=judge_columns,
)
