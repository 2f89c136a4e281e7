"""Test letters as things inside a finding."""

from collections.abc import Iterable

from services.evaluator.ledger import LetterState
from services.evaluator.window import day_in_china
from shared.contracts.records import LetterOutcome
from shared.contracts.target import Outcome
from shared.contracts.verdicts import Item

_WORDS = {LetterOutcome.LATE: "超期答复", LetterOutcome.NEVER: "未答复", LetterOutcome.BROKEN: "无法提交"}


def letter_items(states: Iterable[LetterState]) -> tuple[Item, ...]:
    """Each letter, with what became of it."""
    return tuple(_item(state) for state in states)


def _item(state: LetterState) -> Item:
    words = _WORDS.get(state.outcome, "答复不规范") if state.outcome else "答复不规范"
    return Item(
        id=state.id,
        name=state.letter.title or f"测试信件 {state.id}",
        kind="letter",
        outcome=Outcome.NOT_MET,
        text=f"{day_in_china(state.letter.sent_at)} 发出，{words}",
        url=state.letter.url or None,
        due_at=state.due,
    )
