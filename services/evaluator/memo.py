"""What the indicators said of a target a moment ago, kept so that a judgement asks only those it can have changed."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from services.evaluator.columns import Judged
from services.evaluator.dossier import Dossier
from services.evaluator.facts.day_counts import DayCounts
from services.evaluator.facts.page import Page
from services.evaluator.facts.record import Record, RecordKey
from services.evaluator.facts.sightings import Sightings
from services.evaluator.indicator import Answer, Case, Indicator, Judgement
from services.evaluator.signature import news_of
from services.evaluator.window import day_in_china, midnight
from shared.contracts.verdicts import Finding

LONGEST = timedelta(hours=6)
"""A judgement is made anew after it, however often a page is seen; and with each day in China, for days are counted."""

_DAY = timedelta(days=1)


def holds_until(as_of: datetime) -> datetime:
    """When a judgement of a moment is made anew, though nothing was observed."""
    return min(as_of + LONGEST, midnight(day_in_china(as_of) + _DAY))


Part = tuple[str, str]
"""A part of a dossier an indicator may read: a field, or a page by its key and one of its facts."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One indicator's judgement, and what it rests on."""

    judgement: Judgement
    as_of: datetime
    until: datetime
    """From this moment on it may be another, though nothing was observed."""
    parts: frozenset[Part]
    """Every part of the dossier that was read."""
    news: list[Any]

    def holds(self, changed: frozenset[Part], as_of: datetime) -> bool:
        """Whether the same question would be answered the same, when these parts are others now."""
        return self.as_of <= as_of < self.until and self.parts.isdisjoint(changed)


@dataclass(frozen=True, slots=True)
class Memo:
    """What all indicators said of one target under the same rules. It changes no judgement, it saves making it."""

    under: str = ""
    """The registry's words on the target and the rules it was made under."""
    said: Mapping[str, Remembered] = field(default_factory=dict)
    answers: Mapping[Hashable, "Answered"] = field(default_factory=dict)
    """What was said of single pages."""
    records: Mapping[RecordKey, Record] = field(default_factory=dict)
    """What people had entered then: anything new of it is put into words at once."""
    dossier: Dossier | None = None
    """What everything here rests on."""


class Answered(NamedTuple):
    """What was said of one page, and what it rests on."""

    as_of: datetime
    until: datetime
    parts: frozenset[Part]
    answer: Any

    def holds(self, changed: frozenset[Part], as_of: datetime) -> bool:
        """Whether it would be answered the same, when these parts are others now."""
        return self.as_of <= as_of < self.until and self.parts.isdisjoint(changed)


class _NotedPage(Page):
    """A page that notes which of its facts are read: a look that changes others leaves the answer as it was."""

    __slots__ = ("key", "page", "reading")

    @classmethod
    def of(cls, page: Page, key: str, reading: "Reading") -> "_NotedPage":
        """The page, noting into a reading."""
        noted = object.__new__(cls)
        for name, value in (("page", page), ("key", key), ("reading", reading)):
            object.__setattr__(noted, name, value)
        return noted


def _noting(name: str) -> property:
    def read(page: Any) -> Any:
        page.reading.note((page.key, name))
        return getattr(page.page, name)

    return property(read)


_FACTS = tuple(one.name for one in fields(Page) if one.init)

for _name in _FACTS:
    setattr(_NotedPage, _name, _noting(_name))


class Reading:
    """A dossier that is read once: it notes what an indicator reads, and answers from the memo what still holds.

    Passed to indicators in place of the dossier, so that no list of what each of them looks at can be wrong.
    """

    def __init__(self, dossier: Dossier, memo: Memo, as_of: datetime) -> None:
        self.dossier = dossier
        self._memo = memo
        self._parts: set[Part] = set()
        self._pages: dict[str, _NotedPage | None] = {}
        self._changed = _changed(memo.dossier, dossier)
        self._said: dict[str, Remembered] = {}
        self._answers: dict[Hashable, Answered] = {}
        self.as_of = as_of
        self._fades_at = as_of + LONGEST
        self.is_news = False
        """An indicator says something else than it did, as far as anybody acts on it."""

    @property
    def under(self) -> str:
        """What it is judged under."""
        return self._memo.under

    def page(self, key: str) -> Page | None:
        """The facts on one page, if anything is known; which of them are read is noted as they are."""
        self._parts.add((key, _THERE))
        if key not in self._pages:
            page = self.dossier.page(key)
            self._pages[key] = None if page is None else _NotedPage.of(page, key, self)
        return self._pages[key]

    def fades(self, moment: datetime) -> None:
        """From then on something that was read says nothing any more."""
        self._fades_at = min(self._fades_at, moment)

    def note(self, part: Part) -> None:
        """That a part was read."""
        self._parts.add(part)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.dossier, name)
        self._parts.add(("field", name) if name in _FIELDS else _ANY)
        return value

    def judged(self, indicator: Indicator[Any], case: Case) -> Judgement:
        """The indicator's judgement, from the memo where that still holds."""
        known = self._said.get(indicator.id)
        if known is None:
            known = self._memo.said.get(indicator.id)
            if known is None or not known.holds(self._changed, case.as_of):
                known = self._ask(indicator, case, known)
            self._said[indicator.id] = known
        return known.judgement

    def asked_again(self, asked: Iterable[Indicator[Any]], case: Case) -> datetime | None:
        """Have the judgements of all that are asked. Returns the earliest moment at which one changes by itself."""
        said, changed, as_of = self._memo.said, self._changed, case.as_of
        earliest: datetime | None = None
        for one in asked:
            known = said.get(one.id)
            if known is None or not (known.as_of <= as_of < known.until and known.parts.isdisjoint(changed)):
                known = self._ask(one, case, known)
            self._said[one.id] = known
            changes_at = known.judgement.changes_at
            if changes_at and (earliest is None or changes_at < earliest):
                earliest = changes_at
        return earliest

    def recall(self, asked: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer to what was asked of a page, from the memo where that still holds."""
        known = self._answers.get(asked)
        if known is None:
            known = self._memo.answers.get(asked)
            if known is None or not known.holds(self._changed, self.as_of):
                known = self._made(make)
            self._answers[asked] = known
        self._parts |= known.parts
        return cast("Answer", known.answer)

    def _made(self, make: Callable[[], Any]) -> Answered:
        outer, self._parts = self._parts, set()
        answer = make()
        parts, self._parts = frozenset(self._parts), outer
        changes_at = cast("Judged", answer).updates.changes_at
        until = self.as_of + LONGEST
        return Answered(self.as_of, min(until, changes_at) if changes_at else until, parts, answer)

    def memo(self) -> Memo:
        """What the indicators said, for the next time."""
        return replace(
            self._memo,
            said=self._said,
            answers=self._still_answered(),
            records=self.dossier.records,
            dossier=self.dossier,
        )

    def _still_answered(self) -> Mapping[Hashable, Answered]:
        """With what was not asked this time, unless what it rests on has changed."""
        kept = {asked: one for asked, one in self._memo.answers.items() if one.parts.isdisjoint(self._changed)}
        return kept | self._answers

    def _ask(self, indicator: Indicator[Any], case: Case, known: Remembered | None) -> Remembered:
        self._parts, self._fades_at = set(), case.as_of + LONGEST
        judgement = indicator.judged(case)
        news = news_of(cast("Finding", judgement))
        self.is_news |= known is None or news != known.news
        until = min(holds_until(case.as_of), self._fades_at)
        if judgement.changes_at:
            until = min(until, judgement.changes_at)
        return Remembered(judgement, case.as_of, until, frozenset(self._parts), news)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembering(Indicator[Any]):
    """An indicator that is asked through the reading of the case's dossier."""

    asked: Indicator[Any]

    def judged(self, case: Case) -> Judgement:
        """The answer under the numbers in force, from the memo where that still holds."""
        return cast("Reading", case.dossier).judged(self.asked, case)


def remembering(indicator: Indicator[Any]) -> Remembering:
    """The indicator, asked through the reading of the case's dossier."""
    known = {one.name: getattr(indicator, one.name) for one in fields(indicator)}
    return Remembering(**known, asked=indicator)


def reading(case: Case, memo: Memo) -> tuple[Case, Reading]:
    """The case with its dossier read through the memo."""
    read = Reading(case.dossier, memo, case.as_of)
    return replace(case, dossier=cast("Dossier", read), recall=read.recall, fades=read.fades), read


def _changed(then: Dossier | None, now: Dossier) -> frozenset[Part]:
    """The parts that are others now: facts are never changed in place, so the same object is the same fact."""
    if then is None or then is now:
        return frozenset()
    changed = [("field", name) for name in _FIELDS if not _same(getattr(now, name), getattr(then, name))]
    changed.append(_ANY)
    for key in {*then.pages, *now.pages}:
        before, after = then.pages.get(key), now.pages.get(key)
        if before is not after:
            changed += _changed_facts(key, before, after)
    return frozenset(changed)


def _changed_facts(key: str, before: Page | None, after: Page | None) -> list[Part]:
    if before is None or after is None:
        return [(key, _THERE), *((key, name) for name in _FACTS)]
    return [(key, name) for name in _FACTS if not _same(getattr(before, name), getattr(after, name))]


_THERE = ""
"""Stands for a page being known at all."""

_ANY: Part = ("any", "")
"""Stands for whatever is made of several parts: it is another whenever anything is."""

_COMPARED = (dict, datetime, int, DayCounts, Sightings)

_FIELDS = frozenset(one.name for one in fields(Dossier))


def _same(now: Any, then: Any) -> bool:
    """Some facts are equal without being the same."""
    return now is then or (isinstance(now, _COMPARED) and bool(now == then))
