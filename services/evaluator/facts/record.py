"""What a person entered about a target: the latest version of each record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.contracts.observations import Recorded

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
