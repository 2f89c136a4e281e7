"""Reads the texts of observations for hints, beside the judging and at its own pace."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from services.evaluator.bench import Bench, Benches
from services.evaluator.dossier import Observation
from services.evaluator.hints import attachments, characters, clumped, duplicates, wording
from services.evaluator.hints.duplicates import Print, print_of_line
from services.evaluator.hints.line import Line, Suspicion, lines_of
from services.evaluator.hints.wording import Lexicon
from services.evaluator.metrics import HINTS, TEXTS_READ
from services.evaluator.ports import Publisher
from services.evaluator.reprints import REPRINT, Reprint, ReprintNumbers, late_reprints, reprint_of
from services.evaluator.subject import Subject
from shared.clock import Clock
from shared.contracts.observations import Recorded
from shared.contracts.records import RecordKind, plain
from shared.contracts.target import TargetKind

REMEMBERED = 200_000
"""Lines known to have been read, so that a list seen every hour is read once."""

_Name = tuple[str, str, str, str]


class Texts(Protocol):
    """What was read before, and the prints of recent texts."""

    async def unread(self, names: Sequence[_Name]) -> set[_Name]:
        """Those that were not read yet."""
        ...

    async def read(self, names: Sequence[_Name]) -> None:
        """Note that these were read."""
        ...

    async def alike(self, prints: Sequence[Print]) -> dict[str, list[Print]]:
        """For each print, by its id, the recent ones that have something in common with it."""
        ...

    async def keep(self, prints: Sequence[Print]) -> None:
        """Keep these to compare later ones with. One that is there stays as it is."""
        ...


class Reprints(Protocol):
    """The reprints of recent texts of the State Council."""

    async def keep(self, reprints: Sequence[Reprint]) -> None:
        """Keep these to compare later ones with. One that is there stays as it is."""
        ...

    async def beside(self, reprint: Reprint) -> list[Reprint]:
        """Of the same text about that time: the first of all and those of the same website; all, if it is the first."""
        ...


class TextReader:
    """Tells what it suspects as records. Reading a text again tells nothing new."""

    def __init__(
        self,
        texts: Texts,
        publisher: Publisher,
        benches: Benches,
        *,
        reprints: Reprints,
        lexicon: Callable[[], tuple[str, Lexicon]],
        clock: Clock,
    ) -> None:
        self._texts = texts
        self._publisher = publisher
        self._benches = benches
        self._reprints = reprints
        self._lexicon = lexicon
        self._clock = clock
        self._known: OrderedDict[_Name, None] = OrderedDict()

    async def read(self, observations: Iterable[Observation]) -> None:
        """Read what is new, tell what is suspected, and only then note that it was read.

        Raises:
            Transient: a server is away; doing it again is safe.
        """
        edition, lexicon = self._lexicon()
        bench = await self._benches.get(self._clock())
        subjects = bench.subjects
        known = (event for event in observations if event.target in subjects)
        lists = [lines for event in known if (lines := list(lines_of(event)))]
        fresh = await self._fresh(_name(line, edition) for lines in lists for line in lines)
        if not fresh:
            return
        new = {name: line for lines in lists for line in lines if (name := _name(line, edition)) in fresh}
        found = [one for line in new.values() for one in _suspected(line, lexicon)]
        found += [one for lines in lists if _is_new(lines, edition, fresh) for one in clumped.suspected(lines)]
        found += await self._duplicates(new.values(), subjects)
        found += await self._late_reprints(new.values(), bench)
        await self._publisher.publish_all([record_of(one) for one in found])
        for one in found:
            HINTS.labels(one.hint.indicator).inc()
        TEXTS_READ.inc(len(new))
        await self._texts.read(list(new))
        self._remember(new)

    async def _fresh(self, names: Iterable[_Name]) -> set[_Name]:
        asked = [name for name in dict.fromkeys(names) if name not in self._known]
        unread = await self._texts.unread(asked) if asked else set()
        self._remember(name for name in asked if name not in unread)
        return unread

    def _remember(self, names: Iterable[_Name]) -> None:
        for name in names:
            self._known[name] = None
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def _duplicates(self, lines: Iterable[Line], subjects: Mapping[str, Subject]) -> list[Suspicion]:
        websites = [line for line in lines if line.target_kind is TargetKind.WEBSITE]
        prints = [one for line in websites if (one := print_of_line(line, subjects[line.target_id].unit_id))]
        if not prints:
            return []
        await self._texts.keep(prints)
        alike = await self._texts.alike(prints)
        return [one for each in prints for one in duplicates.suspected(each, alike.get(each.id, ()))]

    async def _late_reprints(self, lines: Iterable[Line], bench: Bench) -> list[Suspicion]:
        numbers = bench.rules.sections.get(REPRINT)
        if not isinstance(numbers, ReprintNumbers):
            return []
        new = [one for line in lines if (one := reprint_of(line, numbers))]
        if new:
            await self._reprints.keep(new)
        found = [one for each in new for one in late_reprints(each, await self._reprints.beside(each), numbers)]
        return [one for one in found if one.target_id in bench.under and numbers.asks(bench.subjects[one.target_id])]


def record_of(suspicion: Suspicion) -> Recorded:
    """The event that tells it. It says when the text was seen, so that the past is judged by what was there."""
    return Recorded(
        kind=RecordKind.HINT,
        target_kind=suspicion.target_kind,
        target_id=suspicion.target_id,
        record_id=suspicion.hint.item_id,
        recorded_at=suspicion.seen_at,
        recorded_by="疑似问题筛查",
        fields=plain(suspicion.hint),
    )


def _suspected(line: Line, lexicon: Lexicon) -> Iterator[Suspicion]:
    yield from wording.suspected(line, lexicon)
    yield from characters.suspected(line)
    yield from attachments.suspected(line)


def _is_new(lines: Sequence[Line], edition: str, fresh: set[_Name]) -> bool:
    return lines[0].page.startswith("column:") and any(_name(line, edition) in fresh for line in lines)


def _name(line: Line, edition: str) -> _Name:
    """An article is read though the line that leads to it was."""
    return (*line.name, f"{edition} {line.read_as}".rstrip())
