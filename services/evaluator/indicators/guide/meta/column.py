"""Do the pages of columns carry the tags of a column?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.tags import pages_lacking
from services.evaluator.sections import Names, Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "guide.meta.column"


class Numbers(Section):
    """Which tags must be there."""

    tags: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each page of a column that was read and lacks one is told of."""
    read, items = pages_lacking(case, (), numbers.tags)
    if not read:
        return no_fact()
    return not_met(f"{len(items)} 个页面缺少标签", items=items) if items else met(f"{read} 个页面标签齐全")


INDICATOR = Indicator(
    id=ID,
    title="栏目标签",
    clause="国办发〔2017〕47号《政府网站发展指引》附件",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="栏目页的 ColumnName、ColumnDescription、ColumnKeywords、ColumnType 标签",
    remedy="请按《政府网站发展指引》补齐标签",
    judge=judge,
)
