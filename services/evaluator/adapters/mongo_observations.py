"""The observations in MongoDB: append-only, by event id, read back target by target."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.evaluator.adapters.taken import taken
from services.evaluator.dossier import Observation
from services.evaluator.ports import Seen
from shared.contracts import EVENTS_BY_TYPE
from shared.contracts.collections import OBSERVATIONS
from shared.contracts.observations import PageVisited, PostListed, Recorded
from shared.errors import Permanent
from shared.mongo import Database, Document

_EXPIRY = "expiry"
_EXPIRES: Document = {"type": {"$in": [PageVisited.TYPE, PostListed.TYPE]}}
_READ: Document = {"type": True, "target_id": True, "body": True}
_TARGETS = 200
"""Targets asked for in one query."""


class MongoObservations:
    """The port `Observations`."""

    def __init__(self, database: Database, *, kept_for: timedelta, piece: int = 2_000) -> None:
        self._database = database
        self._collection = database[OBSERVATIONS]
        self._kept_for = kept_for
        self._piece = piece

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing, save that the retention follows the settings.

        What people recorded is kept for ever.
        """
        await self._collection.create_index([("target_id", 1), ("observed_at", 1)], name="target_observed")
        await self._collection.create_index("visit_id", partialFilterExpression={"visit_id": {"$type": "string"}})
        await self._collection.create_index(
            [("type", 1), ("target_id", 1)], name="records", partialFilterExpression={"type": Recorded.TYPE}
        )
        seconds = int(self._kept_for.total_seconds())
        expiry = (await self._collection.index_information()).get(_EXPIRY, {})
        if expiry and "partialFilterExpression" not in expiry:
            await self._collection.drop_index(_EXPIRY)
        elif expiry.get("expireAfterSeconds", seconds) != seconds:
            wanted = {"name": _EXPIRY, "expireAfterSeconds": seconds}
            await self._database.command("collMod", OBSERVATIONS, index=wanted)
            return
        await self._collection.create_index(
            "received_at", expireAfterSeconds=seconds, name=_EXPIRY, partialFilterExpression=_EXPIRES
        )

    async def add(
        self, seen: Iterable[Seen], *, received_at: datetime, bodies: Mapping[str, bytes] | None = None
    ) -> None:
        """Keep them. One that is there already stays as it is."""
        known = bodies or {}
        documents = [_document(event_id, event, received_at, known.get(event_id)) for event_id, event in seen]
        if not documents:
            return
        await taken(self._collection.insert_many(documents, ordered=False))

    async def histories(
        self,
        target_ids: Sequence[str],
        *,
        until: datetime,
        recorded_until: datetime | None = None,
        known_by: datetime | None = None,
    ) -> AsyncIterator[tuple[str, list[Seen]]]:
        """Target after target, what was observed of it up to and including a moment, in pieces of bounded size.

        What people entered counts up to `recorded_until`, and comes last.
        """
        for start in range(0, len(target_ids), _TARGETS):
            some = list(target_ids[start : start + _TARGETS])
            known: Document = {"received_at": {"$lte": known_by}} if known_by else {}
            later = await self._recorded(some, until, recorded_until or until, known)
            async for target_id, piece in self._observed(some, until, known):
                # A target's pieces are over when the next one's begin.
                for one in [one for one in later if one < target_id]:
                    yield one, later.pop(one)
                yield target_id, piece
            for one in list(later):
                yield one, later.pop(one)

    async def _observed(
        self, target_ids: list[str], until: datetime, known: Document
    ) -> AsyncIterator[tuple[str, list[Seen]]]:
        wanted: Document = {"target_id": {"$in": target_ids}, "observed_at": {"$lte": until}, **known}
        cursor = self._collection.find(wanted, _READ)
        target_id, piece = "", list[Seen]()
        async for document in cursor.sort([("target_id", 1), ("observed_at", 1)]).batch_size(2_000):
            if piece and (document["target_id"] != target_id or len(piece) == self._piece):
                yield target_id, piece
                piece = []
            target_id = document["target_id"]
            piece.append((document["_id"], _event(document)))
        if piece:
            yield target_id, piece

    async def _recorded(
        self, target_ids: list[str], after: datetime, until: datetime, known: Document
    ) -> dict[str, list[Seen]]:
        """What people entered after a moment, by target in order."""
        found: dict[str, list[Seen]] = {}
        if until <= after:
            return found
        wanted: Document = {
            "type": Recorded.TYPE,
            "target_id": {"$in": target_ids},
            "observed_at": {"$gt": after, "$lte": until},
            **known,
        }
        cursor = self._collection.find(wanted, _READ)
        async for document in cursor.sort([("target_id", 1), ("observed_at", 1)]):
            found.setdefault(document["target_id"], []).append((document["_id"], _event(document)))
        return found


def _document(event_id: str, event: Observation, received_at: datetime, body: bytes | None = None) -> Document:
    return {
        "_id": event_id,
        "type": event.TYPE,
        "target_id": event.target,
        "visit_id": getattr(event, "visit_id", None),
        "observed_at": event.occurred_at,
        "received_at": received_at,
        "body": body or event.model_dump_json(exclude_defaults=True).encode(),
    }


def _event(document: Document) -> Any:
    kind = EVENTS_BY_TYPE.get(document["type"])
    if kind is None:
        raise Permanent(f"observation {document['_id']}: {document['type']!r} is no event known here")
    return kind.read(document["body"])
