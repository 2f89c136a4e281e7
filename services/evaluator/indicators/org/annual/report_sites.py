"""Did every website publish its yearly report in time?"""

from pydantic import Field

from services.evaluator.indicator import Judgement, met, not_applicable, not_met, undetermined
from services.evaluator.org_indicator import OrgCase, OrgIndicator, due_within
from services.evaluator.phrases import day_words
from services.evaluator.questions.yearly import published_by
from services.evaluator.reason import Reason
from services.evaluator.section import Names, Section
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item

ID = "org.annual.report_sites"


class Numbers(Section):
    """By which day of the year, and how the columns are called."""

    due: str = Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d)|^(0[13578]|1[02])-3[01]|^(0[469]|11)-30")
    names: Names


def judge(case: OrgCase, numbers: Numbers) -> Judgement:
    """Asked of periods in which the day lies; a website without such a column, or not seen all along, is open."""
    due = due_within(case.period, numbers.due)
    websites = case.of_kind(TargetKind.WEBSITE)
    if due is None or not websites:
        return not_applicable("检查时段内没有报表公开期限")
    states = [(one, published_by(one, due, numbers.names)) for one in websites]
    late = [one for one, published in states if published is False]
    unknown = [one for one, published in states if published is None]
    text = f"应于 {day_words(due)} 前公开年度报表：未按时 {len(late)} 个，未登记报表栏目或未看全 {len(unknown)} 个"
    if late:
        items = (Item(id=one.target_id, name=one.name, kind="website", outcome=Outcome.NOT_MET) for one in late)
        return not_met(text, items=tuple(items))
    return undetermined(Reason.NO_COLUMNS, text) if unknown else met(text)


INDICATOR = OrgIndicator(
    id=ID,
    title="政府网站工作年度报表",
    clause="国办秘函〔2019〕19号 监管工作年度考核指标",
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="名称含有“年度报表”等字样的栏目在规定日期前是否更新",
    remedy="请按时公开年度报表",
    judge=judge,
)
