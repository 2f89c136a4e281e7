"""Do articles name their source?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.articles import articles
from services.evaluator.section import Section
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "guide.source"


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - no number in it
    """An article that was read and names none is told of."""
    read = list(articles(case))
    if not read:
        return no_fact()
    bad = [(one, "未注明来源") for one in read if not one.said.facts.get("source")]
    items = tuple(
        Item(
            id=one.url,
            name=one.title or one.url,
            kind="article",
            outcome=Outcome.NOT_MET,
            text=why,
            url=one.url or None,
            observed_at=one.said.at,
        )
        for one, why in bad
    )
    return not_met(f"{len(items)} 篇文章未注明来源", items=items) if items else met(f"{len(read)} 篇文章均注明来源")


INDICATOR = Indicator(
    id=ID,
    title="转载来源",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="访问过的文章页是否注明来源",
    remedy="请为发布、转载的信息注明来源",
    judge=judge,
)
