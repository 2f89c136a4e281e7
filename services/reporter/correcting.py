"""Versions of a report: what says the same is the same version, what says something else corrects the one before."""

from collections.abc import Iterator

from services.reporter.entry import Correction
from services.reporter.report import Report
from services.reporter.tally import Counts
from services.reporter.wording import KINDS
from shared.contracts.target import TargetKind

_COUNTED = {
    "registered": "在册",
    "checked": "检查",
    "qualified": "合格",
    "unqualified": "不合格",
    "undetermined": "无法判定",
}


def as_version(report: Report, before: Report | None) -> Report:
    """The report with its version: that of the report before if it says just the same, else the next."""
    if before is None:
        return report
    if before.model_copy(update={"version": report.version, "corrects": report.corrects}) == report:
        return before
    correction = Correction(version=before.version, digest=before.digest, lines=tuple(_differences(before, report)))
    return report.model_copy(update={"version": before.version + 1, "corrects": correction})


def _differences(before: Report, after: Report) -> Iterator[str]:
    yield from _counts(KINDS[TargetKind.WEBSITE], before.websites, after.websites)
    yield from _counts(KINDS[TargetKind.ACCOUNT], before.accounts, after.accounts)
    was = {(entry.kind, entry.id): entry.name for entry in before.unqualified}
    now = {(entry.kind, entry.id): entry.name for entry in after.unqualified}
    if added := [name for key, name in now.items() if key not in was]:
        yield f"不合格名单增加：{'、'.join(added)}"
    if removed := [name for key, name in was.items() if key not in now]:
        yield f"不合格名单删去：{'、'.join(removed)}"
    if before.pack != after.pack:
        yield f"指标体系：{before.pack.id}（{before.pack.version}）改为{after.pack.id}（{after.pack.version}）"
    if before.generated_from.events != after.generated_from.events:
        yield f"观测记录：{before.generated_from.events}条改为{after.generated_from.events}条"


def _counts(word: str, before: Counts, after: Counts) -> Iterator[str]:
    for field, name in _COUNTED.items():
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield f"{word}{name}：{was}改为{now}"
