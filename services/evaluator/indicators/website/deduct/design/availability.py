"""Do the links on the website open?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.dead_links import dead_links
from services.evaluator.sections import Points, Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.design.availability"


class Numbers(Scored):
    """What a dead link costs on the home page, and elsewhere."""

    home_step: Points
    other_step: Points


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each dead link costs, one on the home page more; without a round of checking it is open."""
    dead = dead_links(case)
    if dead is None:
        return no_fact("无法判定：没有近期的链接检查记录")
    text = f"检查链接 {dead.checked} 个，打不开：首页 {dead.home} 个，其他页面 {dead.other} 个"
    if not dead.home and not dead.other:
        return met(text, evidence=dead.evidence)
    points = round(min(numbers.points, dead.home * numbers.home_step + dead.other * numbers.other_step), 2)
    return not_met(text, items=dead.items, points=points, evidence=dead.evidence)


INDICATOR = Indicator(
    id=ID,
    title="功能设计·可用性",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“功能设计”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="链接检查记录：首页与其他页面打不开的链接（含图片、附件、外部链接）",
    remedy="请修复或撤除打不开的链接",
    judge=judge,
)
