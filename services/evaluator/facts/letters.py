"""The letters on all boards of a website: packed away by the fortnight they were asked in until somebody asks."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import orjson

from services.evaluator.facts.letter import Letter, LetterKey
from services.evaluator.facts.letter_bundle import Bundle, thaw
from services.evaluator.facts.letter_digest import Digest, ordinals
from services.evaluator.facts.letter_shelf import Shelf
from services.evaluator.window import day_in_china, midnight

Bundles = Mapping[int, Bundle]
"""By fortnight."""

_NONE: Bundles = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Part:
    """The letters on one board that were asked in a span of days and in the same fortnight."""

    board_id: str
    settled: bool
    """They are answered; else none of them is."""
    digest: Digest
    """What they come to; others without a time of asking may count in what is not of the days of asking."""
    _bundle: Bundle
    _span: tuple[date, date]

    def letters(self) -> Iterator[Letter]:
        """The letters themselves."""
        return self._bundle.within(self.board_id, *self._span)


class Letters:
    """All letters known, by fortnight: those without an answer, and the settled ones.

    A look at a board touches the letters it shows and no others, and what is asked of old ones is answered by the
    digests of their fortnights: so neither costs more after a year.
    """

    __slots__ = ("_open", "_settled")

    def __init__(self, letters: Iterable[Letter] = (), *, opened: Bundles = _NONE, settled: Bundles = _NONE) -> None:
        self._open, self._settled = _joined(opened, settled, letters)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Letters) and (self.open, self.answered) == (other.open, other.answered)

    __hash__ = None  # type: ignore[assignment]

    @property
    def open(self) -> dict[LetterKey, Letter]:
        """The letters of which no answer was seen."""
        return {key: letter for bundle in self._open.values() for key, letter in bundle.letters.items()}

    @property
    def answered(self) -> dict[LetterKey, Letter]:
        """The letters whose answer was seen, or that of the same letter under another time of asking."""
        return {key: letter for bundle in self._settled.values() for key, letter in bundle.letters.items()}

    def join(self, letters: Iterable[Letter]) -> "Letters":
        """With what one more look showed; itself, if that was known."""
        opened, settled = _joined(self._open, self._settled, letters)
        unchanged = opened is self._open and settled is self._settled
        return self if unchanged else Letters(opened=opened, settled=settled)

    def since(self, floor: datetime) -> "Letters":
        """Without the letters older than `floor`; itself, where none is."""
        waiting, done = Shelf(self._open), Shelf(self._settled)
        opened, taken = [*waiting.forgotten_from(floor)], [*done.forgotten_from(floor)]
        if not opened and not taken:
            return self
        kept = [(letter, letter.since(floor)) for letter in taken]
        unanswered = {old.name for old, new in kept if old.answered and not (new and new.answered)}
        freed = [*done.unanswered(unanswered)] if unanswered else []
        left = [*(letter.since(floor) for letter in opened), *(new for _, new in kept), *freed]
        return Letters(filter(None, left), opened=waiting.bundles(), settled=done.bundles())

    def open_at(self, as_of: datetime) -> Iterator[Letter]:
        """The letters without an answer at that moment, as far as is known by now."""
        yield from self.open.values()
        for bundle in self._settled.values():
            if any(digest.may_be_open(as_of) for digest in bundle.digests.values()):
                yield from (one for one in bundle.letters.values() if one.answered and not one.answered_by(as_of))

    def __iter__(self) -> Iterator[Letter]:
        for bundle in self._bundles():
            yield from bundle.letters.values()

    def parts(self, boards: Collection[str], first: date, last: date) -> Iterator[Part]:
        """The letters on these boards that were asked in these days, by fortnight; nothing is unpacked yet.

        But a fortnight at the edge of the span is looked at letter by letter.
        """
        start, end = ordinals(first, last)
        for bundles in (self._open, self._settled):
            for bundle in bundles.values():
                for board, digest in bundle.digests.items():
                    if board in boards and digest.meets(start, end):
                        known = digest if digest.lies_in(start, end) else bundle.digest(board, first, last)
                        yield Part(board, bundles is self._settled, known, bundle, (first, last))

    def undated(self, boards: Collection[str], seen_since: datetime) -> Iterator[Letter]:
        """The letters on these boards without a time of asking that a look since then showed without an answer."""
        for bundle in self._open.values():
            for board, digest in bundle.digests.items():
                if board in boards and digest.unanswered > digest.dated and not digest.out_of_sight(seen_since):
                    own = (letter for letter in bundle.letters.values() if letter.board_id == board)
                    yield from (
                        one for one in own if one.asked_at is None and seen_since <= (one.shown_at or seen_since)
                    )

    def newest_on(self, board_id: str, today: date) -> date | None:
        """The last day, up to today, on which a letter on this board was asked or answered."""
        newest, end = list[float](), midnight(today + timedelta(days=1)).timestamp()
        for bundle in self._bundles():
            digest = bundle.digests.get(board_id)
            if digest and digest.newest is not None and digest.newest < end:
                newest.append(digest.newest)
            elif digest:
                own = (one for one in bundle.letters.values() if one.board_id == board_id)
                moments = (at.timestamp() for one in own for at in (one.asked_at, one.replied_at) if at)
                newest += [at for at in moments if at < end]
        return day_in_china(datetime.fromtimestamp(max(newest), UTC)) if newest else None

    def any_on(self, board_id: str) -> bool:
        """Whether a letter on this board is known."""
        return any(board_id in bundle.digests for bundle in self._bundles())

    def document(self) -> dict[str, dict[str, bytes]]:
        """Plain values for the database: bytes by fortnight, the very same ones for what did not change."""
        both = {"open": self._open, "settled": self._settled}
        return {name: {str(at): one.packed for at, one in bundles.items()} for name, bundles in both.items()}

    @classmethod
    def read(cls, document: Mapping[str, Mapping[str, bytes]] | list[Any]) -> "Letters":
        """The letters that `document` wrote; up to the third edition of dossiers that was a list."""
        if isinstance(document, list):
            opened, packed, *_ = document
            return cls([*map(Letter.read, opened), *map(thaw, orjson.loads(packed))])
        both = (document[name].items() for name in ("open", "settled"))
        waiting, settled = ({int(at): Bundle(packed=bytes(packed)) for at, packed in one} for one in both)
        return cls(opened=waiting, settled=settled)

    def _bundles(self) -> Iterator[Bundle]:
        yield from self._open.values()
        yield from self._settled.values()


def _joined(opened: Bundles, settled: Bundles, letters: Iterable[Letter]) -> tuple[Bundles, Bundles]:
    """With what a look showed; the very same where nothing of it was new."""
    waiting, done = Shelf(opened), Shelf(settled)
    for letter in letters:
        open_one = waiting.get(letter.key)
        known = open_one or done.get(letter.key)
        joined = known.join(letter) if known else letter
        if joined == known:
            continue
        if known and not open_one:
            done.put(joined, instead_of=known)
        elif not joined.answered and (open_one or not any(one.answered for one in done.named(joined.name))):
            waiting.put(joined, instead_of=open_one)
        else:
            _settle(waiting, done, joined, open_one)
    return waiting.bundles(), done.bundles()


def _settle(waiting: Shelf, done: Shelf, letter: Letter, open_one: Letter | None) -> None:
    """A letter answered under one time of asking is answered under every other that some look showed for it."""
    if open_one:
        waiting.take(open_one)
    if letter.answered:
        for other in [*waiting.named(letter.name)]:
            done.put(waiting.take(other))
    done.put(letter)
