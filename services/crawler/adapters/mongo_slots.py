"""The timetable's memory in MongoDB: one small document per page."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from services.crawler.ports import Freshness
from services.crawler.watch import Watch
from shared import mongo
from shared.contracts.target import Purpose
from shared.mongo import Database, UpdateOne

COLLECTION = "crawl_slots"


class MongoSlots:
    """The port `Slots`."""

    def __init__(self, database: Database) -> None:
        self._collection: mongo.Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("next_at")

    async def published(self, keys: Collection[str]) -> Mapping[str, datetime]:
        """The start of the last published slot of each page that has one."""
        cursor = self._collection.find({"_id": {"$in": list(keys)}, "slot_at": {"$exists": True}}, {"slot_at": 1})
        return {document["_id"]: document["slot_at"] async for document in cursor}

    async def record(self, slots: Iterable[tuple[Watch, datetime, timedelta]]) -> None:
        """These slots (their start, and the page's interval) are published."""
        updates = [
            UpdateOne(
                {"_id": watch.key},
                {
                    "$max": {"slot_at": start, "next_at": start + 2 * interval},
                    "$set": {"purpose": watch.purpose.value, "interval_ms": interval // timedelta(milliseconds=1)},
                },
                upsert=True,
            )
            for watch, start, interval in slots
        ]
        if updates:
            await self._collection.bulk_write(updates, ordered=False)

    async def seen(self, key: str, at: datetime) -> None:
        """The page was looked at with success."""
        await self._collection.update_one({"_id": key}, {"$max": {"seen_at": at}})

    async def freshness(self, now: datetime) -> Mapping[Purpose, Freshness]:
        """How fresh our sight is: of what is scheduled still, so that pages that were given up do not count."""
        since = {"$subtract": [now, {"$multiply": ["$interval_ms", 2]}]}
        fresh = {"$cond": [{"$gt": ["$seen_at", since]}, 1, 0]}
        rows = self._collection.aggregate(
            [
                {"$match": {"next_at": {"$gte": now}}},
                {"$group": {"_id": "$purpose", "watched": {"$sum": 1}, "fresh": {"$sum": fresh}}},
            ]
        )
        return {Purpose(row["_id"]): Freshness(row["watched"], row["fresh"]) async for row in rows}
