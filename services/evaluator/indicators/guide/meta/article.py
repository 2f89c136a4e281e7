"""Do articles carry the tags of an article?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.articles import articles
from services.evaluator.sections import Names, Section
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "guide.meta.article"


class Numbers(Section):
    """Which tags must be there."""

    tags: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each article that was read and lacks one is told of."""
    read = list(articles(case))
    if not read:
        return no_fact()
    bad = []
    for one in read:
        tags = one.said.facts.get("tags") or {}
        there = {name.lower() for name, value in tags.items() if value}
        lacking = [tag for tag in numbers.tags if tag.lower() not in there]
        if lacking:
            bad.append((one, "缺少：" + "、".join(lacking)))
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
    return not_met(f"{len(items)} 篇文章缺少标签", items=items) if items else met(f"{len(read)} 篇文章标签齐全")


INDICATOR = Indicator(
    id=ID,
    title="内容页标签",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="访问过的文章页的 ArticleTitle、PubDate、ContentSource 标签",
    remedy="请按《政府网站发展指引》补齐标签",
    judge=judge,
)
