"""The typed sections of a rule pack that more than one indicator reads, and what every indicator's own section has."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from services.evaluator.report_rules import ReportRules
from services.evaluator.scoring_rules import ScoringRules
from services.evaluator.section import Count, Names, Numbers, Only, Points, Scored, Section, Share
from services.evaluator.subject import Column
from services.evaluator.window import Window, WindowText, parse_window

__all__ = [
    "SHARED",
    "Accounts",
    "ColumnCycles",
    "Count",
    "Ledgers",
    "Names",
    "Numbers",
    "Only",
    "PageSight",
    "Points",
    "ReportRules",
    "Scored",
    "ScoringRules",
    "Section",
    "Share",
    "Shared",
    "Sight",
]


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
    stale_looks: Count = 1
    """In how many six-hour slots of the window a page must have been seen to be called stale."""
    marks_max_age: WindowText = Window(7)
    """What a home page says of itself (标识、备案号…) holds this long."""
    guide_max_age: WindowText = Window(35)
    """What a service guide holds was seen within this."""
    links_max_age: WindowText = Window(35)
    """A round of checking links counts this long."""
    article_max_age: WindowText = Window(100)
    """An article that was visited counts this long."""


def _cycle(text: Any) -> Window | None:
    return None if text is None or text == "none" else parse_window(text)


Cycle = Annotated[Window | None, BeforeValidator(_cycle)]
"""A window, or `none`: columns of that category need not be updated."""


class NamedCycle(Numbers):
    """How often the columns must be updated whose name holds a word."""

    name: str = Field(min_length=1)
    cycle: Cycle


class ColumnCycles(Numbers):
    """How often each category of columns must be updated, where the registry sets no cycle. Not named: not judged."""

    news: Cycle = None
    notice: Cycle = None
    policy: Cycle = None
    interpretation: Cycle = None
    personnel: Cycle = None
    planning: Cycle = None
    other: Cycle = None
    named: Annotated[tuple[NamedCycle, ...], Field(strict=False)] = ()
    """Columns by their names, before their category: `[[cycles.named]]` with `name` and `cycle`."""

    def of(self, column: Column) -> Window | None:
        """The cycle of a column: the registry's own, that of its name, that of its category; None: nobody says so."""
        if column.cycle_days:
            return Window(column.cycle_days)
        for one in self.named:
            if one.name in column.name:
                return one.cycle
        cycle = getattr(self, column.category, None)
        return cycle if isinstance(cycle, Window) else None


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


class Shared(Numbers):
    """The sections that belong to no single indicator."""

    sight: Sight
    cycles: ColumnCycles
    accounts: Accounts
    ledgers: Ledgers
    scoring: ScoringRules
    report: ReportRules


SHARED: dict[str, Any] = Shared.model_fields
"""Their names."""
