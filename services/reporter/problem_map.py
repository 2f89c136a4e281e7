"""Which unit has which problems: the map of the page, units down, themes across."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from services.reporter.entry import Entry, Reason
from services.reporter.report import Report
from services.reporter.themes import theme_of, theme_titles

Case = tuple[Entry, Reason]


@dataclass(frozen=True)
class UnitProblems:
    """The problems of one unit."""

    unit: str
    group: str
    cases: tuple[Case, ...]
    counts: tuple[int, ...]
    """One for each theme of the map."""


@dataclass(frozen=True)
class ProblemMap:
    """The themes that occur, and the units, that with most problems first."""

    themes: tuple[str, ...]
    units: tuple[UnitProblems, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """Of each theme."""
        return tuple(sum(unit.counts[place] for unit in self.units) for place in range(len(self.themes)))


def problem_map(report: Report) -> ProblemMap:
    """All that was not met, whether it failed its target or not."""
    by_unit: dict[str, list[Case]] = {}
    for case in _cases(report):
        by_unit.setdefault(case[0].unit_id, []).append(case)
    seen = {theme_of(reason.indicator) for cases in by_unit.values() for _, reason in cases}
    themes = tuple(title for title in theme_titles() if title in seen)
    ordered = sorted(by_unit.items(), key=lambda unit: (-len(unit[1]), unit[0]))
    return ProblemMap(themes, tuple(_unit(cases, themes) for _, cases in ordered))


def _unit(cases: list[Case], themes: tuple[str, ...]) -> UnitProblems:
    counted = Counter(theme_of(reason.indicator) for _, reason in cases)
    first = cases[0][0]
    return UnitProblems(first.unit, first.group, tuple(cases), tuple(counted[theme] for theme in themes))


def _cases(report: Report) -> Iterable[Case]:
    for entry in report.unqualified:
        for reason in entry.reasons:
            yield entry, reason
    for problem in report.problems:
        yield problem, problem.reason
