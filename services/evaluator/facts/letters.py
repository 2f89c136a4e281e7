"""The letters on all boards of a website: packed away by the fortnight they were asked in until somebody asks."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import orjson

from services.evaluator.facts.letter import Letter, LetterKey
from services.evaluator.facts.letter_bundle import Bundle, thaw
from services.evaluator.facts.letter_digest import Digest, ordinals
from services.evaluator.facts.letter_shelf import Shelf
from services.evaluator.window import day_in_china

_NONE = Bundle({})


class Letters:
    """All letters known: those without an answer, and the settled ones by fortnight.

    A look at a board touches the letters it shows and no others, and what is asked of old ones is answered by the
    digests of their fortnights: so neither costs more after a year.
    """

    __slots__ = ("_open", "_settled")

    def __init__(
        self,
        letters: Iterable[Letter] = (),
        *,
        opened: Bundle = _NONE,
        settled: Mapping[int, Bundle] = MappingProxyType({}),
    ) -> None:
        self._open, self._settled = _joined(opened, settled, letters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Letters) and (self.open, self.answered) == (other.open, other.answered)

    __hash__ = None  # type: ignore[assignment]

    @property
    def open(self) -> Mapping[LetterKey, Letter]:
        """The letters of which no answer was seen."""
        return self._open.letters

    @property
    def answered(self) -> dict[LetterKey, Letter]:
        """The letters whose answer was seen, or that of the same letter under another time of asking."""
        return {key: letter for bundle in self._settled.values() for key, letter in bundle.letters.items()}

    def join(self, letters: Iterable[Letter]) -> "Letters":
        """With what one more look showed; itself, if that was known."""
        opened, settled = _joined(self._open, self._settled, letters)
        return self if settled is self._settled else Letters(opened=opened, settled=settled)

    def since(self, floor: datetime) -> "Letters":
        """Without the letters older than `floor`; itself, where none is."""
        shelf = Shelf(self._settled)
        taken = [*shelf.forgotten_from(floor)]
        opened = [letter.since(floor) for letter in self.open.values()] if self._open.forgets_from(floor) else []
        if not taken and not opened:
            return self
        kept = [(letter, letter.since(floor)) for letter in taken]
        unanswered = {old.name for old, new in kept if old.answered and not (new and new.answered)}
        freed = [*shelf.unanswered(unanswered)] if unanswered else []
        left = [*opened, *(new for _, new in kept), *freed]
        return Letters(filter(None, left), opened=_NONE if opened else self._open, settled=shelf.bundles())

    def open_at(self, as_of: datetime) -> Iterator[Letter]:
        """The letters without an answer at that moment, as far as is known by now."""
        yield from self.open.values()
        at = as_of.timestamp()
        for bundle in self._settled.values():
            if any(one.done is not None and one.done > at for one in bundle.digests.values()):
                done = bundle.letters.values()
                yield from (letter for letter in done if letter.answered and not letter.answered_by(as_of))

    def __iter__(self) -> Iterator[Letter]:
        yield from self.open.values()
        for bundle in self._settled.values():
            yield from bundle.letters.values()

    def asked_in(
        self, boards: Collection[str], first: date, last: date, *, wanted: Callable[[Digest], bool]
    ) -> Iterator[Letter]:
        """The letters on these boards that were asked in these days, unless their digest says that none is wanted."""
        start, end = ordinals(first, last)
        for bundle in (self._open, *self._settled.values()):
            for board, digest in bundle.digests.items():
                if board in boards and digest.meets(start, end) and wanted(digest):
                    yield from _within(bundle, board, first, last)

    def digest(self, boards: Collection[str], first: date, last: date) -> Digest:
        """What the letters on these boards that were asked in these days come to."""
        start, end = ordinals(first, last)
        found: list[Digest] = []
        for bundle in (self._open, *self._settled.values()):
            for board, digest in bundle.digests.items():
                if board in boards and digest.meets(start, end):
                    # A fortnight at the edge of the span is looked at letter by letter.
                    is_whole = digest.lies_in(start, end)
                    found.append(digest if is_whole else Digest.of(_within(bundle, board, first, last)))
        return Digest.joined(found)

    def newest_on(self, board_id: str, today: date) -> date | None:
        """The last day, up to today, on which a letter on this board was asked or answered."""
        newest: date | None = None
        for bundle in (self._open, *self._settled.values()):
            digest = bundle.digests.get(board_id)
            day = digest and digest.newest_on
            if day and day > today:
                own = (one for one in bundle.letters.values() if one.board_id == board_id)
                days = (day_in_china(at) for one in own for at in (one.asked_at, one.replied_at) if at)
                day = max((day for day in days if day <= today), default=None)
            if day and (newest is None or day > newest):
                newest = day
        return newest

    def any_on(self, board_id: str) -> bool:
        """Whether a letter on this board is known."""
        return any(board_id in bundle.digests for bundle in (self._open, *self._settled.values()))

    def document(self) -> dict[str, Any]:
        """Plain values for the database: bytes, the very same ones for what did not change."""
        return {"open": self._open.packed, "settled": {str(at): one.packed for at, one in self._settled.items()}}

    @classmethod
    def read(cls, document: Mapping[str, Any] | list[Any]) -> "Letters":
        """The letters that `document` wrote; up to the third edition of dossiers that was a list."""
        if isinstance(document, list):
            opened, packed, *_ = document
            return cls([*map(Letter.read, opened), *map(thaw, orjson.loads(packed))])
        settled = {int(at): Bundle(packed=bytes(packed)) for at, packed in document["settled"].items()}
        return cls(opened=Bundle(packed=bytes(document["open"])), settled=settled)


def _joined(
    opened: Bundle, settled: Mapping[int, Bundle], letters: Iterable[Letter]
) -> tuple[Bundle, Mapping[int, Bundle]]:
    """With what a look showed; the very same, if nothing of it was new."""
    shown, is_new = list(letters), False
    shelf, waiting = Shelf(settled), dict(opened.letters) if shown else {}
    for letter in shown:
        known = waiting.get(letter.key) or shelf.get(letter.key)
        joined = known.join(letter) if known else letter
        if joined == known:
            continue
        is_new = True
        if known is None or known.key in waiting:
            _add(shelf, waiting, joined)
        else:
            shelf.put(joined, instead_of=known)
    if not is_new:
        return opened, settled
    return (opened if waiting == opened.letters else Bundle(waiting)), shelf.bundles()


def _add(shelf: Shelf, opened: dict[LetterKey, Letter], letter: Letter) -> None:
    """A letter answered under one time of asking is answered under every other that some look showed for it."""
    opened.pop(letter.key, None)
    if letter.answered:
        for key in [key for key, other in opened.items() if other.name == letter.name]:
            shelf.put(opened.pop(key))
    if letter.answered or shelf.answers(letter.name):
        shelf.put(letter)
    else:
        opened[letter.key] = letter


def _within(bundle: Bundle, board: str, first: date, last: date) -> Iterator[Letter]:
    for letter in bundle.letters.values():
        if letter.board_id == board and letter.asked_at and first <= day_in_china(letter.asked_at) <= last:
            yield letter
