"""The queue of each host in MongoDB: one document changed in one atomic step: all replicas stand in one line."""

from datetime import datetime, timedelta
from typing import Any

from services.crawler.ports import Pace, Refusal, Turn
from shared import mongo
from shared.clock import local
from shared.mongo import Database, Document, DuplicateKeyError, ReturnDocument

COLLECTION = "crawl_hosts"
KEPT = timedelta(days=7)
_MOST_PRESSED = 6
_MILLISECOND = timedelta(milliseconds=1)


class MongoHosts:
    """The port `Hosts`. The free time of a host is a single moment, moved on by every turn (GCRA)."""

    def __init__(self, database: Database) -> None:
        self._collection: mongo.Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("asked_at", expireAfterSeconds=int(KEPT.total_seconds()))

    async def take_turn(self, host: str, pace: Pace, now: datetime) -> Turn:
        """The next free turn, taken; none is taken if it lies beyond the patience, or today's budget is used up."""
        document = await self._changed(host, _turn_pipeline(pace, now))
        pressed = int(document.get("pressed") or 0)
        if document["turn_at"] is not None:
            return Turn(document["turn_at"], None, pressed)
        over = document["spent"] >= pace.budget
        return Turn(None, Refusal.BUDGET if over else Refusal.BUSY, pressed)

    async def press(self, host: str, *, until: datetime) -> None:
        """It asked us to slow down: nothing before `until`, and half as often from then on."""
        pressed = {"$min": [{"$add": [{"$ifNull": ["$pressed", 0]}, 1]}, _MOST_PRESSED]}
        await self._changed(host, [{"$set": {"not_before": {"$max": ["$not_before", until]}, "pressed": pressed}}])

    async def relax(self, host: str) -> None:
        """It answered as usual: one step nearer to the usual pace."""
        await self._collection.update_one({"_id": host, "pressed": {"$gt": 0}}, {"$inc": {"pressed": -1}})

    async def rest(self, host: str, until: datetime) -> None:
        """It was slow: the next turn is not before `until`."""
        await self._changed(host, [{"$set": {"not_before": {"$max": ["$not_before", until]}}}])

    async def _changed(self, host: str, pipeline: list[dict[str, Any]]) -> Document:
        for _ in range(3):
            try:
                found: Document | None = await self._collection.find_one_and_update(
                    {"_id": host}, pipeline, upsert=True, return_document=ReturnDocument.AFTER
                )
            except DuplicateKeyError:  # another replica made the document in the same moment
                continue
            if found is not None:
                return found
        raise mongo.AutoReconnect(f"{host}: the queue could not be changed")


def _turn_pipeline(pace: Pace, now: datetime) -> list[dict[str, Any]]:
    usual = pace.interval // _MILLISECOND
    interval = {"$multiply": [usual, {"$pow": [2, {"$ifNull": ["$pressed", 0]}]}]}
    free = {"$subtract": [{"$ifNull": ["$free_at", now]}, usual * (pace.burst - 1)]}
    earliest = {"$max": [now, "$not_before", free]}
    day = local(now).date().isoformat()
    spent = {"$cond": [{"$eq": ["$day", day]}, {"$ifNull": ["$spent", 0]}, 0]}
    granted = {"$and": [{"$lte": ["$earliest", now + pace.patience]}, {"$lt": ["$spent", pace.budget]}]}
    moved = {"$add": [{"$max": ["$free_at", "$earliest"]}, "$interval"]}
    return [
        {"$set": {"earliest": earliest, "interval": interval, "spent": spent, "day": day, "asked_at": now}},
        {"$set": {"granted": granted}},
        {
            "$set": {
                "turn_at": {"$cond": ["$granted", "$earliest", None]},
                "free_at": {"$cond": ["$granted", moved, "$free_at"]},
                "spent": {"$add": ["$spent", {"$cond": ["$granted", 1, 0]}]},
            }
        },
        {"$unset": ["earliest", "interval", "granted"]},
    ]
