"""All sheets of the workbook, listed here once."""

from collections.abc import Callable

from services.reporter.report import Report
from services.reporter.sheet import Sheet
from services.reporter.sheets import about, lists, tallies
from shared.contracts.target import TargetKind

SHEETS: tuple[tuple[Callable[[Report], Sheet], bool], ...] = (
    (tallies.overview, True),
    (lists.targets("网站名单", TargetKind.WEBSITE), True),
    (lists.targets("新媒体名单", TargetKind.ACCOUNT), True),
    (lists.unqualified, True),
    (lists.undetermined, True),
    (lists.monthly, True),
    (lists.problems, True),
    (lists.near, False),
    (tallies.indicators, True),
    (tallies.scores, True),
    (tallies.publication, True),
    (tallies.changes, True),
    (tallies.told, False),
    (tallies.supervision, False),
    (about.checks, False),
    (about.corrections, False),
    (about.about, True),
)
"""In their order, and whether the public sees them."""


def sheets_of(report: Report) -> tuple[Sheet, ...]:
    """The lists stand even when they are empty: an absent one would look forgotten."""
    is_public = report.edition == "public"
    return tuple(make(report) for make, is_for_all in SHEETS if is_for_all or not is_public)
