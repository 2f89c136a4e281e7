"""Were letters or answers published lately?"""

from services.evaluator.indicator import (
    Case,
    Indicator,
    Judgement,
    changing,
    met,
    not_applicable,
    not_met,
    undetermined,
)
from services.evaluator.phrases import day_words
from services.evaluator.questions.boards import boards_of, shown_on
from services.evaluator.sections import Names, Scored
from services.evaluator.window import WindowText, day_in_china, midnight
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind, Near

ID = "website.deduct.interact.msg_fresh"


class Numbers(Scored):
    """How long nothing need be published, on which boards, and when to warn."""

    window: WindowText
    kinds: Names
    warn_after: WindowText


def judge(case: Case, numbers: Numbers) -> Judgement:
    """The newest letter or answer on any board counts; a board that was not seen may hold a newer one."""
    boards = boards_of(case, numbers.kinds)
    if not boards:
        return not_applicable("未登记留言板")
    shown = [shown_on(case, board) for board in boards]
    newest = max((one.newest_on for one in shown if one.newest_on), default=None)
    today = day_in_china(case.as_of)
    if newest and newest >= numbers.window.start(today, case.is_workday):
        crosses_at = midnight(numbers.window.first_day_out(newest, case.is_workday))
        silent = (today - newest).days
        near = Near(
            share=round(silent / max(1, numbers.window.about.days), 3),
            crosses_at=crosses_at,
            text=f"已 {silent} 天未公开留言（上限{numbers.window}）",
            warn=newest <= numbers.warn_after.start(today, case.is_workday),
        )
        return changing(met(f"最近公开 {day_words(newest)}", near=near), crosses_at, after=case.as_of)
    unseen = [one.reason for one in shown if one.reason]
    if unseen:
        return undetermined(unseen[0])
    return not_met(f"超过{numbers.window}未公开留言" + (f"，最近一次 {day_words(newest)}" if newest else ""))


INDICATOR = Indicator(
    id=ID,
    title="互动交流·留言公开·更新",
    clause="国办秘函〔2019〕19号 检查指标 扣分指标“互动交流”",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.DEDUCTION,
    numbers=Numbers,
    looks_at="登记的留言板：最近公开的来信或答复时间",
    remedy="请及时公开网民留言与答复",
    judge=judge,
)
