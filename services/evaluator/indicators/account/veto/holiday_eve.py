"""Was there a post on the day before each holiday?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import Case, Indicator, Judgement
from services.evaluator.questions.eves import EveNumbers, judge_eves
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.veto.holiday_eve"


def judge(case: Case, numbers: EveNumbers) -> Judgement:
    """The last day before every public holiday of the period, or the latest one; a year nobody knows is open."""
    return judge_eves(case, numbers, key=FEED, needs=case.rules.sight.feed)


INDICATOR = Indicator(
    id=ID,
    title="节假日前一日未更新",
    clause="地方规则：节假日前一日更新",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.VETO,
    numbers=EveNumbers,
    looks_at="账号发布列表中各条信息的发布日期；节假日按国务院办公厅放假调休安排",
    remedy="请在节假日前一日安排更新",
    judge=judge,
)
