"""Whether a verdict is news compared with the one before, and in what."""

from services.evaluator.signature import news_of
from shared.contracts.verdicts import Finding, Verdict, VerdictChanged


def changes(previous: Verdict | None, current: Verdict) -> VerdictChanged | None:
    """The event to publish; None when nothing is news. The first verdict on a target always is."""
    changed = changed_indicators(previous, current)
    if previous is not None and not changed and previous.result is current.result and previous.score == current.score:
        return None
    return VerdictChanged(
        verdict=current,
        previous_result=previous.result if previous else None,
        previous_verdict_id=previous.verdict_id if previous else None,
        changed=changed,
    )


def changed_indicators(previous: Verdict | None, current: Verdict) -> tuple[str, ...]:
    """The indicators whose finding is new, gone, or says something else, in the order of the verdicts."""
    before = _by_indicator(previous) if previous else {}
    now = _by_indicator(current)
    told = [name for name, finding in now.items() if name not in before or news_of(before[name]) != news_of(finding)]
    return (*told, *(name for name in before if name not in now))


def _by_indicator(verdict: Verdict) -> dict[str, Finding]:
    return {finding.indicator: finding for finding in verdict.findings}
