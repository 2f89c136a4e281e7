"""Agendas in MongoDB: one small document per unit, with the moment it is due."""

from collections.abc import Collection as Ids
from datetime import datetime

from services.notifier.ports import Agenda
from shared.mongo import BulkWriteError, Collection, Database, Document, DuplicateKeyError, ReturnDocument, UpdateOne

COLLECTION = "agendas"


class MongoAgendas:
    """The port `Agendas`."""

    def __init__(self, database: Database) -> None:
        self._collection: Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("due_at")

    async def schedule(self, unit_id: str, at: datetime) -> None:
        """Look at the unit at that moment, or earlier if that was said before.

        The earlier of the two is taken by a pipeline, because `$min` would take "nothing due" for the earliest of all.
        """
        try:
            await self._collection.update_one({"_id": unit_id}, _earlier(at), upsert=True)
        except DuplicateKeyError:  # another replica made the document in the same moment
            await self._collection.update_one({"_id": unit_id}, _earlier(at))

    async def schedule_all(self, unit_ids: Ids[str], at: datetime) -> None:
        """The same for many units. Cut off in between, some are scheduled; doing it again changes nothing."""
        updates = [UpdateOne({"_id": unit_id}, _earlier(at), upsert=True) for unit_id in unit_ids]
        for tries_left in (1, 0):
            try:
                if updates:
                    await self._collection.bulk_write(updates, ordered=False)
            except BulkWriteError:  # another replica made some of the documents in the same moment
                if not tries_left:
                    raise
            else:
                return

    async def take(self, now: datetime, lease_until: datetime) -> Agenda | None:
        """The unit most overdue, which nobody else takes until the lease ends; None when none is due."""
        document = await self._collection.find_one_and_update(
            {"due_at": {"$ne": None, "$lte": now}},
            {"$set": {"due_at": lease_until}, "$inc": {"version": 1}},
            sort=[("due_at", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return _read(document) if document else None

    async def settle(self, agenda: Agenda, next_at: datetime | None) -> bool:
        """Next time then; None for not before something happens. False if it was scheduled anew in between."""
        mine = {"_id": agenda.unit_id, "version": agenda.version}
        result = await self._collection.update_one(mine, {"$set": {"due_at": next_at}})
        return result.matched_count == 1

    async def next_due(self) -> datetime | None:
        """When the first unit is due; None when none is."""
        document = await self._collection.find_one({"due_at": {"$ne": None}}, sort=[("due_at", 1)])
        due_at: datetime | None = document["due_at"] if document else None
        return due_at


def _earlier(at: datetime) -> list[Document]:
    """Schedules at that moment, or leaves an earlier one; a moment that was scheduled twice is a new version."""
    earlier = {"$min": [{"$ifNull": ["$due_at", at]}, at]}
    return [{"$set": {"due_at": earlier, "version": {"$add": [{"$ifNull": ["$version", 0]}, 1]}}}]


def _read(document: Document) -> Agenda:
    return Agenda(unit_id=document["_id"], due_at=document["due_at"], version=document["version"])
