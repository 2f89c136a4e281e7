"""Could the website be opened over seven days of spaced visits?"""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from services.evaluator.facts.visits import Tally, Visits
from services.evaluator.indicator import Case, Indicator, Judgement, changing, evidence_of, met, not_met, undetermined
from services.evaluator.phrases import moment_words, percent_words
from services.evaluator.reason import Reason
from services.evaluator.sections import Count, Section, Share
from services.evaluator.sight import too_old_from
from services.evaluator.window import day_in_china, midnight
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind, Near

ID = "website.veto.unreachable"

_DAY = timedelta(days=1)


class Numbers(Section):
    """How long, how often, and how much may fail."""

    days: Count
    min_visits_a_day: Count
    slow_after_seconds: Count
    fail_share: Share
    warn_share: Share
    in_period: Literal["last", "any"] = "last"
    """Of a period its last days are judged, or any such days of it."""


class Stretch(NamedTuple):
    """The visits of some successive days."""

    until: datetime
    days: list[Tally]

    @property
    def total(self) -> int:
        """All visits that count."""
        return sum(day.total for day in self.days)

    @property
    def failed(self) -> int:
        """Those that failed."""
        return sum(day.failed for day in self.days)


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Broken from exactly the limit on; undetermined unless every day has enough visits. Blind visits do not count."""
    visits = case.dossier.visits
    worst = _worst(case, numbers)
    if worst:
        return _counted(visits, worst, numbers)
    last = visits.last_at(case.as_of)
    tomorrow = midnight(day_in_china(case.as_of) + _DAY)
    if last is None:
        return undetermined(Reason.NEVER_SEEN)
    too_old_at = too_old_from(last, case.rules.sight.visits_max_age)
    if case.as_of >= too_old_at:
        return undetermined(Reason.SIGHT_TOO_OLD, f"无法判定：最近一次有效访问在 {moment_words(last)}")
    full = _full_stretch(case, last, numbers)
    if full is None:
        return changing(_too_few(visits, case.as_of, numbers), too_old_at, tomorrow, after=case.as_of)
    return changing(_counted(visits, full, numbers), too_old_at, tomorrow, after=case.as_of)


def _worst(case: Case, numbers: Numbers) -> Stretch | None:
    """The stretch of whole days of the period, with enough visits on each, of which most failed; if too many did."""
    if case.period is None or numbers.in_period == "last":
        return None
    broken = []
    end = min(case.period.last, case.first_open_day - _DAY)
    for n in range((end - case.period.first).days - numbers.days + 2):
        until = midnight(case.period.first + timedelta(days=numbers.days + n)) - timedelta(minutes=1)
        stretch = _stretch(case.dossier.visits, until, numbers)
        enough = all(day.total >= numbers.min_visits_a_day for day in stretch.days)
        if enough and stretch.failed / stretch.total >= numbers.fail_share:
            broken.append(stretch)
    return max(broken, key=lambda one: (one.failed / one.total, one.until), default=None)


def _full_stretch(case: Case, last: datetime, numbers: Numbers) -> Stretch | None:
    """The first stretch with enough visits on each day: back from now, from the last visit, or whole calendar days."""
    visits, as_of, today = case.dossier.visits, case.as_of, case.first_open_day
    for until in (as_of, last, midnight(today) - timedelta(minutes=1)):
        if all(count >= numbers.min_visits_a_day for count in visits.counts(until, numbers.days)):
            return _stretch(visits, until, numbers)
    return None


def _stretch(visits: Visits, until: datetime, numbers: Numbers) -> Stretch:
    return Stretch(until, visits.days(until, numbers.days, slow=timedelta(seconds=numbers.slow_after_seconds)))


def _counted(visits: Visits, stretch: Stretch, numbers: Numbers) -> Judgement:
    share = stretch.failed / stretch.total
    text = (
        f"截至 {moment_words(stretch.until)} 的 {numbers.days} 天内访问 {stretch.total} 次，"
        f"打不开 {stretch.failed} 次，占 {percent_words(share)}"
    )
    if share >= numbers.fail_share:
        return not_met(f"{text}，达到 {percent_words(numbers.fail_share)}", evidence=_failures(visits, stretch))
    near = Near(
        share=share / numbers.fail_share,
        text=f"{text}（上限 {percent_words(numbers.fail_share)}）",
        warn=share >= numbers.warn_share,
    )
    return met(text, near=near, evidence=_failures(visits, stretch))


def _too_few(visits: Visits, as_of: datetime, numbers: Numbers) -> Judgement:
    stretch = _stretch(visits, as_of, numbers)
    enough = sum(day.total >= numbers.min_visits_a_day for day in stretch.days)
    text = (
        f"无法判定：有效访问次数不足，{numbers.days} 天中有 {enough} 天达到 {numbers.min_visits_a_day} 次"
        f"（共 {stretch.total} 次，打不开 {stretch.failed} 次）"
    )
    return undetermined(Reason.TOO_FEW_VISITS, text, evidence=_failures(visits, stretch))


def _failures(visits: Visits, stretch: Stretch) -> tuple:  # type: ignore[type-arg]
    shown = [look for look in visits.failures if look.at <= stretch.until + timedelta(minutes=1)][:5]
    return tuple(evidence for look in shown for evidence in evidence_of(look, f"打不开（{look.reason}）"))


INDICATOR = Indicator(
    id=ID,
    title="站点无法访问",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“站点无法访问”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="首页的定时访问记录：是否打开、用时多少；本系统网络异常或被防护设备拦截的访问不计入",
    remedy="请尽快恢复网站访问，排查服务器、域名解析、证书与网络线路，并持续保持稳定",
    judge=judge,
)
