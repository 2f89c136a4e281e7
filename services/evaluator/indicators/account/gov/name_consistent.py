"""Has the account the same name as those of its unit on other platforms?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, not_met
from services.evaluator.phrases import listed
from services.evaluator.questions.likeness import are_alike
from services.evaluator.section import Section
from services.evaluator.subject import MOST_NAMED
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "account.gov.name_consistent"


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - no number in it
    """Another name on another platform is a thing for a person to judge."""
    others = [one for one in case.subject.others if one.platform and one.platform != case.subject.platform]
    differing = [one for one in others if not are_alike(one.name, case.subject.name)]
    if not differing:
        return met("名称一致")
    items = tuple(
        Item(id=one.id, name=one.name, kind="account", outcome=Outcome.NOT_MET) for one in differing[:MOST_NAMED]
    )
    return not_met(f"与本单位其他平台账号名称不一致：{listed([one.name for one in differing])}", items=items)


INDICATOR = Indicator(
    id=ID,
    title="名称一致并标明主办单位",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="名录：同一单位在不同平台的账号名称；须人工确认",
    remedy="请统一各平台账号名称，并在认证信息中标明主办单位",
    judge=judge,
    decides=Decides.REVIEW,
)
