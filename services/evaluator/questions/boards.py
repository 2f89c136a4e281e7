"""The boards of a website: what they show, and how lately."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.evaluator.dossier import board_key
from services.evaluator.facts.letters import Part
from services.evaluator.indicator import Case
from services.evaluator.questions.ageing import still_says
from services.evaluator.reason import Reason
from services.evaluator.sight import sight_of, why_blind
from services.evaluator.subject import Board
from services.evaluator.window import Window, day_in_china


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is known of one board."""

    board: Board
    newest_on: date | None
    """The day of the newest letter or answer that it showed."""
    ever: bool
    """It showed a letter at some time."""
    reason: Reason | None
    """Why newer ones may stand on it unseen; None: it was seen lately."""


def boards_of(case: Case, kinds: Collection[str]) -> list[Board]:
    """The registered boards of these kinds."""
    return [board for board in case.subject.boards if board.kind in kinds]


def shown_on(case: Case, board: Board) -> Shown:
    """What a board shows, by all looks up to the moment judged."""
    today = day_in_china(case.as_of)
    letters = case.dossier.letters
    page = case.dossier.page(board_key(board.id))
    counted = page.days.newest(today) if page else None
    newest = max(filter(None, (letters.newest_on(board.id, today), counted)), default=None)
    ever = letters.any_on(board.id) or (page is not None and page.had_content(case.as_of))
    return Shown(board=board, newest_on=newest, ever=ever, reason=_unseen(case, board))


def _unseen(case: Case, board: Board) -> Reason | None:
    page = case.dossier.page(board_key(board.id))
    if page is None:
        return Reason.NEVER_SEEN
    look = page.good if page.good and page.good.at <= case.as_of else None
    needs = case.rules.sight.board
    if look and still_says(case, look.at, needs.max_age):
        return Reason.NO_DATES if look.wholly_undated else None
    seen = sight_of(page, needs, case.as_of, empty_counts=True)
    if seen.until and still_says(case, seen.until, needs.max_age):
        return None
    return why_blind(page, seen.until, case.as_of, Reason.SIGHT_TOO_OLD if look else Reason.NEVER_SEEN)


def recent_letters(case: Case, boards: Collection[Board], lookback: Window) -> list[Part]:
    """The letters on these boards that were asked since the window began, by fortnight."""
    today = day_in_china(case.as_of)
    ids = {board.id for board in boards}
    return [*case.dossier.letters.parts(ids, lookback.start(today, case.is_workday), today)]


def activities(case: Case, kind: str, lookback: Window) -> int:
    """How many activities the boards of a kind showed since the window began."""
    today = day_in_china(case.as_of)
    since = lookback.start(today, case.is_workday)
    pages = (case.dossier.page(board_key(board.id)) for board in boards_of(case, (kind,)))
    return sum(page.days.total(since, today) for page in pages if page)
