"""Are other columns blank, or late by their own cycle?"""

from services.evaluator.columns import distinct, judge_blank, judge_updates
from services.evaluator.indicator import Case, Indicator, Judgement, not_applicable
from services.evaluator.questions.named_columns import weighed
from services.evaluator.sections import Names, Scored
from services.evaluator.staleness import State
from services.evaluator.window import Window, WindowText
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.publish.other_columns"


class Numbers(Scored):
    """Which columns other items are about, and when to warn."""

    except_categories: Names
    except_names: Names
    edge_inclusive: bool = True
    warn_after: WindowText


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Each blank or late column costs a step; without a cycle only a blank one does."""
    judged = []
    longest = Window(1)
    for column in distinct(case.subject.columns):
        if column.category in numbers.except_categories or any(word in column.name for word in numbers.except_names):
            continue
        cycle = case.rules.cycles.of(column)
        if cycle:
            longest = max(longest, cycle, key=lambda window: window.about)
            one = judge_updates(
                case, column, cycle, edge_inclusive=numbers.edge_inclusive, warn_after=numbers.warn_after
            )
            judged.append(one)
        elif (blank := judge_blank(case, column)).state is State.STALE:
            judged.append(blank)
    if not judged:
        return not_applicable("没有其他有更新周期的栏目")
    late, kept = "空白或未按更新周期更新", "按更新周期更新"
    return weighed(case, judged, longest, numbers.warn_after, late=late, kept=kept)


INDICATOR = Indicator(
    id=ID,
    title="发布解读·其他栏目",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“发布解读”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="其他登记栏目：是否空白，是否按更新周期更新；已在其他指标扣分的栏目不重复扣分",
    remedy="请补充空白栏目，按周期更新所列栏目，无力维护的予以整合或下线",
    judge=judge,
)
