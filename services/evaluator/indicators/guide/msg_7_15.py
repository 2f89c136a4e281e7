"""Are letters handled within the workdays allowed?"""

from collections.abc import Iterable
from datetime import date

from services.evaluator.facts.letter import Letter
from services.evaluator.facts.letter_digest import Digest
from services.evaluator.facts.letters import Part
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
from services.evaluator.questions.boards import boards_of, recent_letters, shown_on
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
    parts = recent_letters(case, boards, numbers.lookback)
    late, waiting, aside = _looked_at(case, numbers, parts)
    if late:
        items = tuple(_item(one) for one in late)
        return not_met(f"{len(late)} 件留言超过{numbers.longest}未办结", items=items)
    unseen = [shown.reason for board in boards if (shown := shown_on(case, board)).reason]
    if unseen and unseen[0]:
        return undetermined(unseen[0])
    days = [*(day for one in waiting if (day := one.asked_on())), *(date.fromordinal(one.first) for one in aside)]
    due = [midnight(numbers.longest.first_day_out(day, case.is_workday)) for day in days]
    start = numbers.window.start(day_in_china(case.as_of), case.is_workday)
    text = f"{len(waiting) + sum(one.dated for one in aside)} 件留言待办"
    near = Near(share=0.5, crosses_at=min(due), text=text, warn=min(days) < start) if due else None
    count = sum(part.digest.dated for part in parts)
    return changing(met(f"{count} 件留言均未超过{numbers.longest}", near=near), *due, after=case.as_of)


def _looked_at(case: Case, numbers: Numbers, parts: Iterable[Part]) -> tuple[list[Letter], list[Letter], list[Digest]]:
    """The letters that are late, those that wait, and what others come to that wait: seen last long before their term.

    Letters that were all answered before any term can have ended are neither.
    """
    late, waiting, aside = list[Letter](), list[Letter](), list[Digest]()
    for part in parts:
        digest = part.digest
        is_quick = digest.slowest < numbers.longest.least_days
        if is_quick and not digest.unanswered and not digest.may_be_open(case.as_of):
            continue
        if is_quick and digest.done is None and _is_over(case, numbers, digest):
            aside.append(digest)
            continue
        for one in part.letters():
            if _is_late(case, one, numbers):
                late.append(one)
            elif not one.answered_by(case.as_of):
                waiting.append(one)
    return sorted(late, key=lambda one: (one.board_id, one.id, one.asked_at)), waiting, aside


def _is_over(case: Case, numbers: Numbers, digest: Digest) -> bool:
    """Whether the terms of all have ended: none of them is still to come."""
    last = date.fromordinal(digest.last)
    return midnight(numbers.longest.first_day_out(last, case.is_workday)) <= case.as_of


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
