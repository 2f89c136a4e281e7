"""What the indicators said of a target a moment ago, kept so that a judgement asks only those it can have changed."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, cast

from services.evaluator.dossier import Dossier
from services.evaluator.facts.fact import fact
from services.evaluator.facts.page import Page
from services.evaluator.facts.record import Record, RecordKey
from services.evaluator.facts.said import Said
from services.evaluator.indicator import AnswerT, Case, Indicator, Judgement, Stands
from services.evaluator.parts import ANY, FACTS, FIELDS, THERE, TOLD, WAS_READ, Part, Parts, anew, rested_on
from services.evaluator.signature import named_of, news_of
from services.evaluator.window import day_in_china, midnight
from shared.contracts.verdicts import Finding

LONGEST = timedelta(hours=6)
"""A judgement is made anew after it, however often a page is seen; and with each day in China, for days are counted."""

_DAY = timedelta(days=1)


@lru_cache(maxsize=1_000)
def holds_until(as_of: datetime) -> datetime:
    """When a judgement of a moment is made anew, though nothing was observed."""
    return min(as_of + LONGEST, midnight(day_in_china(as_of) + _DAY))


class Remembered(NamedTuple):
    """What is news of one indicator's judgement, and what it rests on. The judgement itself is made anew if needed."""

    as_of: datetime
    until: datetime
    """From this moment on it may be another, though nothing was observed."""
    changes_at: datetime | None
    parts: Parts
    """Every part of the dossier that was read."""
    news: int
    """What anybody would act on, as one number."""

    def holds(self, changed: Parts, as_of: datetime) -> bool:
        """Whether the same question would be answered the same, when these parts are others now."""
        return self.as_of <= as_of < self.until and self.parts.isdisjoint(changed)


class Answered(NamedTuple):
    """What was said of one page, and what it rests on."""

    as_of: datetime
    until: datetime
    parts: Parts
    answer: Any
    make: Callable[[Case], Any]
    """Makes the answer of a case."""

    def holds(self, changed: Parts, as_of: datetime) -> bool:
        """Whether it would be answered the same, when these parts are others now."""
        return self.as_of <= as_of < self.until and self.parts.isdisjoint(changed)


@fact(frozen=True, slots=True)
class Memo:
    """What all indicators said of one target under the same rules. It changes no judgement, it saves making it."""

    under: str = ""
    """The registry's words on the target and the rules it was made under."""
    said: Mapping[str, Remembered] = field(default_factory=dict)
    answers: Mapping[Hashable, Answered] = field(default_factory=dict)
    """What was said of single pages."""
    records: Mapping[RecordKey, Record] = field(default_factory=dict)
    """What people had entered then: anything new of it is put into words at once."""
    parts: Parts = frozenset()
    """Every part that an indicator's judgement rests on, and perhaps some more."""
    grounds: Parts = frozenset()
    """Every part that an answer about a page rests on, and perhaps some more."""
    since: datetime | None = None
    """From this moment on all of it holds, while none of the parts is another …"""
    until: datetime | None = None
    """… and up to this one."""

    def holds(self, changed: Parts, as_of: datetime) -> bool:
        """Whether every indicator that was asked would answer the same, when these parts are others now."""
        return self.is_in_time(as_of) and self.parts.isdisjoint(changed)

    def is_in_time(self, as_of: datetime) -> bool:
        """Whether none of it has run out by mere time, nor is of a later moment."""
        return self.since is not None and self.until is not None and self.since <= as_of < self.until


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

    def heard(self: Any, is_fresh: Callable[[datetime], bool]) -> Said | None:
        """What it says of itself. Where that counts, it is what it says that counts, not when it was last read."""
        said: Said | None = self.page.heard(is_fresh)
        self.reading.note((self.key, anew("said") if said else "said"))
        return said


def _noting(name: str) -> property:
    def read(page: Any) -> Any:
        page.reading.note((page.key, name))
        return getattr(page.page, name)

    return property(read)


for _name in (*FACTS, WAS_READ):
    setattr(_NotedPage, _name, _noting(_name))


class Reading:
    """A dossier that is read once: it notes what an indicator reads, and answers from the memo what still holds.

    Passed to indicators in place of the dossier, so that no list of what each of them looks at can be wrong.
    """

    def __init__(self, case: Case, memo: Memo, changed: Parts) -> None:
        self.dossier = case.dossier
        self.case = case.through(cast("Dossier", self), self.recall, self.fades)
        """The case with its dossier read through this."""
        self.known = memo
        self._parts: set[Part] = set()
        self._pages: dict[str, _NotedPage | None] = {}
        self._changed = changed
        self._said: dict[str, Remembered] = {}
        self._judged: dict[str, Judgement] = {}
        self._answers: dict[Hashable, Answered] = {}
        self._is_making = False
        self.as_of = case.as_of
        self._fades_at = case.as_of + LONGEST
        self.is_news = False
        """An indicator says something else than it did, as far as anybody acts on it."""

    @property
    def under(self) -> str:
        """What it is judged under."""
        return self.known.under

    def page(self, key: str) -> Page | None:
        """The facts on one page, if anything is known; which of them are read is noted as they are."""
        self._parts.add((key, THERE))
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
        self._parts.add(("field", name) if name in FIELDS else ANY)
        return value

    def judged(self, indicator: Indicator[Any], case: Case) -> Judgement:
        """The indicator's judgement; asked once."""
        if indicator.id not in self._judged:
            self._said[indicator.id] = self._ask(indicator, case, self.known.said.get(indicator.id))
        return self._judged[indicator.id]

    def asked_again(self, asked: Iterable[Indicator[Any]], case: Case) -> datetime | None:
        """Ask all that may answer otherwise now. Returns the earliest moment at which one changes by itself."""
        changed, as_of = self._changed | self._told_otherwise, case.as_of
        self._said = dict(self.known.said)
        is_in_time = self.known.is_in_time(as_of)
        for one in asked:
            known = self._said.get(one.id)
            if known and known.parts.isdisjoint(changed) and (is_in_time or known.as_of <= as_of < known.until):
                continue
            self._said[one.id] = self._ask(one, case, known)
        return min([one.changes_at for one in self._said.values() if one.changes_at], default=None)

    def recall(self, case: Case, asked: Hashable, make: Callable[[Case], AnswerT]) -> AnswerT:
        """The answer to what was asked of a page, from the memo where that still holds.

        An indicator rests on what is told, whatever that rests on; an answer that uses another rests on its grounds.
        """
        known = self._answers.get(asked)
        if known is None:
            known = self.known.answers.get(asked)
            if known is None or not known.holds(self._changed, self.as_of):
                known = self._made(case, make)
            self._answers[asked] = known
        if self._is_making:
            self._parts |= known.parts
        elif known.answer.stands is not Stands.WHATEVER_COMES:
            self._parts.add((TOLD, asked))
        return cast("AnswerT", known.answer)

    def _made(self, case: Case, make: Callable[[Case], AnswerT]) -> Answered:
        outer, was_making = self._parts, self._is_making
        self._parts, self._is_making = set(), True
        answer = make(case)
        parts = rested_on(self._parts, answer.stands)
        self._parts, self._is_making = outer, was_making
        until = holds_until(self.as_of)
        if answer.changes_at:
            until = min(until, answer.changes_at)
        return Answered(self.as_of, until, parts, answer, make)

    def unasked(self) -> Memo | None:
        """The memo with what is told of the pages now; None where an indicator must be asked, what is told it rests on.

        To be called where everything else that any of them rests on is as it was.
        """
        memo = self.known
        if not memo.parts.isdisjoint(self._told_otherwise):
            return None
        grounds = memo.grounds.union(*[one.parts for one in self._answers.values()])
        return Memo(
            under=memo.under,
            said=memo.said,
            answers={**memo.answers, **self._answers},
            records=memo.records,
            parts=memo.parts,
            grounds=grounds,
            since=memo.since,
            until=memo.until,
        )

    @cached_property
    def _told_otherwise(self) -> Parts:
        """Of which pages something else is told now."""
        told: set[Part] = set()
        for asked, known in self.known.answers.items():
            if known.parts.isdisjoint(self._changed):
                continue
            self._answers[asked] = now = self._made(self.case, known.make)
            if now.answer.told is None or now.answer.told != known.answer.told:
                told.add((TOLD, asked))
        return frozenset(told)

    def memo(self) -> Memo:
        """What the indicators said, for the next time."""
        said, answers = self._said, self._still_answered()
        asked, answered = [said[name].parts for name in self._judged], [one.parts for one in self._answers.values()]
        return Memo(
            under=self.known.under,
            said=said,
            answers=answers,
            records=self.dossier.records,
            # What an answer rested on before may stay among them: then it is asked once too often.
            parts=self.known.parts.union(*asked) if self.known.said else _union(frozenset(asked)),
            grounds=self.known.grounds.union(*answered) if self.known.said else _union(frozenset(answered)),
            since=max([one.as_of for one in said.values()], default=None),
            until=min([one.until for one in said.values()], default=None),
        )

    def _still_answered(self) -> Mapping[Hashable, Answered]:
        """With what was not asked this time, unless what it rests on has changed; what stands nobody will ask for."""
        kept = {asked: one for asked, one in self.known.answers.items() if one.parts.isdisjoint(self._changed)}
        return {asked: one for asked, one in (kept | self._answers).items() if one.parts}

    def _ask(self, indicator: Indicator[Any], case: Case, known: Remembered | None) -> Remembered:
        # What cannot be answered leaves nothing to remember.
        self._said.pop(indicator.id, None)
        self._parts, self._fades_at = set(), case.as_of + LONGEST
        self._judged[indicator.id] = judgement = indicator.judged(case)
        # Within one process only: a digest of it would do as well, and take longer.
        told = cast("Finding", judgement)
        news = hash(repr((news_of(told), named_of(told) if self.dossier.records else ())))
        self.is_news |= known is None or news != known.news
        until = min(holds_until(case.as_of), self._fades_at)
        if judgement.changes_at:
            until = min(until, judgement.changes_at)
        parts = rested_on(self._parts, judgement.stands)
        return Remembered(case.as_of, until, judgement.changes_at, parts, news)


@lru_cache(maxsize=500)
def _union(grounds: frozenset[Parts]) -> Parts:
    """All of them together, one set for all targets of which the same was read."""
    return frozenset().union(*grounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembering(Indicator[Any]):
    """An indicator that is asked through the reading of the case's dossier."""

    asked: Indicator[Any]

    def judged(self, case: Case) -> Judgement:
        """The answer under the numbers in force."""
        return cast("Reading", case.dossier).judged(self.asked, case)


def remembering(indicator: Indicator[Any]) -> Remembering:
    """The indicator, asked through the reading of the case's dossier."""
    known = {one.name: getattr(indicator, one.name) for one in fields(indicator)}
    return Remembering(**known, asked=indicator)


def reading(case: Case, memo: Memo, changed: Parts = frozenset()) -> tuple[Case, Reading]:
    """The case with its dossier read through the memo, of which these parts are others now."""
    read = Reading(case, memo, changed)
    return read.case, read
