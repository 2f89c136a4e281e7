"""Letters by fortnight, while looks at boards are joined to them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from services.evaluator.facts.letter import Letter, LetterKey
from services.evaluator.facts.letter_bundle import Bundle, Name

_FORTNIGHT = 14 * 86_400.0


class Shelf:
    """The bundles of all fortnights: only those that something is put into are opened, and made anew at the end."""

    def __init__(self, bundles: Mapping[int, Bundle]) -> None:
        self._known = bundles
        self._bundles = dict(bundles)
        self._drafts: dict[int, dict[LetterKey, Letter]] = {}

    def get(self, key: LetterKey) -> Letter | None:
        """A letter by key. One without a time of asking may lie in any fortnight, most likely in the latest."""
        places = [_place_of(key[2])] if key[2] else sorted({*self._bundles, *self._drafts}, reverse=True)
        found = (self._in(place, key) for place in places)
        return next((letter for letter in found if letter), None)

    def named(self, name: Name) -> Iterator[Letter]:
        """The letters of a board and id, under whatever time of asking."""
        for draft in self._drafts.values():
            yield from [letter for letter in draft.values() if letter.name == name]
        for place, bundle in self._bundles.items():
            if place not in self._drafts:
                yield from bundle.named(name)

    def put(self, letter: Letter, *, instead_of: Letter | None = None) -> None:
        """Add a letter, or what it has become."""
        if instead_of and _place(instead_of) != _place(letter):
            self.take(instead_of)
        self._draft(_place(letter))[letter.key] = letter

    def take(self, letter: Letter) -> Letter:
        """Take a letter out."""
        return self._draft(_place(letter)).pop(letter.key)

    def forgotten_from(self, floor: datetime) -> Iterator[Letter]:
        """Take out the fortnights of which something is older than `floor`, whole."""
        for place in [place for place, bundle in self._bundles.items() if bundle.forgets_from(floor)]:
            yield from self._bundles.pop(place).letters.values()

    def unanswered(self, names: Collection[Name]) -> Iterator[Letter]:
        """Take out the letters of these boards and ids that never showed an answer of their own."""
        for place, bundle in list(self._bundles.items()):
            if any(digest.unanswered for digest in bundle.digests.values()):
                for letter in bundle.letters.values():
                    if not letter.answered and letter.name in names:
                        yield self._draft(place).pop(letter.key)

    def bundles(self) -> Mapping[int, Bundle]:
        """All fortnights, in order; those that nothing was put into or taken out of are the very same."""
        if not self._drafts and len(self._bundles) == len(self._known):
            return self._known
        made = {place: Bundle(draft) for place, draft in self._drafts.items() if draft}
        left = {place: bundle for place, bundle in self._bundles.items() if place not in self._drafts}
        return dict(sorted({**left, **made}.items()))

    def _in(self, place: int, key: LetterKey) -> Letter | None:
        if place in self._drafts:
            return self._drafts[place].get(key)
        bundle = self._bundles.get(place)
        return bundle.get(key) if bundle else None

    def _draft(self, place: int) -> dict[LetterKey, Letter]:
        if place not in self._drafts:
            bundle = self._bundles.get(place)
            self._drafts[place] = dict(bundle.letters) if bundle else {}
        return self._drafts[place]


def _place(letter: Letter) -> int:
    """The fortnight a letter was asked in or, where the board does not say when, shown last."""
    return _place_of(letter.asked_at or letter.shown_at)


def _place_of(moment: datetime | None) -> int:
    return int(moment.timestamp() // _FORTNIGHT) if moment else 0
