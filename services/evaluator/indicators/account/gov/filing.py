"""Is the account filed?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, not_met
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.gov.filing"


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - no number in it
    """Only an account the registry says is not filed is told of."""
    return met("已备案") if case.subject.filed else not_met("名录登记为未备案")


INDICATOR = Indicator(
    id=ID,
    title="分级备案",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="名录：是否已备案",
    remedy="请及时在全国政务新媒体信息报送系统备案",
    judge=judge,
)
