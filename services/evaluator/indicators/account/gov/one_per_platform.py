"""Has the unit more than one account on this platform?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, not_met
from services.evaluator.phrases import listed
from services.evaluator.section import Section
from services.evaluator.subject import MOST_NAMED
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "account.gov.one_per_platform"


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - one is one
    """The registry decides: every other account of the unit on the same platform is told of."""
    others = [one for one in case.subject.others if one.platform and one.platform == case.subject.platform]
    if not others:
        return met("该单位在同一平台只有一个账号")
    items = tuple(
        Item(id=one.id, name=one.name, kind="account", outcome=Outcome.NOT_MET) for one in others[:MOST_NAMED]
    )
    return not_met(
        f"该单位在同一平台开设 {len(others) + 1} 个账号：{listed([one.name for one in others])}", items=items
    )


INDICATOR = Indicator(
    id=ID,
    title="一平台一账号",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="名录：同一单位在同一平台的账号数量",
    remedy="请整合同一平台的账号，一个单位原则上只保留一个",
    judge=judge,
)
