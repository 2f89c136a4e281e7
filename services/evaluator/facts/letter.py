"""One letter of a citizen, as far as the looks at its board tell."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from shared.clock import local
from shared.contracts.observations import Message

LetterKey = tuple[str, str, datetime | None]
"""Board, id and time of asking. A board that shows another time for the same id shows another letter."""

_ANSWERED_WORDS = (
    "已回复",
    "已答复",
    "已回应",
    "已办结",
    "已办理",
    "已处理",
    "已解决",
    "办结",
    "处理完成",
    "办理完成",
    "回复完成",
    "answered",
    "closed",
)
_OPEN_WORDS = ("未", "待", "中", "不予", "暂")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is known of one letter. Joined in any order; an answer once seen stays seen."""

    board_id: str
    id: str
    asked_at: datetime | None
    unanswered_at: datetime | None = None
    """The latest look that showed it without an answer."""
    answered_at: datetime | None = None
    """The latest look that showed its answer."""
    replied_at: datetime | None = None
    """When the answer was given, as the board says, but never after a look that showed it; the earliest, if looks
    differ. Of a letter without a time of asking the latest: it is forgotten by its own age, in whatever order."""
    title: str = ""
    missing: tuple[str, ...] = ()
    """Required elements the board does not show (答复单位, 答复时间 …), by the latest look."""
    event_id: str = ""
    """The latest look that showed it."""

    @property
    def key(self) -> LetterKey:
        """What tells it from other letters."""
        return self.board_id, self.id, self.asked_at

    @property
    def name(self) -> tuple[str, str]:
        """Board and id, whatever time of asking a look showed."""
        return self.board_id, self.id

    @property
    def shown_at(self) -> datetime | None:
        """The latest look that showed it at all."""
        return _latest(self.unanswered_at, self.answered_at)

    @property
    def answered(self) -> bool:
        """Whether an answer was ever seen."""
        return self.answered_at is not None

    def join(self, other: "Letter") -> "Letter":
        """What both say together."""
        newest = max(self, other, key=lambda one: (one.shown_at, one.event_id, one.title, one.missing))
        chosen = max if self.asked_at is None else min
        return replace(
            newest,
            unanswered_at=_latest(self.unanswered_at, other.unanswered_at),
            answered_at=_latest(self.answered_at, other.answered_at),
            replied_at=chosen(filter(None, (self.replied_at, other.replied_at)), default=None),
        )

    def since(self, floor: datetime) -> "Letter | None":
        """Itself, unless older than `floor`; without a time of asking, the looks that showed it say how old it is."""
        if self.asked_at is not None:
            return self if self.asked_at >= floor else None
        kept = replace(
            self,
            unanswered_at=_from(self.unanswered_at, floor),
            answered_at=_from(self.answered_at, floor),
            replied_at=_from(self.replied_at, floor),
        )
        return kept if kept.shown_at else None

    def answered_by(self, as_of: datetime) -> bool:
        """Whether it had been answered by then.

        An answer without a time counts as given in time; one that was seen by then as given, whatever time it carries.
        """
        if self.answered_at is None:
            return False
        return self.replied_at is None or min(self.replied_at, self.answered_at) <= as_of

    def asked_on(self) -> date | None:
        """The day it was asked, in China."""
        return local(self.asked_at).date() if self.asked_at else None

    def document(self) -> list[Any]:
        """Plain values, in the order of the fields."""
        return [getattr(self, field) for field in _FIELDS]

    @classmethod
    def read(cls, document: list[Any]) -> "Letter":
        """The letter that `document` wrote; fields it did not know yet keep their defaults."""
        values = dict(zip(_FIELDS, document, strict=False))
        return cls(**{**values, "missing": tuple(values.get("missing", ()))})


_FIELDS = tuple(Letter.__dataclass_fields__)


def letter_of(message: Message, *, board_id: str, seen_at: datetime, event_id: str) -> Letter:
    """The letter one look showed.

    A board's clock may run ahead, and a date may be a day's end: an answer that was seen was given by then.
    """
    answered = is_answered(message)
    replied_at = min(message.replied_at, seen_at) if message.replied_at else None
    return Letter(
        board_id=board_id,
        id=message.id,
        asked_at=message.asked_at,
        unanswered_at=None if answered else seen_at,
        answered_at=seen_at if answered else None,
        replied_at=replied_at if answered else None,
        title=message.title,
        missing=tuple(sorted(message.missing)),
        event_id=event_id,
    )


def is_answered(message: Message) -> bool:
    """Whether the board shows an answer: its time, its text, or a word that says so."""
    if message.replied_at or (message.reply_excerpt or "").strip():
        return True
    status = (message.status or "").strip().lower()
    return any(word in status for word in _ANSWERED_WORDS) and not any(word in status for word in _OPEN_WORDS)


def days_to_answer(letter: Letter) -> float | None:
    """Days from question to answer; None when either time is unknown or they contradict each other."""
    if letter.asked_at is None or letter.replied_at is None or letter.replied_at < letter.asked_at:
        return None
    return round((letter.replied_at - letter.asked_at) / timedelta(days=1), 2)


def _latest(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)


def _from(moment: datetime | None, floor: datetime) -> datetime | None:
    return moment if moment and moment >= floor else None
