"""Are letters published at all?"""

from services.evaluator.indicator import Case, Indicator, Judgement, met, not_applicable, not_met, undetermined
from services.evaluator.questions.boards import boards_of, shown_on
from services.evaluator.sections import Names, Scored
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

ID = "website.deduct.interact.msg_closed"


class Numbers(Scored):
    """On which boards."""

    kinds: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Broken only when every board was seen and none ever showed a letter."""
    boards = boards_of(case, numbers.kinds)
    if not boards:
        return not_applicable("未登记留言板")
    shown = [shown_on(case, board) for board in boards]
    if any(one.ever for one in shown):
        return met("公开网民留言")
    unseen = [one.reason for one in shown if one.reason]
    return undetermined(unseen[0]) if unseen else not_met(f"{len(boards)} 个留言板均未公开任何留言")


INDICATOR = Indicator(
    id=ID,
    title="互动交流·留言公开·未公开",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“互动交流”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="登记的留言板是否公开任何留言",
    remedy="请公开网民留言及答复情况",
    judge=judge,
)
