"""Was the website taken offline without being reported?"""

from datetime import timedelta

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, Stands, met, not_met, undetermined
from services.evaluator.reason import Reason
from services.evaluator.sections import Count, Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "guide.offline"

_NEVER = timedelta(seconds=60)
"""A visit that takes so long did not open the page."""


class Numbers(Section):
    """Over how many days, and on how many visits at least."""

    days: Count
    visits: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Every visit failed, and there were enough of them: then a person must say whether that was reported."""
    days, visits = timedelta(days=numbers.days), case.dossier.visits
    since = case.as_of - days
    opened = visits.opened_at(case.as_of, slow=_NEVER)
    if opened and opened > since:
        # One that opened stays one that opened, whatever comes, for so many days.
        case.fades(opened + days)
        return met("可以访问", stands=Stands.WHATEVER_COMES)
    if first := visits.first_at(since):
        # From then on it does not count any more.
        case.fades(first + days)
    tally = visits.tally(since, case.as_of, slow=_NEVER)
    if tally.total < numbers.visits:
        return undetermined(Reason.TOO_FEW_VISITS)
    return not_met(f"{numbers.days} 天内访问 {tally.total} 次均打不开，疑似未报备下线")


INDICATOR = Indicator(
    id=ID,
    title="临时/永久下线",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="名录中在运行、但连续多日每次访问都打不开的网站；须人工确认是否已报备",
    remedy="网站下线须按程序报批备案并公告；请恢复访问或办理关停手续",
    judge=judge,
    decides=Decides.REVIEW,
)
