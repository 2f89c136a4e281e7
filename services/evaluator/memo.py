"""What the indicators said of a target a moment ago, kept so that a judgement asks only those it can have changed."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from services.evaluator.columns import Judged
from services.evaluator.dossier import Dossier
from services.evaluator.facts.page import Page
from services.evaluator.facts.record import Record, RecordKey
from services.evaluator.indicator import Answer, Case, Indicator, Judgement
from services.evaluator.signature import news_of
from shared.contracts.verdicts import Finding

LONGEST = timedelta(hours=1)
"""A judgement is made anew after it, if only for the days it counts."""

Part = tuple[str, str]
"""A part of a dossier an indicator may read, such as `("page", "home")`."""


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
    records: Mapping[RecordKey, Record] = field(default_factory=dict)
    """What people had entered then: anything new of it is put into words at once."""
    dossier: Dossier | None = None
    """What everything here rests on."""


class Answered(NamedTuple):
    """What was said of one page."""

    page: Page | None
    as_of: datetime
    until: datetime
    answer: Any


class Reading:
    """A dossier that is read once: it notes what an indicator reads, and answers from the memo what still holds.

    Passed to indicators in place of the dossier, so that no list of what each of them looks at can be wrong.
    """

    def __init__(self, dossier: Dossier, memo: Memo, as_of: datetime) -> None:
        self.dossier = dossier
        self._memo = memo
        self._parts: set[Part] = set()
        self._changed = _changed(memo.dossier, dossier)
        self._said: dict[str, Remembered] = {}
        self._answers: dict[Hashable, Answered] = {}
        self.as_of = as_of
        self.is_news = False
        """An indicator says something else than it did, as far as anybody acts on it."""

    @property
    def under(self) -> str:
        """What it is judged under."""
        return self._memo.under

    def page(self, key: str) -> Page | None:
        """The facts on one page, if anything is known."""
        page = self.dossier.page(key)
        self._parts.add(("page", key))
        return page

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

    def recall(self, asked: Hashable, page: Page | None, make: Callable[[], Answer]) -> Answer:
        """The answer to what was asked of the page, from the memo where it is the very same page."""
        known = self._answers.get(asked) or self._memo.answers.get(asked)
        if known is None or known.page is not page or not known.as_of <= self.as_of < known.until:
            answer = make()
            changes_at = cast("Judged", answer).updates.changes_at
            until = self.as_of + LONGEST
            known = Answered(page, self.as_of, min(until, changes_at) if changes_at else until, answer)
        self._answers[asked] = known
        return cast("Answer", known.answer)

    def memo(self) -> Memo:
        """What the indicators said, for the next time."""
        return replace(
            self._memo,
            said=self._said,
            answers={**self._memo.answers, **self._answers},
            records=self.dossier.records,
            dossier=self.dossier,
        )

    def _ask(self, indicator: Indicator[Any], case: Case, known: Remembered | None) -> Remembered:
        self._parts = set()
        judgement = indicator.judged(case)
        news = news_of(cast("Finding", judgement))
        self.is_news |= known is None or news != known.news
        until = case.as_of + LONGEST
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
    return replace(case, dossier=cast("Dossier", read), recall=read.recall), read


def _changed(then: Dossier | None, now: Dossier) -> frozenset[Part]:
    """The parts that are others now: facts are never changed in place, so the same object is the same fact."""
    if then is None or then is now:
        return frozenset()
    pages = (("page", key) for key in {*then.pages, *now.pages} if then.pages.get(key) is not now.pages.get(key))
    others = (("field", name) for name in _FIELDS if not _same(getattr(now, name), getattr(then, name)))
    return frozenset((*pages, *others, _ANY))


_ANY: Part = ("any", "")
"""Stands for whatever is made of several parts: it is another whenever anything is."""

_FIELDS = frozenset(one.name for one in fields(Dossier))


def _same(now: Any, then: Any) -> bool:
    """Some facts are equal without being the same."""
    return now is then or (isinstance(now, dict | datetime) and bool(now == then))
