"""A few columns that one item is about, by category or by name: updated, or not, or blank."""

from collections import Counter

from services.evaluator.columns import Judged, distinct, judge_updates
from services.evaluator.indicator import (
    Case,
    Judgement,
    changing,
    evidence_of,
    met,
    not_applicable,
    not_met,
    undetermined,
)
from services.evaluator.phrases import listed
from services.evaluator.reason import Reason
from services.evaluator.sections import Names, Scored
from services.evaluator.staleness import State
from services.evaluator.subject import Column
from services.evaluator.updates import near_silence
from services.evaluator.window import Window, WindowText
from shared.contracts.verdicts import Near


class ColumnNumbers(Scored):
    """Which columns, how long they may be silent, and when to warn."""

    window: WindowText
    edge_inclusive: bool = True
    warn_after: WindowText
    categories: Names = ()
    """Columns of these categories."""
    names: Names = ()
    """And those whose name holds one of these words."""
    deepest_level: int | None = None
    """Columns below this level are not looked at."""

    def picks(self, column: Column) -> bool:
        """Whether the item is about this column."""
        if self.deepest_level is not None and column.level > self.deepest_level:
            return False
        return column.category in self.categories or any(word in column.name for word in self.names)


def judge_columns(case: Case, numbers: ColumnNumbers) -> Judgement:
    """Broken by every column silent for longer than the window; open where one was not seen."""
    columns = [column for column in distinct(case.subject.columns) if numbers.picks(column)]
    if not columns:
        # The registry may be short of it: that the website has none is for a person to say.
        return not_applicable("未登记此类栏目")
    judged = [
        judge_updates(case, one, numbers.window, edge_inclusive=numbers.edge_inclusive, warn_after=numbers.warn_after)
        for one in columns
    ]
    return weighed(case, judged, numbers.window, numbers.warn_after)


def weighed(
    case: Case, judged: list[Judged], window: Window, warn_after: Window, *, late: str = "", kept: str = ""
) -> Judgement:
    """What single columns make together, where each of them counts; `late` and `kept` say so in other words."""
    stale = [one for one in judged if one.state is State.STALE]
    unseen = [one for one in judged if one.state is State.UNKNOWN]
    near = _nearest(case, judged, window, warn_after)
    items = tuple(one.item() for one in (*stale, *unseen))
    shown = stale or unseen or judged
    evidence = tuple(e for one in shown[:5] for e in evidence_of(one.updates.look, one.text))
    if stale:
        names = listed([one.column.name for one in stale])
        since = min(filter(None, (one.updates.crosses_at for one in stale)), default=None)
        answer = not_met(f"{names}{late or f'超过{window}未更新'}", items=items, evidence=evidence, since=since)
    elif unseen:
        reason = Counter(one.updates.reason or Reason.BLIND for one in unseen).most_common(1)[0][0]
        text = f"无法判定：{listed([one.column.name for one in unseen])}{reason.words}"
        answer = undetermined(reason, text, items=items, near=near, evidence=evidence)
    else:
        answer = met(f"{len(judged)} 个栏目均{kept or f'在{window}内更新'}", near=near, evidence=evidence)
    return changing(answer, *(one.updates.changes_at for one in judged), after=case.as_of)


def _nearest(case: Case, judged: list[Judged], window: Window, warn_after: Window) -> Near | None:
    found = []
    for one in judged:
        near = near_silence(case, one.updates, window, warn_after)
        if near:
            found.append(near.model_copy(update={"text": f"“{one.column.name}”{near.text}"}))
    return max(found, key=lambda near: (near.warn, near.share), default=None)
