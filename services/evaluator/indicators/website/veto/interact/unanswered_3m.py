"""Was a valid letter of the last year left without an answer for more than three months?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.evaluator.dossier import board_key
from services.evaluator.facts import slots
from services.evaluator.facts.letter import Letter
from services.evaluator.facts.letters import Part
from services.evaluator.facts.page import Page
from services.evaluator.indicator import (
    Case,
    Indicator,
    Judgement,
    changing,
    evidence_of,
    met,
    not_applicable,
    not_met,
    undetermined,
)
from services.evaluator.phrases import day_words, listed
from services.evaluator.questions.ageing import still_says
from services.evaluator.reason import Reason
from services.evaluator.sections import Names, Section, Share
from services.evaluator.sight import Seen, is_fresh, sight_of, too_old_from, why_blind
from services.evaluator.subject import Board
from services.evaluator.window import WindowText, day_in_china, midnight
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import IndicatorKind, Item, Near

ID = "website.veto.interact.unanswered_3m"


class Numbers(Section):
    """How long a letter may wait, how far back letters count, and on which boards."""

    lookback: WindowText
    window: WindowText
    kinds: Names
    warn_share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One letter without an answer."""

    letter: Letter
    board: Board
    asked_on: date
    due_at: datetime
    """The moment its time is over."""
    open_at: datetime
    """The latest moment it is known to have been open."""
    fresh: bool
    """That moment is recent enough to speak of the present."""

    @property
    def overdue(self) -> bool:
        """It was seen open after its time was over."""
        return self.open_at >= self.due_at

    @property
    def share(self) -> float:
        """How much of its time is used, as far as it was seen."""
        asked = midnight(self.asked_on)
        return round((self.open_at - asked) / (self.due_at - asked), 3)

    def item(self, outcome: Outcome) -> Item:
        """The letter as a thing inside a finding."""
        days = (day_in_china(self.open_at) - self.asked_on).days
        return Item(
            id=f"{self.board.id}/{self.letter.id}",
            name=self.letter.title or f"留言 {self.letter.id}",
            kind="message",
            outcome=outcome,
            text=f"{day_words(self.asked_on)} 来信，已 {days} 天未答复",
            url=self.board.url or None,
            unit_id=self.board.unit_id,
            due_at=self.due_at,
            observed_at=self.letter.unanswered_at or self.open_at,
        )


def judge(case: Case, numbers: Numbers) -> Judgement:
    """One overdue letter seen open on a fresh look breaks it; boards that were not seen leave it open."""
    boards = {board.id: board for board in case.subject.boards if board.kind in numbers.kinds}
    if not boards:
        return not_applicable("未登记政务咨询类栏目")
    shown, aside = _open(case, boards, numbers)
    waiting = sorted(shown, key=lambda one: (one.letter.board_id, one.letter.asked_at))
    overdue = [one for one in waiting if one.overdue and one.fresh]
    # A letter that presses was seen to press, whatever else was not seen, or was seen overdue.
    near, items = _pressing([one for one in waiting if not one.overdue], numbers)
    if overdue:
        broken = _broken(overdue, numbers)
        answer = replace(broken, near=near if items else None, items=(*broken.items, *items))
    elif gaps := [*_unseen(case, boards, numbers), *_lost(case, numbers, boards, waiting, aside)]:
        names = listed(sorted({board.name for board, _ in gaps}))
        reason = gaps[0][1]
        answer = undetermined(reason, f"无法判定：{names}{reason.words}", near=near, items=items)
    else:
        count = len(waiting) + sum(part.digest.dated for part in aside)
        text = f"{count} 件留言待回应，均未超过{numbers.window}" if count else "未见未回应的留言"
        answer = met(text, near=near, items=items)
    looks = [page.good for key in boards if (page := case.dossier.page(board_key(key))) and page.good]
    evidence = tuple(e for look in looks for e in evidence_of(look))
    old_at = [too_old_from(look.at, case.rules.sight.board.max_age) for look in looks]
    return changing(replace(answer, evidence=evidence), *old_at, after=case.as_of)


def _open(case: Case, boards: dict[str, Board], numbers: Numbers) -> tuple[list[Waiting], list[Part]]:
    """The letters that were open, and those of which none was seen lately: too many to be looked at one by one."""
    today = day_in_china(case.as_of)
    shown, aside = list[Waiting](), list[Part]()
    for part in case.dossier.letters.parts(boards, numbers.lookback.start(today, case.is_workday), today):
        if part.settled:
            # An answer given after the moment judged leaves the letter open at that moment.
            letters = part.letters() if part.digest.may_be_open(case.as_of) else ()
            later = (one for one in letters if one.answered and not one.answered_by(case.as_of))
            shown += [_waiting(case, numbers, boards[part.board_id], one, case.as_of) for one in later]
        elif part.digest.out_of_sight(_seen_since(case)):
            aside.append(part)
        else:
            seen = ((one, min(one.unanswered_at or case.as_of, case.as_of)) for one in part.letters())
            shown += [_waiting(case, numbers, boards[part.board_id], one, open_at) for one, open_at in seen]
    return shown, aside


def _waiting(case: Case, numbers: Numbers, board: Board, letter: Letter, open_at: datetime) -> Waiting:
    asked_on = letter.asked_on()
    assert asked_on
    return Waiting(
        letter=letter,
        board=board,
        asked_on=asked_on,
        due_at=_due_at(case, numbers, asked_on),
        open_at=open_at,
        fresh=still_says(case, open_at, case.rules.sight.board.max_age),
    )


def _due_at(case: Case, numbers: Numbers, asked_on: date) -> datetime:
    return midnight(numbers.window.first_day_out(asked_on, case.is_workday))


def _seen_since(case: Case) -> datetime:
    """A look since then speaks of the present."""
    return case.as_of - case.rules.sight.board.max_age.about


def _unseen(case: Case, boards: dict[str, Board], numbers: Numbers) -> Iterator[tuple[Board, Reason]]:
    """The boards on which an overdue letter could stand without our knowing."""
    for board in boards.values():
        page = case.dossier.page(board_key(board.id))
        reason = Reason.NEVER_SEEN if page is None else _gap(case, page, numbers)
        if reason:
            yield board, reason


def _gap(case: Case, page: Page, numbers: Numbers) -> Reason | None:
    needs = case.rules.sight.board
    seen = sight_of(page, needs, case.as_of, empty_counts=True)
    look = page.good if page.good and page.good.at <= case.as_of else None
    if look and look.wholly_undated:
        return Reason.NO_DATES
    if look and not look.shown and not page.had_content(case.as_of):
        # 共0条: a board without letters is seen whole at one look.
        return None if case.as_of - look.at <= needs.max_age.about else Reason.SIGHT_TOO_OLD
    if not is_fresh(seen, needs, case.as_of):
        otherwise = Reason.SIGHT_TOO_OLD if seen.until else Reason.NEVER_SEEN
        return why_blind(page, seen.until, case.as_of, otherwise)
    if not _covers_askings(case, seen, numbers):
        return why_blind(page, seen.until, case.as_of, Reason.WINDOW_NOT_COVERED)
    return None


def _covers_askings(case: Case, seen: Seen, numbers: Numbers) -> bool:
    """Whether every letter that could be overdue by now was on a list we saw."""
    today = day_in_china(case.as_of)
    first = slots.first_slot(numbers.lookback.start(today, case.is_workday))
    end = slots.first_slot(numbers.window.start(today, case.is_workday))
    wanted = slots.stretch(first, end)
    return wanted & seen.whole == wanted


def _lost(
    case: Case, numbers: Numbers, boards: dict[str, Board], waiting: list[Waiting], aside: list[Part]
) -> Iterator[tuple[Board, Reason]]:
    """Letters whose fate is unknown: overdue but no longer shown, or open without a date."""
    yield from (
        (one.board, Reason.LETTER_OUT_OF_SIGHT) for one in waiting if not one.fresh and case.as_of >= one.due_at
    )
    for part in aside:
        if case.as_of >= _due_at(case, numbers, date.fromordinal(part.digest.first)):
            yield boards[part.board_id], Reason.LETTER_OUT_OF_SIGHT
    for letter in case.dossier.letters.undated(boards, _seen_since(case)):
        is_fresh_yet = letter.shown_at is None or still_says(case, letter.shown_at, case.rules.sight.board.max_age)
        if is_fresh_yet and letter.unanswered_at and letter.unanswered_at <= case.as_of:
            yield boards[letter.board_id], Reason.NO_DATES


def _broken(overdue: list[Waiting], numbers: Numbers) -> Judgement:
    oldest = min(overdue, key=lambda one: (one.asked_on, one.letter.id))
    text = (
        f"{len(overdue)} 件留言超过{numbers.window}未回应，最早一件“{oldest.letter.title or oldest.letter.id}”"
        f"{day_words(oldest.asked_on)} 来信"
    )
    items = tuple(one.item(Outcome.NOT_MET) for one in sorted(overdue, key=lambda one: (one.due_at, one.letter.id)))
    return not_met(text, since=oldest.due_at, items=items)


def _pressing(waiting: list[Waiting], numbers: Numbers) -> tuple[Near | None, tuple[Item, ...]]:
    """How near the most pressing letter is to its limit, and the letters to warn of."""
    in_time = [one for one in waiting if one.fresh]
    if not in_time:
        return None, ()
    first = min(in_time, key=lambda one: (one.due_at, one.letter.id))
    soon = sorted(
        (one for one in in_time if one.share >= numbers.warn_share), key=lambda one: (one.due_at, one.letter.id)
    )
    last_day = day_in_china(first.due_at - timedelta(seconds=1))
    near = Near(
        share=max(one.share for one in in_time),
        crosses_at=first.due_at,
        text=f"{len(soon) or len(in_time)} 件留言待回应，最早应于 {day_words(last_day)} 前回应",
        warn=bool(soon),
    )
    return near, tuple(one.item(Outcome.MET) for one in soon)


INDICATOR = Indicator(
    id=ID,
    title="互动回应差·留言超期未回应",
    clause="国办秘函〔2019〕19号 检查指标 单项否决“互动回应差”第2项",
    scope=TargetKind.WEBSITE,
    kind=IndicatorKind.VETO,
    numbers=Numbers,
    looks_at="登记为咨询、信箱、投诉类的留言板：各件来信的提交时间、答复时间与办理状态",
    remedy="请尽快答复所列留言并在网站公开答复内容与时间",
    judge=judge,
)
