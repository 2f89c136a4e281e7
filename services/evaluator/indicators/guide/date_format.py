"""Do articles show when they were published, in the form asked for?"""

import re

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.articles import Article, articles
from services.evaluator.sections import Section
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "guide.date_format"


class Numbers(Section):
    """What a time of publication looks like."""

    pattern: str


def judge(case: Case, numbers: Numbers) -> Judgement:
    """An article without a time, or whose tag holds one of another form, is told of."""
    read = list(articles(case))
    if not read:
        return no_fact()
    form = re.compile(numbers.pattern)
    bad = [(one, why) for one in read if (why := _why(one, form))]
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
    text = f"{len(items)} 篇文章发布时间缺失或格式不规范"
    return not_met(text, items=items) if items else met(f"{len(read)} 篇文章发布时间规范")


def _why(article: Article, form: re.Pattern[str]) -> str:
    tag = str((article.said.facts.get("tags") or {}).get("PubDate") or "")
    if not tag and not article.said.facts.get("published_at"):
        return "未标注发布时间"
    return f"发布时间格式不规范：{tag}" if tag and not form.fullmatch(tag.strip()) else ""


INDICATOR = Indicator(
    id=ID,
    title="发布时间显示",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="访问过的文章页是否标注发布时间，PubDate 标签是否为“年-月-日 时:分”",
    remedy="请按 YYYY-MM-DD HH:MM 的格式标注发布时间",
    judge=judge,
)
