"""Did an account that stopped say so?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import (
    Case,
    Decides,
    Indicator,
    Judgement,
    evidence_of,
    met,
    no_fact,
    not_applicable,
    not_met,
)
from services.evaluator.sections import Names, Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.gov.stop_notice"


class Numbers(Section):
    """What a notice says."""

    words_of_notice: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """The newest post of a stopped account must be its notice; otherwise a person must look for it."""
    if not case.subject.suspended:
        return not_applicable("账号未停更")
    page = case.dossier.page(FEED)
    look = page.good if page and page.good and page.good.at <= case.as_of else None
    if look is None:
        return no_fact()
    if any(word in look.newest_title for word in numbers.words_of_notice):
        return met("已发布停更公告", evidence=evidence_of(look))
    return not_met("最新一条不是停更、注销公告", evidence=evidence_of(look))


INDICATOR = Indicator(
    id=ID,
    title="停更公告",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="名录登记为停更的账号：最新一条是否为停更、注销公告；须人工确认",
    remedy="请发布停更公告，并尽快办结注销手续",
    judge=judge,
    decides=Decides.REVIEW,
)
