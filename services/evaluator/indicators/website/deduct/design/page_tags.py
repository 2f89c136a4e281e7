"""Do pages carry the required tags?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.tags import pages_lacking
from services.evaluator.sections import Names, Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.page_tags"


class Numbers(Scored):
    """Which tags the home page and the pages of columns must carry."""

    site: Names
    column: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each page without some required tag costs a step; a page that was not read costs nothing."""
    read, items = pages_lacking(case, numbers.site, numbers.column)
    if not read:
        return no_fact()
    text = f"读取 {read} 个页面，缺少标签 {len(items)} 个页面"
    return not_met(text, items=items) if items else met(text)


INDICATOR = Indicator(
    id=ID,
    title="功能设计·页面标签",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="首页的网站标签（SiteName、SiteDomain、SiteIDCode）与栏目页的栏目标签（ColumnName 等）",
    remedy="请按《政府网站发展指引》补齐页面标签",
    judge=judge,
)
