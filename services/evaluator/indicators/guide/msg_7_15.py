"""Are letters handled within the workdays allowed?"""

from functools import partial

from services.evaluator.facts.letter import Letter
from services.evaluator.facts.letter_digest import Digest
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
from services.evaluator.questions.boards import boards_of, recent_digest, recent_letters, shown_on
from services.evaluator.sections import Names, Section
from services.evaluator.window import WindowText, day_in_china, midnight
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item, Near

ID = "guide.msg_7_15"


class Numbers(Section):
    """How long simple and complex letters may take, how far back letters count, and on which boards."""

    window: WindowText
    longest: WindowText
    lookback: WindowText
    kinds: Names


def judge(case: Case, numbers: Numbers) -> Judgement:
    """Only the longer term proves a fault, for nobody can see which letter was complex; the shorter one warns."""
    boards = boards_of(case, numbers.kinds)
    if not boards:
        return not_applicable("未登记留言板")
    letters = recent_letters(case, boards, numbers.lookback, wanted=partial(_may_matter, case, numbers))
    late = [one for one in letters if _is_late(case, one, numbers)]
    waiting = [one for one in letters if not one.answered_by(case.as_of) and not _is_late(case, one, numbers)]
    if late:
        items = tuple(_item(one) for one in late)
        return not_met(f"{len(late)} 件留言超过{numbers.longest}未办结", items=items)
    unseen = [shown.reason for board in boards if (shown := shown_on(case, board)).reason]
    if unseen and unseen[0]:
        return undetermined(unseen[0])
    due = [midnight(numbers.longest.first_day_out(day, case.is_workday)) for one in waiting if (day := one.asked_on())]
    start = numbers.window.start(day_in_china(case.as_of), case.is_workday)
    soon = [one for one in waiting if (day := one.asked_on()) and day < start]
    near = Near(share=0.5, crosses_at=min(due), text=f"{len(waiting)} 件留言待办", warn=bool(soon)) if due else None
    count = recent_digest(case, boards, numbers.lookback).dated
    return changing(met(f"{count} 件留言均未超过{numbers.longest}", near=near), *due, after=case.as_of)


def _may_matter(case: Case, numbers: Numbers, digest: Digest) -> bool:
    """Letters that were all answered before any term can have ended are neither late nor waiting."""
    is_done = not digest.unanswered and (digest.done is None or digest.done <= case.as_of.timestamp())
    return not is_done or digest.slowest >= numbers.longest.least_days


def _is_late(case: Case, letter: Letter, numbers: Numbers) -> bool:
    asked = letter.asked_on()
    done = letter.replied_at if letter.answered_by(case.as_of) else letter.unanswered_at
    if asked is None or done is None:
        return False
    return min(done, case.as_of) >= midnight(numbers.longest.first_day_out(asked, case.is_workday))


def _item(letter: Letter) -> Item:
    return Item(
        id=f"{letter.board_id}/{letter.id}",
        name=letter.title or f"留言 {letter.id}",
        kind="late_message",
        outcome=Outcome.NOT_MET,
        text=f"{letter.asked_on()} 来信",
        observed_at=letter.shown_at,
    )


INDICATOR = Indicator(
    id=ID,
    title="留言办理",
    clause="国办发〔2017〕47号《政府网站发展指引》、国办发〔2014〕57号",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.INFO,
    numbers=Numbers,
    looks_at="登记的留言板：各件来信的提交时间与答复时间，按工作日计算",
    remedy="请在规定的工作日内办理留言",
    judge=judge,
)
