"""Was a list filled all at once after a long silence?"""

from functools import partial

from services.evaluator.indicator import Decides, Indicator
from services.evaluator.questions.hinted import Hints, judge_hints
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.info.hints.clumped"

INDICATOR = Indicator(
    id=ID,
    title="疑似集中发布",
    clause="各地通报所列“突击更新、集中发布”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Hints,
    looks_at="栏目列表各条的发布日期：长期未更新后一天内发布大量信息；须人工确认",
    remedy="请按信息产生的时间及时发布，不要集中补录",
    judge=partial(judge_hints, indicator=ID),
    decides=Decides.REVIEW,
)
