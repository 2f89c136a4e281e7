"""Did the account publish enough of its own (原创) in every month?"""

from services.evaluator.indicator import Indicator
from services.evaluator.questions.originals import OriginalNumbers, judge_originals
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.original_posts"


INDICATOR = Indicator(
    id=ID,
    title="原创信息不达标",
    clause="地方规则：政务新媒体每月原创信息",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=OriginalNumbers,
    looks_at="账号发布列表中标注为原创的信息，按自然月计算",
    remedy="请按要求每月发布原创信息",
    judge=judge_originals,
)
