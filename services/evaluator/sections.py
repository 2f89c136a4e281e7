"""The typed sections of a rule pack that more than one indicator reads, and what every indicator's own section has."""

from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.evaluator.window import WindowText
from shared.contracts.verdicts import IndicatorKind

Count = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(gt=0, le=1)]
Names = Annotated[tuple[str, ...], Field(strict=False)]


class Numbers(BaseModel):
    """A table of a rule pack. Unknown keys are refused, so that a misspelt limit is not silently the old one."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Section(Numbers):
    """What every indicator has in a pack that uses it."""

    on: bool = True
    kind: Annotated[IndicatorKind | None, Field(strict=False)] = None
    """What it does to the result, where that differs from the national standard."""
    limit: str
    """The rule in Chinese. `{name}` stands for the number of that name in the section."""

    @model_validator(mode="after")
    def _limit_can_be_written(self) -> Self:
        known = self.words()
        try:
            wrong = [name for _, name, _, _ in Formatter().parse(self.limit) if name is not None and name not in known]
            if not wrong:
                self.limit_text()
        except (ValueError, TypeError) as error:
            raise ValueError(f"limit: expected a text with {{names}} of numbers, {error}") from error
        if wrong:
            raise ValueError(f"limit: expected {{names}} among {', '.join(sorted(known))}, got {{{wrong[0]}}}")
        return self

    def words(self) -> dict[str, Any]:
        """What the names in `limit` stand for."""
        return {name: getattr(self, name) for name in type(self).model_fields if name not in Section.model_fields}

    def limit_text(self) -> str:
        """The rule in Chinese, with its numbers in it."""
        return self.limit.format_map(self.words())


class PageSight(Numbers):
    """What proves that we saw one kind of page."""

    max_gap: WindowText
    """Looks further apart than this leave a hole between them."""
    max_age: WindowText
    """After this the last look says nothing about the present."""


class Sight(Numbers):
    """Proof of sight: what it takes to say that something did not happen."""

    home: PageSight
    column: PageSight
    board: PageSight
    feed: PageSight
    visits_max_age: WindowText
    """The last visit must be younger for a verdict on reachability."""
    undated_is_stale: bool
    """Entries without a date count as not updated, beside entries that have one."""
    wholly_undated_is_stale: bool = False
    """Even a list without any date counts as not updated. Off: such a list is a question, not a failure."""
    blank_looks: Count = 1
    """In how many six-hour slots a column must have been seen empty to be called blank."""


class ColumnCycles(Numbers):
    """How often each category of columns must be updated, where the registry sets no cycle. Not named: not judged."""

    news: WindowText | None = None
    notice: WindowText | None = None
    policy: WindowText | None = None
    interpretation: WindowText | None = None
    personnel: WindowText | None = None
    planning: WindowText | None = None
    other: WindowText | None = None


class Accounts(Numbers):
    """What holds for all accounts."""

    suspended: Literal["exempt", "judged"]
    """Whether accounts that announced they have stopped must still update."""


class Ledgers(Numbers):
    """How long what is entered in the ledgers may take."""

    ticket_reply: WindowText
    """A 找错 ticket must be answered within it."""
    ticket_close: WindowText
    """A 找错 ticket must be finished within it."""
    letter_reply: WindowText
    """A test letter must be answered within it."""


class ReportRules(Numbers):
    """How the numbers of a notice are written."""

    rounding: Literal["half_up", "truncate"]
    decimals: Annotated[int, Field(ge=0, le=4)]
    denominator: Literal["checked", "registered"]
    groups: Names = ()
    """Groups of units in the order of the annexes; empty: as the registry has them."""


class Shared(Numbers):
    """The sections that belong to no single indicator."""

    sight: Sight
    cycles: ColumnCycles
    accounts: Accounts
    ledgers: Ledgers
    report: ReportRules


SHARED: dict[str, Any] = Shared.model_fields
"""Their names."""
