"""Are interpretations accurate and varied, and are public concerns answered?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement
from services.evaluator.questions.given import nothing_given
from services.evaluator.section import Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.bonus.interpretation"


def judge(case: Case, numbers: Scored) -> Judgement:  # noqa: ARG001 - its points are given by people
    """The points people gave, up to its own; nothing is said where they gave none."""
    return nothing_given(case, ID)


INDICATOR = Indicator(
    id=ID,
    title="解读回应",
    clause="国办秘函〔2019〕19号 检查指标 加分指标“解读回应”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.BONUS,
    numbers=Scored,
    looks_at="解读的准确性、形式多样性与回应关切；人工登记加分",
    remedy="可结合实际改进解读的准确性、形式多样性与回应关切",
    judge=judge,
    decides=Decides.LEDGER,
)
