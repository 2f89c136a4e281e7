"""Does a list show a date of publication that lies in the future (发布日期超前)?"""

from services.evaluator.dossier import HOME, column_key
from services.evaluator.facts.look import Look
from services.evaluator.indicator import Case, Decides, Indicator, Judgement, evidence_of, met, no_fact, not_met
from services.evaluator.phrases import moment_words
from services.evaluator.section import Section
from services.evaluator.window import WindowText, day_in_china
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "website.info.hints.future_date"


class Numbers(Section):
    """How far back such a look counts."""

    lookback: WindowText


def judge(case: Case, numbers: Numbers) -> Judgement:
    """More than a day ahead of the look that showed it: up to a day is a matter of clocks."""
    keys = [HOME, *(column_key(column.id) for column in case.subject.columns)]
    pages = [page for key in keys if (page := case.dossier.page(key))]
    if not any(page.was_read for page in pages):
        return no_fact()
    earliest = numbers.lookback.start(day_in_china(case.as_of), case.is_workday)
    looks = [page.ahead for page in pages if page.ahead and page.ahead.at <= case.as_of]
    ahead = [look for look in looks if day_in_china(look.at) >= earliest]
    if not ahead:
        return met("未见发布日期超前的条目")
    items = tuple(_item(look) for look in ahead)
    evidence = tuple(e for look in ahead for e in evidence_of(look, _item(look).text))
    return not_met(
        f"{len(ahead)} 处列表有发布日期超前的条目，如“{ahead[0].newest_title}”", items=items, evidence=evidence
    )


def _item(look: Look) -> Item:
    dated = moment_words(look.newest_at) if look.newest_at else ""
    return Item(
        id=look.newest_url or look.newest_title,
        name=look.newest_title or "（无标题）",
        kind="entry",
        outcome=Outcome.NOT_MET,
        text=f"标注 {dated} 发布，晚于查看时间",
        url=look.newest_url or look.url or None,
        observed_at=look.at,
    )


INDICATOR = Indicator(
    id=ID,
    title="发布日期超前",
    clause="各地通报所列“发稿日期超前”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="首页与栏目列表中发布日期晚于查看时间一天以上的条目；须人工确认",
    remedy="请核实并更正发布日期",
    judge=judge,
    decides=Decides.REVIEW,
)
