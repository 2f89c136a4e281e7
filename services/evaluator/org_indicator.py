"""What an indicator is that is asked of the regulator itself: judged over all its targets, once for a period."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from services.evaluator.indicator import Decides, Judgement, Period, met
from services.evaluator.reason import Reason
from services.evaluator.section import Section
from services.evaluator.tally import Tally
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind

NumbersT = TypeVar("NumbersT", bound=Section)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgCase:
    """Everything such a judgement rests on."""

    tallies: Sequence[Tally]
    period: Period
    as_of: datetime

    def of_kind(self, kind: TargetKind) -> list[Tally]:
        """The websites, or the accounts."""
        return [tally for tally in self.tallies if tally.kind is kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgIndicator(Generic[NumbersT]):
    """One question about the regulator's own work."""

    id: str
    title: str
    clause: str
    kind: IndicatorKind
    numbers: type[NumbersT]
    looks_at: str
    remedy: str
    judge: Callable[[OrgCase, NumbersT], Judgement]
    decides: Decides = Decides.MACHINE

    @property
    def scope(self) -> str:
        """Whom it is asked of."""
        return "org"


def entered_of_org(case: OrgCase, numbers: Section) -> Judgement:  # noqa: ARG001 - only people know
    """What only people know: nothing to say until somebody enters it in the ledger."""
    return met("未登记问题", reason=Reason.NOT_ENTERED)


def due_within(period: Period, month_and_day: str) -> date | None:
    """The yearly day that lies in the period; None when none does."""
    for year in range(period.first.year, period.last.year + 1):
        due = date.fromisoformat(f"{year}-{month_and_day}")
        if period.first <= due <= period.last:
            return due
    return None
