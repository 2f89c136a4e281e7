"""The letters on all boards of a website: open ones at hand, answered ones packed away until somebody asks."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from services.evaluator.facts.letter import Letter, LetterKey

_MOMENTS = ("asked_at", "unanswered_at", "answered_at", "replied_at")


class Letters:
    """All letters known. The answered ones are unpacked only when needed, so that they cost other events nothing."""

    __slots__ = ("_answered", "_packed", "_settled", "last_answer_at", "open")

    def __init__(
        self,
        letters: Iterable[Letter] = (),
        *,
        packed: bytes | None = None,
        last_answer_at: datetime | None = None,
    ) -> None:
        self.open: dict[LetterKey, Letter] = {}
        self._answered: dict[LetterKey, Letter] | None = {} if packed is None else None
        self._packed = packed
        self._settled: set[tuple[str, str]] | None = set() if packed is None else None
        self.last_answer_at = last_answer_at
        """The latest moment an answer was given or seen; before it the answered letters matter too."""
        self._put(letters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Letters) and (self.open, self.answered) == (other.open, other.answered)

    __hash__ = None  # type: ignore[assignment]

    @property
    def answered(self) -> dict[LetterKey, Letter]:
        """The letters whose answer was seen, or that of the same letter under another time of asking."""
        if self._answered is None:
            self._answered = {letter.key: letter for letter in map(_thaw, json.loads(self._packed or b"[]"))}
        return self._answered

    def join(self, letters: Iterable[Letter]) -> "Letters":
        """With what one more look showed."""
        joined = Letters(last_answer_at=self.last_answer_at)
        joined.open, joined._answered, joined._settled = dict(self.open), dict(self.answered), set(self._names())
        joined._put(letters)
        return joined

    def _names(self) -> set[tuple[str, str]]:
        """The letters that are answered, under whatever time of asking."""
        if self._settled is None:
            self._settled = {letter.name for letter in self.answered.values() if letter.answered}
        return self._settled

    def since(self, floor: datetime) -> "Letters":
        """Without the letters older than `floor`; itself, where none is."""
        kept = [letter.since(floor) for letter in self]
        if all(after is before or after == before for before, after in zip(self, kept, strict=True)):
            return self
        return Letters(letter for letter in kept if letter)

    def open_at(self, as_of: datetime) -> Iterator[Letter]:
        """The letters without an answer at that moment, as far as is known by now."""
        yield from self.open.values()
        if self.last_answer_at and as_of < self.last_answer_at:
            done = self.answered.values()
            yield from (letter for letter in done if letter.answered and not letter.answered_by(as_of))

    def __iter__(self) -> Iterator[Letter]:
        yield from self.open.values()
        yield from self.answered.values()

    def document(self) -> list[Any]:
        """Plain values for the database; the answered ones as one string of bytes."""
        if self._packed is None:
            rows = [_freeze(letter) for _, letter in sorted(self.answered.items(), key=lambda one: str(one[0]))]
            self._packed = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
        return [[letter.document() for letter in self.open.values()], self._packed, self.last_answer_at]

    @classmethod
    def read(cls, document: list[Any]) -> "Letters":
        """The letters that `document` wrote."""
        opened, packed, last_answer_at = document
        return cls(map(Letter.read, opened), packed=bytes(packed), last_answer_at=last_answer_at)

    def _put(self, letters: Iterable[Letter]) -> None:
        for letter in letters:
            known = self.open.pop(letter.key, None) or (self._answered or {}).get(letter.key)
            joined = known.join(letter) if known else letter
            settled = joined.answered or (self._settled is not None and joined.name in self._settled)
            (self.answered if settled else self.open)[joined.key] = joined
            if joined.answered:
                self._settle(joined)

    def _settle(self, letter: Letter) -> None:
        """A letter answered under one time of asking is answered under every other that some look showed for it."""
        self._names().add(letter.name)
        self.last_answer_at = max(filter(None, (self.last_answer_at, letter.answered_at, letter.replied_at)))
        for key in [key for key, other in self.open.items() if other.name == letter.name]:
            self.answered[key] = self.open.pop(key)


def _freeze(letter: Letter) -> list[Any]:
    return [value.timestamp() if isinstance(value, datetime) else value for value in letter.document()]


def _thaw(row: list[Any]) -> Letter:
    fields = dict(zip(Letter.__dataclass_fields__, row, strict=False))
    for name in _MOMENTS:
        if fields.get(name) is not None:
            fields[name] = datetime.fromtimestamp(fields[name], UTC)
    return Letter.read(list(fields.values()))
