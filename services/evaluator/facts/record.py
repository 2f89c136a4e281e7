"""What a person entered about a target: the latest version of each record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.contracts.observations import Recorded
from shared.contracts.records import RecordKind

MOST_HINTS = 200
"""Hints kept of one target."""

_FOR_EVER = frozenset({RecordKind.REVIEW, RecordKind.APPEAL})

RecordKey = tuple[str, str]
"""Kind and id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record of the ledger."""

    kind: str
    id: str
    at: datetime
    event_id: str
    by: str | None
    fields: dict[str, Any]

    @property
    def key(self) -> RecordKey:
        """What a later version replaces."""
        return self.kind, self.id

    def join(self, other: "Record") -> "Record":
        """The later version of the two."""
        return max(self, other, key=lambda record: (record.at, record.event_id))

    def document(self) -> list[Any]:
        """Plain values, in the order of the fields."""
        return [self.kind, self.id, self.at, self.event_id, self.by, self.fields]

    @classmethod
    def read(cls, document: list[Any]) -> "Record":
        """The record that `document` wrote."""
        kind, id_, at, event_id, by, fields = document
        return cls(kind=kind, id=id_, at=at, event_id=event_id, by=by, fields=fields)


def kept_of(records: Mapping[RecordKey, Record], floor: datetime) -> dict[RecordKey, Record]:
    """Those that still count: all since `floor`, of hints the newest alone, and the steps of reviews for ever.

    For what was dismissed does not come back of itself.
    """
    kept = {key: record for key, record in records.items() if record.kind in _FOR_EVER or record.at >= floor}
    hints = [(record.at, key) for key, record in kept.items() if record.kind == RecordKind.HINT]
    for _, key in sorted(hints)[:-MOST_HINTS]:
        del kept[key]
    return kept


def record_of(event_id: str, event: Recorded) -> Record:
    """The record an event brings."""
    return Record(
        kind=event.kind,
        id=event.record_id,
        at=event.recorded_at,
        event_id=event_id,
        by=event.recorded_by,
        fields=dict(event.fields),
    )
