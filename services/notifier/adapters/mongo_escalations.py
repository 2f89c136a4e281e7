"""Escalations in MongoDB: one document per fault, saved by compare-and-swap on its version."""

from collections.abc import Collection as Ids
from datetime import datetime, timedelta

from services.notifier.ladder import Census, Escalation
from shared.mongo import Collection, Database, Document, DuplicateKeyError

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

    async def save(self, escalation: Escalation) -> bool:
        """Keep it as the version after the one it was loaded as. False, and nothing kept, if another was faster."""
        document = {**escalation.model_dump(mode="python"), "version": escalation.version + 1}
        document["_id"] = document.pop("concern_id")
        document["open"] = escalation.is_open
        if escalation.version == 0:
            try:
                await self._collection.insert_one(document)
            except DuplicateKeyError:
                return False
            return True
        seen = {"_id": escalation.concern_id, "version": escalation.version}
        return (await self._collection.replace_one(seen, document)).matched_count == 1

    async def told_to(self, unit_id: str, *, since: datetime) -> list[Escalation]:
        """Those that have reached this unit, and had not ended by then."""
        reached: Document = {
            "rungs": {"$elemMatch": {"to_unit": unit_id, "fired_at": {"$ne": None}}},
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
        found = self._collection.find(which, {"open": False}).sort("_id", 1)
        return [
            Escalation.model_validate({"concern_id": d["_id"], **{k: v for k, v in d.items() if k != "_id"}})
            async for d in found
        ]
