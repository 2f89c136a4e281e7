"""Do interpretations and documents link to one another?"""

import re

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.articles import Article, articles
from services.evaluator.sections import Count, Scored
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "website.deduct.publish.interp_link"


class Numbers(Scored):
    """How many interpretations must have been read."""

    sample: Count


_READING = re.compile("解读|图解|一图读懂|答记者问")


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Every interpretation that was read without a link to a document costs; too few read leave it open."""
    known = {one.url: one for one in articles(case)}
    readings = [one for one in known.values() if _READING.search(one.title)]
    if len(readings) < numbers.sample:
        return no_fact(f"无法判定：读取的解读稿件不足 {numbers.sample} 篇")
    lone = [(one, why) for one in readings if (why := _why_lone(one, known))]
    items = tuple(
        Item(id=one.url, name=one.title, kind="article", outcome=Outcome.NOT_MET, text=why, url=one.url)
        for one, why in lone
    )
    text = f"读取解读稿件 {len(readings)} 篇，未与政策文件相互关联 {len(lone)} 篇"
    return not_met(text, items=items) if lone else met(text)


def _why_lone(reading: Article, known: dict[str, Article]) -> str:
    if not reading.related:
        return "解读稿件未链接到政策文件"
    linked = [known[url] for url in reading.related if url in known]
    # another reading of the same document need not link back
    documents = [one for one in linked if not _READING.search(one.title)]
    if documents and not any(reading.url in document.related for document in documents):
        return "政策文件未链接到解读稿件"
    return ""


INDICATOR = Indicator(
    id=ID,
    title="发布解读·解读关联",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“发布解读”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="访问过的政策解读文章是否链接到政策文件，所链接的文件是否链接回来",
    remedy="请在政策文件与解读稿件之间建立双向关联",
    judge=judge,
)
