"""Were the statistics of letters received and answered updated in time?"""

# ruff: noqa: A005 - the path is the name of the indicator

from services.evaluator.indicator import Indicator
from services.evaluator.questions.named_columns import ColumnNumbers, judge_columns
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.interact.statistics"


INDICATOR = Indicator(
    id=ID,
    title="互动交流·统计数据",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“互动交流”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=ColumnNumbers,
    looks_at="名称含有信件统计等字样的栏目，其列表中各条信息的发布日期",
    remedy="请按时公开留言受理与办理的统计数据",
    judge=judge_columns,
)
