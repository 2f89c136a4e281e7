"""Was there an update on the day before each holiday?"""

from services.evaluator.dossier import HOME
from services.evaluator.indicator import Case, Indicator, Judgement
from services.evaluator.questions.eves import EveNumbers, judge_eves
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.veto.holiday_eve"


def judge(case: Case, numbers: EveNumbers) -> Judgement:
    """The last day before every public holiday of the period, or the latest one; a year nobody knows is open."""
    return judge_eves(case, numbers, key=HOME, needs=case.rules.sight.home)


INDICATOR = Indicator(
    id=ID,
    title="节假日前一日未更新",
    clause="地方规则：节假日前一日更新",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=EveNumbers,
    looks_at="首页列表中各条信息的发布日期；节假日按国务院办公厅放假调休安排",
    remedy="请在节假日前一日安排更新",
    judge=judge,
)
