"""Silences in MongoDB: one document per silence; ended ones stay, so that it can be shown why nothing was said."""

from datetime import datetime

from services.notifier.silence import Silence
from shared.mongo import Collection, Database, Document

COLLECTION = "silences"


class MongoSilences:
    """The port `Silences`, and what the console needs beside it."""

    def __init__(self, database: Database) -> None:
        self._collection: Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("ends_at")

    async def active(self, now: datetime) -> list[Silence]:
        """Those in force."""
        return await self._found({"begins_at": {"$lte": now}, "ends_at": {"$gt": now}})

    async def add(self, silence: Silence) -> None:
        """Keep a new one."""
        document = silence.model_dump(mode="python")
        await self._collection.insert_one({"_id": document.pop("id"), **document})

    async def all(self) -> list[Silence]:
        """Every silence there ever was, the one that ends last first."""
        return (await self._found({}))[::-1]

    async def end(self, silence_id: str, at: datetime) -> bool:
        """End it before its time. False if there is none, or it has ended."""
        result = await self._collection.update_one(
            {"_id": silence_id, "ends_at": {"$gt": at}}, {"$set": {"ends_at": at}}
        )
        return result.matched_count == 1

    async def _found(self, which: Document) -> list[Silence]:
        found = self._collection.find(which).sort([("ends_at", 1), ("_id", 1)])
        return [
            Silence.model_validate({"id": d["_id"], **{k: v for k, v in d.items() if k != "_id"}}) async for d in found
        ]
