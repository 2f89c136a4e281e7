"""Is a text nearly the same as one of another unit?"""

from functools import partial

from services.evaluator.indicator import Decides, Indicator
from services.evaluator.questions.hinted import Hints, judge_hints
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.info.hints.duplicate"

INDICATOR = Indicator(
    id=ID,
    title="疑似内容雷同",
    clause="黔东南州2023年第四季度通报所列“抄袭”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Hints,
    looks_at="文章正文与标题，与其他单位近日发布的文字比较；注明来源的、多家转载的不计；须人工确认",
    remedy="属转载的请注明来源；属抄袭的请撤下并重新起草",
    judge=partial(judge_hints, indicator=ID),
    decides=Decides.REVIEW,
)
