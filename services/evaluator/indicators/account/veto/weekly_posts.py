"""Did the account post often enough in every week?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import Case, Indicator, Judgement
from services.evaluator.questions.weeks import WeekNumbers, judge_weeks
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.weekly_posts"


def judge(case: Case, numbers: WeekNumbers) -> Judgement:
    """Every whole week of the period, or the last one; up to so many bad weeks are tolerated."""
    return judge_weeks(case, numbers, key=FEED, needs=case.rules.sight.feed)


INDICATOR = Indicator(
    id=ID,
    title="每周更新不达标",
    clause="地方规则：政务新媒体每周更新条数",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=WeekNumbers,
    looks_at="账号发布列表中各条信息的发布日期，按自然周（周一至周日）计算",
    remedy="请按要求每周发布信息",
    judge=judge,
)
