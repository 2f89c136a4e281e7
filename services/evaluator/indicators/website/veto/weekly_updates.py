"""Was the home page updated often enough in every week?"""

from services.evaluator.dossier import HOME
from services.evaluator.indicator import Case, Indicator, Judgement
from services.evaluator.questions.weeks import WeekNumbers, judge_weeks
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.weekly_updates"


def judge(case: Case, numbers: WeekNumbers) -> Judgement:
    """Every whole week of the period, or the last one; up to so many bad weeks are tolerated."""
    return judge_weeks(case, numbers, key=HOME, needs=case.rules.sight.home)


INDICATOR = Indicator(
    id=ID,
    title="首页每周更新不达标",
    clause="地方规则：政府网站每周更新条数",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=WeekNumbers,
    looks_at="首页列表中各条信息的发布日期，按自然周（周一至周日）计算",
    remedy="请按要求每周更新首页信息",
    judge=judge,
)
