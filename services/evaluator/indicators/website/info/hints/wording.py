"""Does a title use a word that is probably wrong?"""

from functools import partial

from services.evaluator.indicator import Decides, Indicator
from services.evaluator.questions.hinted import Hints, judge_hints
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.info.hints.wording"

INDICATOR = Indicator(
    id=ID,
    title="疑似用词不当",
    clause="国办秘函〔2019〕19号 检查指标 “严重表述错误”以外的一般差错；各地通报列为问题",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Hints,
    looks_at="首页、栏目列表与文章的标题，对照用词表（产品自带与本单位维护）；须人工确认",
    remedy="请核对原文，确有差错的及时更正；系误报的请标记为误报",
    judge=partial(judge_hints, indicator=ID),
    decides=Decides.REVIEW,
)
