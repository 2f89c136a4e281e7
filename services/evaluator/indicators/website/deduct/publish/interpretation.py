"""Were the columns of interpretations updated in time?"""

from services.evaluator.indicator import Indicator
from services.evaluator.questions.named_columns import ColumnNumbers, judge_columns
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.publish.interpretation"


INDICATOR = Indicator(
    id=ID,
    title="发布解读·政策解读",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“发布解读”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=ColumnNumbers,
    looks_at="登记为政策解读类的栏目，其列表中各条信息的发布日期",
    remedy="请及时发布政策解读",
    judge=judge_columns,
)
