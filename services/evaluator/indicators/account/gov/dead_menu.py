"""Do the links of the account menu open?"""

from services.evaluator.indicator import Case, Decides, Indicator, Judgement, met, no_fact, not_met
from services.evaluator.questions.dead_links import dead_links
from services.evaluator.section import Section
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "account.gov.dead_menu"


def judge(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - one is one
    """Each dead link of the menu is a thing a person must confirm."""
    dead = dead_links(case)
    if dead is None:
        return no_fact()
    if not dead.items:
        return met(f"检查菜单链接 {dead.checked} 个，均可打开", evidence=dead.evidence)
    return not_met(f"{len(dead.items)} 个菜单栏目打不开", items=dead.items, evidence=dead.evidence)


INDICATOR = Indicator(
    id=ID,
    title="菜单栏目死链",
    clause="国办发〔2018〕123号《国务院办公厅关于推进政务新媒体健康有序发展的意见》",
    scope=TargetKind.ACCOUNT,
    kind=IndicatorKind.INFO,
    numbers=Section,
    looks_at="账号菜单的链接检查记录；须人工确认",
    remedy="请修复或撤除打不开的菜单栏目",
    judge=judge,
    decides=Decides.REVIEW,
)
