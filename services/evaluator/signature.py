"""What of a verdict is news: two verdicts with the same signature say the same to those who act on them."""

from collections.abc import Iterable
from typing import Any

from services.evaluator.reason import Reason
from shared.contracts.target import Outcome, Result
from shared.contracts.verdicts import Finding, Verdict

_REASONS = {reason.value: reason for reason in Reason}


def signature_of(result: Result, findings: Iterable[Finding]) -> list[Any]:
    """The result and what is news of each finding, in plain values."""
    return [result.value, [[finding.indicator, *news_of(finding)] for finding in findings]]


def news_of(finding: Finding) -> list[Any]:
    """Outcome, kind of reason, broken things, warning and review: not the day count, which changes every day."""
    broken = sorted(item.id for item in finding.items if item.outcome is Outcome.NOT_MET)
    pressing = sorted(item.id for item in finding.items if item.outcome is Outcome.MET) if _warns(finding) else []
    asked = sorted(f"{item.id} {item.review}" for item in finding.items if item.review)
    told = [finding.outcome.value, _group(finding), broken, _warns(finding), pressing, finding.review, finding.points]
    return [*told, asked] if asked else told


def named_of(finding: Finding) -> list[Any]:
    """What people's decisions on a broken finding name it by: where it is another, they say nothing of it any more."""
    items = [item for item in finding.items if item.outcome is Outcome.NOT_MET or item.review]
    if items:
        return sorted(str((item.id, item.kind, item.name, item.url, item.due_at)) for item in items)
    if finding.outcome is not Outcome.NOT_MET:
        return []
    return [finding.since, *sorted({evidence.url for evidence in finding.evidence if evidence.url})]


def same_news(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts say the same."""
    return signature_of(one.result, one.findings) == signature_of(other.result, other.findings)


def _warns(finding: Finding) -> bool:
    return finding.near is not None and finding.near.warn


def _group(finding: Finding) -> str | None:
    reason = _REASONS.get(finding.reason or "")
    return reason.group if reason else finding.reason
