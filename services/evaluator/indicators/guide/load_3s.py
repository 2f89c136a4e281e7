"""Does the home page load fast enough?"""

from datetime import timedelta

from services.evaluator.indicator import Case, Indicator, Judgement, met, not_met, undetermined
from services.evaluator.phrases import percent_words
from services.evaluator.reason import Reason
from services.evaluator.sections import Count, Section, Share
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "guide.load_3s"


class Numbers(Section):
    """How fast, how often slower, over how many days and visits."""

    seconds: Count
    share: Share
    days: Count
    visits: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Visits that opened but took longer, as a share of all that opened; exactly the limit is too many."""
    since = case.as_of - timedelta(days=numbers.days)
    visits = case.dossier.visits
    if first := visits.first_at(since):
        # From then on it does not count any more.
        case.fades(first + timedelta(days=numbers.days))
    failed = visits.tally(since, case.as_of, slow=timedelta(seconds=60)).failed
    slow = visits.tally(since, case.as_of, slow=timedelta(seconds=numbers.seconds, milliseconds=250))
    opened, slower = slow.total - failed, slow.failed - failed
    if opened < numbers.visits:
        return undetermined(Reason.TOO_FEW_VISITS)
    share = slower / opened
    text = f"{numbers.days} 天内打开 {opened} 次，超过 {numbers.seconds} 秒的占 {percent_words(share)}"
    return not_met(text) if share >= numbers.share else met(text)


INDICATOR = Indicator(
    id=ID,
    title="加载时长",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="首页的定时访问记录：打开用时",
    remedy="请优化页面与服务器性能，缩短加载时间",
    judge=judge,
)
