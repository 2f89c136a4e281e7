"""What two rule packs say of the same past: per target and finding, before and after."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.contracts.assessment import Assessment
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Finding, Verdict


@dataclass(frozen=True)
class FindingChange:
    """One indicator that says something else; None on the side that does not ask it."""

    indicator: str
    title: str
    before: Finding | None
    after: Finding | None

    def facts(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "indicator": self.indicator,
            "title": self.title,
            "before": _side(self.before),
            "after": _side(self.after),
        }


@dataclass(frozen=True)
class TargetChange:
    """One target on which the two differ."""

    before: Verdict | None
    after: Verdict | None
    findings: tuple[FindingChange, ...]

    @property
    def verdict(self) -> Verdict:
        """The one that is there."""
        found = self.after or self.before
        assert found, "a change has a side"
        return found

    @property
    def result_differs(self) -> bool:
        """Not only the grounds are others."""
        return (self.before and self.before.result) != (self.after and self.after.result)

    def facts(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "target_kind": self.verdict.target_kind.value,
            "target_id": self.verdict.target_id,
            "target_name": self.verdict.target_name,
            "unit_id": self.verdict.unit_id,
            "before": _result(self.before),
            "after": _result(self.after),
            "findings": [change.facts() for change in self.findings],
        }


def compared(before: Sequence[Assessment], after: Sequence[Assessment]) -> list[TargetChange]:
    """The targets on which the two differ: those with another result first, then by id."""
    ours = {one.target_id: one.verdict for one in before}
    theirs = {one.target_id: one.verdict for one in after}
    found = (_change(ours.get(name), theirs.get(name)) for name in sorted({*ours, *theirs}))
    differing = [one for one in found if one.result_differs or one.findings or _score(one.before) != _score(one.after)]
    return sorted(differing, key=lambda one: not one.result_differs)


def counts(assessments: Sequence[Assessment]) -> dict[str, int]:
    """How many targets have each result."""
    counted = Counter(one.verdict.result for one in assessments)
    return {result.value: counted[result] for result in Result if counted[result]}


def _change(before: Verdict | None, after: Verdict | None) -> TargetChange:
    return TargetChange(before, after, tuple(_findings(_by_id(before), _by_id(after))))


def _by_id(verdict: Verdict | None) -> Mapping[str, Finding]:
    return {finding.indicator: finding for finding in verdict.findings} if verdict else {}


def _findings(before: Mapping[str, Finding], after: Mapping[str, Finding]) -> Iterator[FindingChange]:
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if _said(one) != _said(other):
            named = one or other
            assert named, "it is on one side at least"
            yield FindingChange(name, named.title, one, other)


def _said(finding: Finding | None) -> tuple[Any, ...] | None:
    """What matters of a finding; a hint that finds nothing is as good as none."""
    if finding is None:
        return None
    broken = tuple(sorted(item.id for item in finding.items if item.outcome is Outcome.NOT_MET))
    warns = finding.near is not None and finding.near.warn
    return finding.outcome, finding.kind, finding.points, finding.review, broken, warns


def _side(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "outcome": finding.outcome.value,
        "points": finding.points,
        "text": finding.text,
        "limit": finding.limit,
        "review": finding.review,
    }


def _result(verdict: Verdict | None) -> dict[str, Any] | None:
    return {"result": verdict.result.value, "score": verdict.score} if verdict else None


def _score(verdict: Verdict | None) -> float | None:
    return verdict.score if verdict else None
