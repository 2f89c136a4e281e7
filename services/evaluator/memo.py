"""What the indicators said of a target a moment ago, kept so that a judgement asks only those it can have changed."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
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
    parts: Mapping[Part, Any]
    """Every part of the dossier that was read, as it was then."""
    news: list[Any]

    def holds(self, dossier: Dossier, as_of: datetime) -> bool:
        """Whether the same question would be answered the same now."""
        return self.as_of <= as_of < self.until and all(
            _same(_part(dossier, part), then) for part, then in self.parts.items()
        )


@dataclass(frozen=True, slots=True)
class Memo:
    """What all indicators said of one target under the same rules. It changes no judgement, it saves making it."""

    under: str = ""
    """The registry's words on the target and the rules it was made under."""
    said: Mapping[str, Remembered] = field(default_factory=dict)
    answers: Mapping[Hashable, "Answered"] = field(default_factory=dict)
    records: Mapping[RecordKey, Record] = field(default_factory=dict)
    """What people had entered then: anything new of it is put into words at once."""


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
        self._parts: dict[Part, Any] = {}
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
        self._parts["page", key] = page
        return page

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.dossier, name)
        self._parts["field", name] = value
        return value

    def judged(self, indicator: Indicator[Any], case: Case, numbers: Any) -> Judgement:
        """The indicator's judgement, from the memo where that still holds."""
        known = self._said.get(indicator.id) or self._memo.said.get(indicator.id)
        if known is None or not known.holds(self.dossier, case.as_of):
            known = self._ask(indicator, case, numbers, known)
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
        )

    def _ask(self, indicator: Indicator[Any], case: Case, numbers: Any, known: Remembered | None) -> Remembered:
        self._parts = {}
        judgement = indicator.judge(case, numbers)
        news = news_of(cast("Finding", judgement))
        self.is_news |= known is None or news != known.news
        until = case.as_of + LONGEST
        if judgement.changes_at:
            until = min(until, judgement.changes_at)
        return Remembered(judgement, case.as_of, until, self._parts, news)


def remembering(indicator: Indicator[Any]) -> Indicator[Any]:
    """The indicator, asked through the reading of the case's dossier."""

    def judge(case: Case, numbers: Any) -> Judgement:
        return cast("Reading", case.dossier).judged(indicator, case, numbers)

    return replace(indicator, judge=judge)


def reading(case: Case, memo: Memo) -> tuple[Case, Reading]:
    """The case with its dossier read through the memo."""
    read = Reading(case.dossier, memo, case.as_of)
    return replace(case, dossier=cast("Dossier", read), recall=read.recall), read


def _part(dossier: Dossier, part: Part) -> Any:
    kind, name = part
    return dossier.page(name) if kind == "page" else getattr(dossier, name)


def _same(now: Any, then: Any) -> bool:
    """Facts are never changed in place, so the same object is the same fact; some are equal without being the same."""
    return now is then or (isinstance(now, dict | datetime) and bool(now == then))
