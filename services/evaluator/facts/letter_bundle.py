"""Letters packed away together: their digest is at hand, they themselves only when one of them is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import orjson

from services.evaluator.facts.letter import Letter, LetterKey
from services.evaluator.facts.letter_digest import Digest
from services.evaluator.window import day_in_china

Name = tuple[str, str]
"""Board and id."""

_MOMENTS = slice(2, 6)
"""Where a letter's document has moments: packed as seconds since 1970."""

_MOST_SPANS = 8

_NEVER = float("inf")
_END_OF_HEAD = b"\n"


class Bundle:
    """Some letters, never changed. Packed they are two lines of JSON: what they come to, and the letters."""

    __slots__ = ("_digests", "_earliest", "_letters", "_names", "_packed", "_spans")

    def __init__(self, letters: Mapping[LetterKey, Letter] | None = None, *, packed: bytes = b"") -> None:
        self._letters = letters
        self._packed = packed
        self._digests: Mapping[str, Digest] | None = None
        self._names: Mapping[Name, Sequence[Letter]] | None = None
        self._earliest = _NEVER
        self._spans: dict[tuple[str, date, date], Digest] = {}

    @property
    def letters(self) -> Mapping[LetterKey, Letter]:
        """All of them, unpacked."""
        if self._letters is None:
            rows = orjson.loads(self._packed[self._packed.index(_END_OF_HEAD) + 1 :])
            self._letters = {letter.key: letter for letter in map(thaw, rows)}
        return self._letters

    @property
    def packed(self) -> bytes:
        """All of them as the database keeps them; the same bytes as long as they are the same letters."""
        if not self._packed:
            boards = {board: digest.document() for board, digest in self.digests.items()}
            earliest = None if self._earliest == _NEVER else self._earliest
            head = orjson.dumps([earliest, boards], option=orjson.OPT_SORT_KEYS)
            rows = sorted(map(freeze, self.letters.values()), key=lambda row: (row[0], row[1], row[2] or 0.0))
            self._packed = head + _END_OF_HEAD + orjson.dumps(rows)
        return self._packed

    @property
    def digests(self) -> Mapping[str, Digest]:
        """By board what its letters come to."""
        if self._digests is None:
            if self._letters is None:
                earliest, boards = orjson.loads(self._packed[: self._packed.index(_END_OF_HEAD)])
                self._digests = {board: Digest.read(digest) for board, digest in boards.items()}
                self._earliest = _NEVER if earliest is None else earliest
            else:
                self._digests, self._earliest = _digests(self._letters), _earliest(self._letters)
        return self._digests

    def within(self, board_id: str, first: date, last: date) -> Iterator[Letter]:
        """The letters on a board that were asked in these days."""
        for one in self.letters.values():
            if one.board_id == board_id and one.asked_at and first <= day_in_china(one.asked_at) <= last:
                yield one

    def digest(self, board_id: str, first: date, last: date) -> Digest:
        """What they come to: asked for again all day long, until the span is another."""
        span = (board_id, first, last)
        if span not in self._spans:
            if len(self._spans) == _MOST_SPANS:
                self._spans.clear()
            self._spans[span] = Digest.of(self.within(*span))
        return self._spans[span]

    def forgets_from(self, floor: datetime) -> bool:
        """Whether a letter of it has a time that is forgotten with what is older than `floor`."""
        return bool(self.digests) and self._earliest < floor.timestamp()

    def get(self, key: LetterKey) -> Letter | None:
        """A letter of it, by key."""
        if self._letters is None and _start_of_row(key[0], key[1]) not in self._packed:
            return None
        return self.letters.get(key)

    def named(self, name: Name) -> Sequence[Letter]:
        """The letters of a board and id, under whatever time of asking."""
        if self._packed and _start_of_row(*name) not in self._packed:
            return ()
        if self._names is None:
            names: dict[Name, list[Letter]] = {}
            for letter in self.letters.values():
                names.setdefault(letter.name, []).append(letter)
            self._names = names
        return self._names.get(name, ())


def freeze(letter: Letter) -> list[Any]:
    """A letter as plain values of JSON."""
    one = letter
    moments = [at and at.timestamp() for at in (one.asked_at, one.unanswered_at, one.answered_at, one.replied_at)]
    return [one.board_id, one.id, *moments, one.title, one.missing, one.event_id]


def thaw(row: list[Any]) -> Letter:
    """The letter that was frozen."""
    row[_MOMENTS] = [None if at is None else datetime.fromtimestamp(at, UTC) for at in row[_MOMENTS]]
    return Letter.read(row)


def _start_of_row(board_id: str, letter_id: str) -> bytes:
    return orjson.dumps([board_id, letter_id])[:-1] + b","


def _digests(letters: Mapping[LetterKey, Letter]) -> dict[str, Digest]:
    boards: dict[str, list[Letter]] = {}
    for letter in letters.values():
        boards.setdefault(letter.board_id, []).append(letter)
    return {board: Digest.of(own) for board, own in boards.items()}


def _earliest(letters: Mapping[LetterKey, Letter]) -> float:
    return min((at.timestamp() for one in letters.values() for at in _ageing(one) if at), default=_NEVER)


def _ageing(letter: Letter) -> tuple[datetime | None, ...]:
    """The moments by which a letter is forgotten."""
    return (letter.asked_at,) if letter.asked_at else (letter.unanswered_at, letter.answered_at, letter.replied_at)
