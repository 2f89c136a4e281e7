"""Does a title hold odd characters, blanks or brackets?"""

from functools import partial

from services.evaluator.indicator import Decides, Indicator
from services.evaluator.questions.hinted import Hints, judge_hints
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.info.hints.characters"

INDICATOR = Indicator(
    id=ID,
    title="疑似标题字符或排版异常",
    clause="各地通报所列“标题含异常字符、排版混乱”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Hints,
    looks_at="标题中的不可见字符、乱码、多余空格、重复标点、不成对的括号；须人工确认",
    remedy="请更正标题中的异常字符与排版",
    judge=partial(judge_hints, indicator=ID),
    decides=Decides.REVIEW,
)
