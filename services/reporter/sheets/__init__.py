"""All sheets of the workbook, listed here once."""

from collections.abc import Callable

from services.reporter.report import Report
from services.reporter.sheet import Sheet
from services.reporter.sheets import about, lists, tallies
from shared.contracts.target import TargetKind

SHEETS: tuple[Callable[[Report], Sheet], ...] = (
    tallies.overview,
    lists.targets("网站名单", TargetKind.WEBSITE),
    lists.targets("新媒体名单", TargetKind.ACCOUNT),
    lists.unqualified,
    lists.undetermined,
    lists.monthly,
    lists.problems,
    lists.near,
    tallies.indicators,
    tallies.scores,
    tallies.publication,
    tallies.changes,
    tallies.told,
    about.checks,
    about.about,
)
"""In their order. The lists stand even when they are empty: an absent one would look forgotten."""
