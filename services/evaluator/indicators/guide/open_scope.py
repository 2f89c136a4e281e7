"""May this unit have a website of its own?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, not_met
from services.evaluator.sections import Count, Names, Section
from services.evaluator.subject import MOST_NAMED
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "guide.open_scope"


class Numbers(Section):
    """Units of which levels have none, departments of which levels neither, and how many a unit may have."""

    levels: Names
    department_levels: Names
    count: Count


def judge(case: Case, numbers: Numbers) -> Judgement:
    """The registry decides; whether an exception was approved, a person must say."""
    subject = case.subject
    if subject.unit_level in numbers.levels:
        return not_met("该层级单位原则上不开设网站")
    if subject.website_kind != "portal" and subject.unit_level in numbers.department_levels:
        return not_met("该层级部门原则上不开设网站")
    others = [one for one in subject.others if one.kind is TargetKind.WEBSITE]
    if len(others) + 1 <= numbers.count:
        return met("符合开设范围")
    items = tuple(
        Item(id=one.id, name=one.name, kind="website", outcome=Outcome.NOT_MET) for one in others[:MOST_NAMED]
    )
    return not_met(f"一个单位开设 {len(others) + 1} 个网站", items=items)


INDICATOR = Indicator(
    id=ID,
    title="开设范围",
    clause="国办发〔2017〕47号《政府网站发展指引》",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="名录：乡镇、县级部门是否开设网站，一个单位是否开设多个网站；须人工确认",
    remedy="请按规定整合网站：一个单位一个网站，乡镇和县级部门原则上不开设",
    judge=judge,
    decides=Decides.REVIEW,
)
