"""The records as they are kept, and which of a ledger's entries are news compared with them."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from console.ledger.reading import Entry
from shared.contracts import Recorded
from shared.contracts.collections import OBSERVATIONS
from shared.contracts.records import fields_of, plain
from shared.mongo import Database, Document

Key = tuple[str, str, str]
"""Kind, target and id of a record."""


@dataclass(frozen=True)
class News:
    """What a ledger brings."""

    events: tuple[Recorded, ...]
    added: int
    changed: int
    unchanged: int


async def kept(database: Database, *, target_id: str | None = None) -> dict[Key, Recorded]:
    """The latest version of every record, by its key; the oldest first."""
    found: dict[Key, tuple[datetime, str, Recorded]] = {}
    async for event_id, event in history(database, target_id=target_id):
        key = (event.kind, event.target_id, event.record_id)
        version = (event.recorded_at, event_id, event)
        if key not in found or found[key][:2] < version[:2]:
            found[key] = version
    return {key: event for key, (_, _, event) in sorted(found.items(), key=lambda one: one[1][:2])}


async def history(database: Database, *, target_id: str | None = None) -> AsyncIterator[tuple[str, Recorded]]:
    """Every version of every record, with the id of its event."""
    wanted: Document = {"type": Recorded.TYPE}
    if target_id:
        wanted["target_id"] = target_id
    async for document in database[OBSERVATIONS].find(wanted, {"body": True}):
        yield str(document["_id"]), Recorded.read(document["body"])


def news(entries: Iterable[Entry], known: Mapping[Key, Recorded], *, at: datetime, by: str) -> News:
    """The events that bring what is kept to what the entries say. What is said already makes none."""
    events = []
    added = changed = unchanged = 0
    for entry in entries:
        before = known.get(entry.key)
        if before is not None and _same(before, entry):
            unchanged += 1
            continue
        added += before is None
        changed += before is not None
        events.append(event_of(entry, at=entry.at or at, by=entry.by or by))
    return News(tuple(events), added, changed, unchanged)


def event_of(entry: Entry, *, at: datetime, by: str) -> Recorded:
    """The event that records an entry."""
    return Recorded(
        kind=entry.kind,
        target_kind=entry.target_kind,
        target_id=entry.target_id,
        record_id=entry.record_id,
        recorded_at=at,
        recorded_by=by or None,
        fields=dict(entry.fields),
    )


def _same(before: Recorded, entry: Entry) -> bool:
    return plain(fields_of(before.kind, before.fields)) == entry.fields
