"""This period beside the one before: who failed anew, who mended, who still fails."""

from collections.abc import Iterable

from services.reporter.entry import Changed, Changes, Entry, Listed, ScoreChange
from services.reporter.report import Report
from services.reporter.tally import Counts, TrendPoint
from shared.contracts.target import Result

TREND_PERIODS = 12
"""How many periods a trend shows, this one included."""


def changes_since(previous: Report | None, now: tuple[Listed, ...]) -> Changes:
    """Mended means seen to be qualified; what failed before and cannot be seen now is `unseen`, never mended."""
    if previous is None:
        return Changes()
    before = {(entry.kind, entry.id): entry for entry in previous.unqualified}
    failing = {(entry.kind, entry.id): entry for entry in now if entry.result is Result.UNQUALIFIED}
    standing = {(entry.kind, entry.id): entry.result for entry in now}
    kept = {key: entry for key, entry in before.items() if key not in failing}
    return Changes(
        previous=previous.period.label,
        new=_changed(entry for key, entry in failing.items() if key not in before),
        still=_changed(entry for key, entry in failing.items() if key in before),
        mended=_changed(e for key, e in kept.items() if standing.get(key) in {Result.QUALIFIED, Result.BASIC}),
        unseen=_changed(e for key, e in kept.items() if standing.get(key) is Result.UNDETERMINED),
        gone=_changed(e for key, e in kept.items() if standing.get(key) is None),
        scores=_score_changes(previous, now),
    )


def trend(previous: Report | None, now: TrendPoint) -> tuple[TrendPoint, ...]:
    """The points of the periods before and this one, oldest first; a period made again replaces itself."""
    earlier = previous.trend if previous else ()
    points = [point for point in earlier if point.label != now.label]
    return (*points, now)[-TREND_PERIODS:]


def trend_point(label: str, websites: Counts, accounts: Counts) -> TrendPoint:
    """The rates of one period, without the platforms."""
    plain = Counts(**accounts.model_dump(include=set(Counts.model_fields)))
    return TrendPoint(label=label, websites=websites, accounts=plain)


def _changed(entries: Iterable[Entry]) -> tuple[Changed, ...]:
    return tuple(Changed(kind=entry.kind, id=entry.id, name=entry.name, unit=entry.unit) for entry in entries)


def _score_changes(previous: Report, now: tuple[Listed, ...]) -> tuple[ScoreChange, ...]:
    before = {entry.id: entry.score for entry in previous.targets if entry.score is not None}
    return tuple(
        ScoreChange(target_id=entry.id, target=entry.name, before=before[entry.id], after=entry.score)
        for entry in now
        if entry.score is not None and entry.id in before and before[entry.id] != entry.score
    )
