"""Were the results published in time, in a column of their own?"""

from datetime import date

from services.evaluator.indicator import Judgement, met, not_applicable, not_met, undetermined
from services.evaluator.notices import PUBLISH_BY, Notice, NoticeNumbers, deadlines_in
from services.evaluator.org_indicator import OrgCase, OrgIndicator
from services.evaluator.phrases import day_words
from services.evaluator.reason import Reason
from services.evaluator.window import LAST, day_in_china
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import Evidence, IndicatorKind, Item

ID = PUBLISH_BY


def judge(case: OrgCase, numbers: NoticeNumbers) -> Judgement:
    """Asked of each deadline of the period that is over; the whole of its day is still in time.

    Kept by anything published in a column of notices since the deadline before. Broken only where every such column
    was seen all that time and nothing came. Nobody must enter a publication in the ledger, so an empty ledger proves
    nothing: without a column, or with one that was not seen all along, it is open until a person says what they saw.
    Whether the checklist and the results are in it is for a person to see.
    """
    open_day = day_in_china(case.as_of + LAST)
    dues = [one.due for one in deadlines_in(case.period, numbers.day) if one.due < open_day]
    if not dues or not case.of_kind(TargetKind.WEBSITE):
        return not_applicable("检查时段内没有已到的公开期限")
    notices = [one for tally in case.of_kind(TargetKind.WEBSITE) for one in tally.notices]
    states = {due: _state(due, notices) for due in dues}
    text = "；".join(_words(due, state, notices) for due, state in states.items())
    items, evidence = tuple(_item(due, state) for due, state in states.items()), _evidence(notices, dues)
    if Outcome.NOT_MET in states.values():
        return not_met(text, items=items, evidence=evidence)
    if Outcome.UNDETERMINED in states.values():
        reason = Reason.WINDOW_NOT_COVERED if notices else Reason.NO_COLUMNS
        return undetermined(reason, f"无法判定：{text}", items=items, evidence=evidence)
    return met(text, items=items, evidence=evidence)


def _state(due: date, notices: list[Notice]) -> Outcome:
    asked = [one for one in notices if one.due == due]
    if any(one.published_on for one in asked):
        return Outcome.MET
    return Outcome.NOT_MET if asked and all(one.seen for one in asked) else Outcome.UNDETERMINED


def _words(due: date, state: Outcome, notices: list[Notice]) -> str:
    if state is Outcome.MET:
        first = min((one.published_on, one.column) for one in notices if one.due == due and one.published_on)
        return f"应于 {day_words(due)} 前公开，专栏“{first[1]}”{day_words(first[0])} 已有信息公开"
    if state is Outcome.NOT_MET:
        return f"应于 {day_words(due)} 前公开，届时专栏无信息公开"
    why = "未看全专栏" if notices else "未登记公开检查情况的专栏，台账也无登记"
    return f"应于 {day_words(due)} 前公开，{why}"


def _item(due: date, state: Outcome) -> Item:
    return Item(id=f"due/{due}", name=day_words(due), kind="deadline", outcome=state)


def _evidence(notices: list[Notice], dues: list[date]) -> tuple[Evidence, ...]:
    shown = [one for one in notices if one.due in dues and (one.published_on or one.seen)]
    return tuple(Evidence(text=f"专栏“{one.column}”：{_shown(one)}", url=one.url or None) for one in shown)


def _shown(notice: Notice) -> str:
    return f"{day_words(notice.published_on)} 更新" if notice.published_on else "期限内未见更新"


INDICATOR = OrgIndicator(
    id=ID,
    title="检查结果公开",
    clause="国办秘函〔2019〕19号 监管工作年度考核指标",
    kind=IndicatorKind.DEDUCTION,
    numbers=NoticeNumbers,
    looks_at="名称含有规定字样的专栏，自上一公开期限之后至本期限（含当天）是否有信息公开；没有登记专栏或没有看全的，无法判定，"
    "以人工登记为准；是否列明检查清单和检查结果，由人工核对后登记",
    remedy="请按时在专栏公开检查情况",
    judge=judge,
)
