"""The part of a report that everybody may read: who was inspected, how it went and why, and nothing of how we work."""

from typing import TypeVar

from services.reporter.entry import Changes, Problem, Reason, Undetermined, Unqualified
from services.reporter.report import GeneratedFrom, Report
from services.reporter.tally import IndicatorCount, Warnings

E = TypeVar("E", Unqualified, Undetermined)


def public_report(report: Report) -> Report:
    """The same report without evidence ids, near limits, placeholders, warnings, notes, checks and work of our own.

    Counts, lists, results and reasons are untouched, so that both editions say the same.
    """
    source = report.generated_from
    return report.model_copy(
        update={
            "edition": "public",
            "generated_from": GeneratedFrom(events=source.events, digest=source.digest, as_of=source.as_of),
            "unqualified": tuple(_entry(entry) for entry in report.unqualified),
            "undetermined": tuple(_entry(entry) for entry in report.undetermined),
            "problems": tuple(_problem(problem) for problem in report.problems),
            "near": (),
            "indicators": tuple(_indicator(each) for each in report.indicators),
            "warnings": Warnings(),
            "placeholders_used": (),
            "notes": (),
            "checks": (),
            "corrects": None,
            "changes_since_last": _changes(report.changes_since_last),
            "annual": (),
            "supervision": (),
        }
    )


def _entry(entry: E) -> E:
    return entry.model_copy(update={"reasons": tuple(_reason(reason) for reason in entry.reasons)})


def _problem(problem: Problem) -> Problem:
    return problem.model_copy(update={"reason": _reason(problem.reason)})


def _reason(reason: Reason) -> Reason:
    """What was found and against which rule; not by which look of ours."""
    return Reason(
        indicator=reason.indicator, text=reason.text, title=reason.title, limit=reason.limit, kind=reason.kind
    )


def _indicator(each: IndicatorCount) -> IndicatorCount:
    return each.model_copy(update={"provenance": "text"})


def _changes(changes: Changes) -> Changes:
    return changes.model_copy(update={"scores": ()})
