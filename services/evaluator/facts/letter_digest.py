"""What many letters come to, so that old ones need not be looked at one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.evaluator.facts.letter import Letter
from services.evaluator.window import day_in_china

Lack = tuple[int, str, str, str]
"""How many letters lack an element, and the first of them: its board, its id and its title."""


@dataclass(frozen=True, slots=True)
class Digest:
    """Sums and ends over letters. It knows no limit of any rule pack: what depends on one is asked of the letters."""

    dated: int = 0
    """How many have a time of asking; the others count for nothing before `newest`."""
    first: int = 0
    """The first day one was asked (in China, as an ordinal); 0: none is dated."""
    last: int = 0
    """The last day one was asked."""
    slowest: int = -1
    """The most days from the day of asking to that of the answer or, without one, of the latest look; -1: unknown."""
    lacking: Mapping[str, Lack] = field(default_factory=dict)
    """By required element the board does not show."""
    newest: float | None = None
    """The latest moment (as a timestamp) one was asked or answered, as the board says."""
    done: float | None = None
    """The latest moment an answer was given or seen."""
    unanswered: int = 0
    """How many never showed an answer of their own."""
    seen_open: float | None = None
    """The latest look that showed one of them without an answer."""

    @classmethod
    def of(cls, letters: Iterable[Letter]) -> "Digest":
        """The digest of letters."""
        known = list(letters)
        dated = [(one, day_in_china(one.asked_at).toordinal()) for one in known if one.asked_at]
        ends = [(one.replied_at if one.answered_at else one.unanswered_at, day) for one, day in dated]
        told = [at for one in known for at in (one.asked_at, one.replied_at) if at]
        done = [at for one in known if one.answered_at for at in (one.answered_at, one.replied_at) if at]
        waiting = [one for one in known if not one.answered_at]
        return cls(
            dated=len(dated),
            first=min((day for _, day in dated), default=0),
            last=max((day for _, day in dated), default=0),
            slowest=max((day_in_china(end).toordinal() - day for end, day in ends if end), default=-1),
            lacking=_lacking(_lacks(one) for one, _ in dated if one.missing),
            newest=max(told).timestamp() if told else None,
            done=max(done).timestamp() if done else None,
            unanswered=len(waiting),
            seen_open=max((one.unanswered_at.timestamp() for one in waiting if one.unanswered_at), default=None),
        )

    @classmethod
    def joined(cls, digests: Iterable["Digest"]) -> "Digest":
        """What several come to together."""
        known = list(digests)
        if len(known) == 1:
            return known[0]
        days = [one for one in known if one.dated]
        return cls(
            dated=sum(one.dated for one in days),
            first=min((one.first for one in days), default=0),
            last=max((one.last for one in days), default=0),
            slowest=max((one.slowest for one in days), default=-1),
            lacking=_lacking(one.lacking for one in days),
            newest=_latest(one.newest for one in known),
            done=_latest(one.done for one in known),
            unanswered=sum(one.unanswered for one in known),
            seen_open=_latest(one.seen_open for one in known),
        )

    def meets(self, first: int, last: int) -> bool:
        """Whether one can have been asked in these days."""
        return self.dated > 0 and self.first <= last and first <= self.last

    def lies_in(self, first: int, last: int) -> bool:
        """Whether all that are dated were asked in these days."""
        return first <= self.first and self.last <= last

    def may_be_open(self, as_of: datetime) -> bool:
        """Whether one that was answered may have been open at that moment."""
        return self.done is not None and self.done > as_of.timestamp()

    def out_of_sight(self, seen_since: datetime) -> bool:
        """Whether no look since then can have shown one of them without an answer."""
        return self.seen_open is None or self.seen_open < seen_since.timestamp()

    def document(self) -> list[Any]:
        """Plain values, in the order of the fields."""
        return [getattr(self, name) for name in _FIELDS]

    @classmethod
    def read(cls, document: list[Any]) -> "Digest":
        """The digest that `document` wrote."""
        known = dict(zip(_FIELDS, document, strict=False))
        return cls(**{**known, "lacking": {name: tuple(lack) for name, lack in known["lacking"].items()}})


_FIELDS = tuple(Digest.__dataclass_fields__)


def _lacks(letter: Letter) -> Mapping[str, Lack]:
    return dict.fromkeys(letter.missing, (1, letter.board_id, letter.id, letter.title or letter.id))


def _lacking(known: Iterable[Mapping[str, Lack]]) -> dict[str, Lack]:
    joined: dict[str, Lack] = {}
    for lacking in known:
        for name, lack in lacking.items():
            before = joined.get(name)
            joined[name] = (before[0] + lack[0], *min(before[1:], lack[1:])) if before else lack
    return joined


def _latest(moments: Iterable[float | None]) -> float | None:
    return max((at for at in moments if at is not None), default=None)


def ordinals(first: date, last: date) -> tuple[int, int]:
    """A span of days, as a digest counts them."""
    return first.toordinal(), last.toordinal()
