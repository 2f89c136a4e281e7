"""Was important information of the State Council reprinted within a day?"""

from functools import partial

from services.evaluator.indicator import Decides, Indicator
from services.evaluator.questions.hinted import judge_hints
from services.evaluator.reprints import REPRINT, ReprintNumbers
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = REPRINT

INDICATOR = Indicator(
    id=ID,
    title="重要信息转载",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=ReprintNumbers,
    looks_at="注明来源为中国政府网、国务院办公厅的文章，以及列表中直接链接中国政府网的条目，与在册网站中最早转载（或原载）同题信息的时间比较；只有日期的按最有利的时刻算；"
    "是否重要信息、是否应转未转，由人工确认或登记",
    remedy="请在24小时内转载中国政府网发布的重要信息",
    judge=partial(judge_hints, indicator=ID),
    decides=Decides.REVIEW,
)
