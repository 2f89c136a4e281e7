"""Letters packed away together: their digest is at hand, they themselves only when one of them is asked for."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from services.evaluator.facts.letter import Letter, LetterKey
from services.evaluator.facts.letter_digest import Digest

Name = tuple[str, str]
"""Board and id."""

_MOMENTS = slice(2, 6)
"""Where a letter's document has moments: packed as seconds since 1970."""

_NEVER = float("inf")
_END_OF_HEAD = b"\n"


class Bundle:
    """Some letters, never changed. Packed they are two lines of JSON: what they come to, and the letters."""

    __slots__ = ("_digests", "_earliest", "_letters", "_names", "_packed")

    def __init__(self, letters: Mapping[LetterKey, Letter] | None = None, *, packed: bytes = b"") -> None:
        self._letters = letters
        self._packed = packed
        self._digests: Mapping[str, Digest] | None = None
        self._names: Mapping[Name, Sequence[Letter]] | None = None
        self._earliest = _NEVER

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
    row = letter.document()
    row[_MOMENTS] = [at.timestamp() if at else None for at in row[_MOMENTS]]
    return row


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
