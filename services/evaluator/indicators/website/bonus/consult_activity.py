"""Were there enough surveys and consultations within a year?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met
from services.evaluator.questions.boards import activities
from services.evaluator.questions.given import with_given
from services.evaluator.sections import Count, Scored
from services.evaluator.window import WindowText
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.bonus.consult_activity"


class Numbers(Scored):
    """How many within how long."""

    lookback: WindowText
    count: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Exactly as many are enough; what was not seen gives no points and takes none."""
    found = activities(case, "survey", numbers.lookback)
    text = f"{numbers.lookback}内开展 {found} 次（要求 {numbers.count} 次）"
    return with_given(case, ID, met(text, points=numbers.points if found >= numbers.count else None))


INDICATOR = Indicator(
    id=ID,
    title="互动交流·征集调查",
    clause="国办秘函〔2019〕19号 检查指标 加分指标“互动交流”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.BONUS,
    numbers=Numbers,
    looks_at="登记为征集调查的栏目：一年内开展的次数（电子邮件方式不计）",
    remedy="可增加网上征集调查活动",
    judge=judge,
)
