"""Is data published in time, with charts or open data?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement
from services.evaluator.questions.given import nothing_given
from services.evaluator.section import Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.bonus.data_release"


def judge(case: Case, numbers: Scored) -> Judgement:  # noqa: ARG001 - its points are given by people
    """The points people gave, up to its own; nothing is said where they gave none."""
    return nothing_given(case, ID)


INDICATOR = Indicator(
    id=ID,
    title="信息（数据）发布",
    clause="国办秘函〔2019〕19号 检查指标 加分指标“信息（数据）发布”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.BONUS,
    numbers=Scored,
    looks_at="数据发布的及时性、图表与开放情况；人工登记加分",
    remedy="可结合实际改进数据发布的及时性、图表与开放情况",
    judge=judge,
    decides=Decides.LEDGER,
)
