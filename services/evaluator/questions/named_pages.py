"""Pages that must be there by their names: blank ones and those that do not open are for a person to confirm."""

from services.evaluator.columns import distinct, judge_blank
from services.evaluator.dossier import column_key
from services.evaluator.indicator import Case, Judgement, entered, met, not_met, undetermined
from services.evaluator.phrases import listed
from services.evaluator.questions.opening import closed_since
from services.evaluator.reason import Reason
from services.evaluator.sections import Names, Scored
from services.evaluator.staleness import State
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item


class PageNumbers(Scored):
    """Which pages, by words in their names."""

    names: Names


def judge_pages(case: Case, numbers: PageNumbers) -> Judgement:
    """One that is blank or does not open breaks it; none registered leaves it to people."""
    columns = [one for one in distinct(case.subject.columns) if any(word in one.name for word in numbers.names)]
    if not columns:
        return entered(case, numbers)
    items, seen = [], 0
    for column in columns:
        closed = closed_since(case, column_key(column.id))
        blank = judge_blank(case, column)
        seen += blank.state is not State.UNKNOWN
        why = "打不开" if closed else "空白" if blank.state is State.STALE else ""
        if why:
            items.append(
                Item(
                    id=column.id,
                    name=column.name,
                    kind="column",
                    outcome=Outcome.NOT_MET,
                    text=why,
                    url=column.url or None,
                    unit_id=column.unit_id,
                )
            )
    if items:
        return not_met(f"{listed([item.name for item in items])}空白或打不开", items=tuple(items))
    return met(f"{len(columns)} 个栏目有内容") if seen else undetermined(Reason.NEVER_SEEN)
