"""Do recent policy documents have interpretations?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, no_fact, not_met, undetermined
from services.evaluator.questions.counts import published_in
from services.evaluator.reason import Reason
from services.evaluator.sections import Count, Scored, Share
from services.evaluator.window import WindowText
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.publish.interp_ratio"


class Numbers(Scored):
    """How far back, how many documents make a sample, and which share of them must be interpreted."""

    lookback: WindowText
    sample: Count
    share: Share


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Fewer interpretations than the share asks for is a hint: which document has one, a person must say."""
    documents = published_in(case, "policy", numbers.lookback)
    readings = published_in(case, "interpretation", numbers.lookback)
    if documents is None or readings is None:
        return no_fact("无法判定：未登记政策文件或政策解读栏目")
    if not documents.seen or not readings.seen:
        return undetermined(Reason.WINDOW_NOT_COVERED)
    text = f"{numbers.lookback}内发布政策文件 {documents.total} 件、解读 {readings.total} 件"
    if documents.total < numbers.sample or readings.total >= documents.total * numbers.share:
        return met(text)
    return not_met(f"{text}，疑似解读比例不达标（要求 {numbers.share:.0%}）")


INDICATOR = Indicator(
    id=ID,
    title="发布解读·解读比例",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“发布解读”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="检查期内政策文件类栏目与政策解读类栏目的发布数量；须人工抽查确认",
    remedy="请对以本单位名义印发的政策文件及时配发解读",
    judge=judge,
    decides=Decides.REVIEW,
)
