"""Were posts deleted soon after they were published, again and again?"""

from services.evaluator.dossier import FEED
from services.evaluator.indicator import Case, Indicator, Judgement, Stands, evidence_of, met, no_fact, not_met
from services.evaluator.questions.deletion import deleted
from services.evaluator.sections import Count, Section
from services.evaluator.window import WindowText
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.gov.delete_often"


class Numbers(Section):
    """How many, gone within how long."""

    count: Count
    within: WindowText


def judge(case: Case, numbers: Numbers) -> Judgement:
    """A post is gone when a later list that reaches back to it does not show it; so many within so long are often."""
    page = case.dossier.page(FEED)
    look = page.good if page and page.good and page.good.at <= case.as_of else None
    if page is None or look is None or look.complete_since is None:
        return no_fact()
    gone = list(deleted(page.sightings, look, numbers.within.about))
    text = f"近期列表中有 {len(gone)} 条信息发布后短时间内消失（上限 {numbers.count} 条）"
    if len(gone) < numbers.count:
        # What is just missing may be missed for good by the next look; where nothing is, nothing can be.
        return met(text, evidence=evidence_of(look), stands=Stands.AS_READ if page.lacks else Stands.NOTHING_LACKS)
    return not_met(text, evidence=evidence_of(look))


INDICATOR = Indicator(
    id=ID,
    title="频繁删稿",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="账号发布列表：曾见、后来在完整列表中消失的信息",
    remedy="请严格落实先审后发，避免频繁删稿",
    judge=judge,
)
