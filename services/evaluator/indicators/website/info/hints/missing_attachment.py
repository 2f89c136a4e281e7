"""Does an article speak of an attachment that is not there?"""

from functools import partial

from services.evaluator.indicator import Decides, Indicator
from services.evaluator.questions.hinted import Hints, judge_hints
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.info.hints.missing_attachment"

INDICATOR = Indicator(
    id=ID,
    title="疑似缺少附件",
    clause="各地通报所列“附件缺失、无法下载”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Hints,
    looks_at="文章正文或标题提到附件，而页面上没有可下载的附件；须人工确认",
    remedy="请补传附件，并确认可以下载",
    judge=partial(judge_hints, indicator=ID),
    decides=Decides.REVIEW,
)
