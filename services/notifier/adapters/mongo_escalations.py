"""Escalations in MongoDB: one document per fault, saved by compare-and-swap on its version."""

from collections.abc import Collection as Ids
from collections.abc import Sequence
from datetime import datetime, timedelta

from services.notifier.ladder import Census, Escalation
from shared.mongo import Collection, Database, Document, save_versions

COLLECTION = "escalations"

LATE = timedelta(hours=1)
"""A rung that has been due for so long should have been climbed."""


class MongoEscalations:
    """The port `Escalations`."""

    def __init__(self, database: Database) -> None:
        self._collection: Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("rungs.to_unit")
        await self._collection.create_index([("ended_at", 1), ("next_at", 1)])

    async def of(self, concern_ids: Ids[str]) -> list[Escalation]:
        """Those of these concerns."""
        return await self._found({"_id": {"$in": list(concern_ids)}})

    async def save_all(self, escalations: Sequence[Escalation]) -> list[Escalation]:
        """Keep each as the version after the one it was loaded as. Returns those for which another was faster."""
        refused = await save_versions(self._collection, [_document(one) for one in escalations])
        return [escalations[index] for index in refused]

    async def told_to(self, unit_ids: Ids[str], *, since: datetime) -> list[Escalation]:
        """Those that have reached one of these units, and had not ended by then."""
        reached: Document = {
            "rungs": {"$elemMatch": {"to_unit": {"$in": list(unit_ids)}, "fired_at": {"$ne": None}}},
            "$or": [{"ended_at": None}, {"ended_at": {"$gte": since}}],
        }
        return await self._found(reached)

    async def census(self, now: datetime) -> Census:
        """How many are open, and whether each has a next time."""
        going = {"ended_at": None, "open": True}
        return Census(
            open=await self._collection.count_documents(going),
            paused=await self._collection.count_documents({**going, "paused_until": {"$gt": now}}),
            without_time=await self._collection.count_documents({**going, "next_at": None}),
            late=await self._collection.count_documents({**going, "next_at": {"$lt": now - LATE}}),
        )

    async def _found(self, which: Document) -> list[Escalation]:
        found = self._collection.find(which, {"open": False, "saved_by": False}).sort("_id", 1)
        return [
            Escalation.model_validate({"concern_id": d["_id"], **{k: v for k, v in d.items() if k != "_id"}})
            async for d in found
        ]


def _document(escalation: Escalation) -> Document:
    document = {**escalation.model_dump(mode="python"), "version": escalation.version + 1}
    document["_id"] = document.pop("concern_id")
    document["open"] = escalation.is_open
    return document
