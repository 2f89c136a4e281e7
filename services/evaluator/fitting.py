"""Makes a verdict fit into one message: a thousand letters are as telling as ten thousand."""

from shared.contracts.verdicts import Finding, VerdictChanged

LARGEST = 900_000
"""Bytes of an event's body; the streams take a mebibyte with its headers."""

_MOST = 1_000


def fitting(said: VerdictChanged) -> VerdictChanged:
    """The event; where it is too large, without some of its things and evidence, which its text then says."""
    most = _MOST
    fitted = said
    while most and len(fitted.model_dump_json(exclude_defaults=True).encode()) > LARGEST:
        findings = tuple(_shortened(finding, most) for finding in said.verdict.findings)
        fitted = said.model_copy(update={"verdict": said.verdict.model_copy(update={"findings": findings})})
        most //= 2
    return fitted


def _shortened(finding: Finding, most: int) -> Finding:
    if len(finding.items) <= most and len(finding.evidence) <= most:
        return finding
    # The broken ones come first, so that what is left out is what matters least.
    items = sorted(finding.items, key=lambda item: item.outcome != "not_met")
    text = f"{finding.text}（共 {len(items)} 项，只列出前 {most} 项）" if len(items) > most else finding.text
    return finding.model_copy(update={"items": tuple(items[:most]), "evidence": finding.evidence[:most], "text": text})
