"""What an indicator is: a question about one target, the numbers it needs, and a pure answer."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum, StrEnum, auto
from typing import Any, Generic, Protocol, TypeVar

from services.evaluator.dossier import Dossier
from services.evaluator.facts.fact import fact
from services.evaluator.facts.look import Look
from services.evaluator.phrases import moment_words
from services.evaluator.reason import Reason
from services.evaluator.rulebook import Rules
from services.evaluator.sections import Section
from services.evaluator.subject import Subject
from services.evaluator.window import LAST, IsWorkday, day_in_china
from shared.contracts.target import Outcome, TargetKind
from shared.contracts.verdicts import Evidence, IndicatorKind, Item, Near

NumbersT = TypeVar("NumbersT", bound=Section)


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report speaks of, both ends included."""

    first: date
    last: date


@fact(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything a judgement rests on. The same case gives the same judgement, on any machine, on any day."""

    dossier: Dossier
    subject: Subject
    rules: Rules
    as_of: datetime
    is_workday: IsWorkday
    period: Period | None = None
    """Judged over these days, where the indicator looks at a period; None: the present."""
    recall: "Recall" = field(default_factory=lambda: anew, compare=False, repr=False)
    """Answers again what was asked of the same page a moment ago. It changes no judgement, it saves making it."""
    fades: Callable[[datetime], None] = field(default_factory=lambda: unheard, compare=False, repr=False)
    """Told from when on something that was read says nothing any more. It changes no judgement either."""

    def answer(self, asked: Hashable, make: "Callable[[Case], AnswerT]") -> "AnswerT":
        """What is said of one page; the key names everything that `make` depends on beside the case."""
        return self.recall(self, asked, make)

    def through(self, dossier: Dossier, recall: "Recall", fades: Callable[[datetime], None]) -> "Case":
        """The same case, with its dossier read through another."""
        return Case(
            dossier=dossier,
            subject=self.subject,
            rules=self.rules,
            as_of=self.as_of,
            is_workday=self.is_workday,
            period=self.period,
            recall=recall,
            fades=fades,
        )

    @property
    def first_open_day(self) -> date:
        """The first day that is not over; at the last moment of a day, and of a period, the next one."""
        return day_in_china(self.as_of + LAST)


class Stands(Enum):
    """How long what is told of an answer stays as it is, before time changes it."""

    AS_READ = auto()
    """While nothing that was read is another."""
    SEEN_AGAIN = auto()
    """Also when a look shows the very list that was seen."""
    NOTHING_LACKS = auto()
    """Also when a look shows every line it should: then none is missing."""
    NOTHING_LATE = auto()
    """Also when all lines that a look shows for the first time are dated within the day before it."""
    WHATEVER_COMES = auto()
    """Whatever else is seen: an update inside the window stays one."""


class PageAnswer(Protocol):
    """What is said of one page, for indicators that look at many."""

    @property
    def stands(self) -> "Stands":
        """How long what is told of it stays as it is."""
        ...

    @property
    def changes_at(self) -> datetime | None:
        """The earliest moment at which the mere passing of time can change the answer."""
        ...

    @property
    def told(self) -> Hashable:
        """What is told of it: two answers that tell the same are one to whoever asked. None: no other is like it."""
        ...


AnswerT = TypeVar("AnswerT", bound=PageAnswer)


class Recall(Protocol):
    """Gives what `make` makes of a page: made now, or a moment ago of the very same facts."""

    def __call__(self, case: Case, asked: Hashable, make: Callable[[Case], AnswerT]) -> AnswerT:
        """The answer to what was asked. The key names everything that `make` depends on beside the case."""
        ...


def unheard(moment: datetime) -> None:
    """Remembers nothing, so nothing need be forgotten."""


def anew(case: Case, asked: Hashable, make: Callable[[Case], AnswerT]) -> AnswerT:  # noqa: ARG001 - nothing is kept
    """Recalls nothing: asks anew."""
    return make(case)


@fact(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An indicator's answer, before it is dressed as a finding."""

    outcome: Outcome
    text: str
    reason: Reason | None = None
    points: float | None = None
    near: Near | None = None
    since: datetime | None = None
    items: tuple[Item, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    review: str | None = None
    changes_at: datetime | None = None
    """The earliest moment at which the mere passing of time can change the answer."""
    stands: "Stands" = Stands.AS_READ
    """How long what is told of it stays as it is."""


class Decides(StrEnum):
    """Who says whether a rule is broken."""

    MACHINE = "machine"
    """What is seen decides."""
    REVIEW = "review"
    """The machine finds, a person confirms: until then it does not count."""
    LEDGER = "ledger"
    """A person enters it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Generic[NumbersT]):
    """One question of the standard."""

    id: str
    title: str
    clause: str
    """Where the standard asks it."""
    scope: TargetKind
    kind: IndicatorKind
    numbers: type[NumbersT]
    """Its section of a rule pack."""
    looks_at: str
    """What is looked at, in Chinese."""
    remedy: str
    """How to mend it, in Chinese."""
    judge: Callable[[Case, NumbersT], Judgement]
    decides: Decides = Decides.MACHINE

    def judged(self, case: Case) -> Judgement:
        """The answer under the numbers in force."""
        return self.judge(case, case.rules.section(self.id, self.numbers).of(case.subject))


def met(text: str, **more: Any) -> Judgement:
    """The rule is kept."""
    return Judgement(outcome=Outcome.MET, text=text, **more)


def not_met(text: str, **more: Any) -> Judgement:
    """The rule is broken, and that is proven."""
    return Judgement(outcome=Outcome.NOT_MET, text=text, **more)


def undetermined(reason: Reason, text: str = "", **more: Any) -> Judgement:
    """It could not be seen, and why."""
    return Judgement(outcome=Outcome.UNDETERMINED, reason=reason, text=text or f"无法判定：{reason.words}", **more)


def not_applicable(why: str) -> Judgement:
    """The rule does not ask anything of this target."""
    return met(f"不适用：{why}", reason=Reason.NOT_APPLICABLE)


def entered(case: Case, numbers: Section) -> Judgement:  # noqa: ARG001 - only people know
    """What only people know: nothing to say until somebody enters it in the ledger."""
    return met("未登记问题", reason=Reason.NOT_ENTERED)


def no_fact(text: str = "") -> Judgement:
    """Nothing was collected that it could be judged by."""
    return undetermined(Reason.NOT_COLLECTED, text)


def changing(judgement: Judgement, *moments: datetime | None, after: datetime) -> Judgement:
    """The judgement with the earliest of the moments that lie after `after` as its next change."""
    coming = [moment for moment in (judgement.changes_at, *moments) if moment and moment > after]
    earliest = min(coming, default=None)
    return judgement if earliest == judgement.changes_at else replace(judgement, changes_at=earliest)


def evidence_of(look: Look | None, text: str = "") -> tuple[Evidence, ...]:
    """The look as evidence; none without a look."""
    if look is None:
        return ()
    words = text or (f"最新一条：{look.newest_title}" if look.newest_title else f"列表共 {look.shown} 条")
    return (
        Evidence(
            text=f"{moment_words(look.at)} 查看：{words}",
            url=look.url or None,
            observed_at=look.at,
            event_id=look.event_id,
            evidence_id=look.evidence_id,
        ),
    )
