"""Agendas in MongoDB: one small document per unit, with the moment it is due."""

import uuid
from collections.abc import Collection as Ids
from datetime import datetime

from services.notifier.ports import Agenda
from shared.mongo import BulkWriteError, Collection, Database, Document, DuplicateKeyError, UpdateOne

COLLECTION = "agendas"

AT_A_TIME = 500
"""Units scheduled with one write: an event may touch thousands."""


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
        earlier = _earlier(at)
        ids = list(unit_ids)
        for first in range(0, len(ids), AT_A_TIME):
            some = ids[first : first + AT_A_TIME]
            await self._schedule([UpdateOne({"_id": unit_id}, earlier, upsert=True) for unit_id in some])

    async def _schedule(self, updates: list[UpdateOne]) -> None:
        for tries_left in (1, 0):
            try:
                await self._collection.bulk_write(updates, ordered=False)
            except BulkWriteError:  # another replica made some of the documents in the same moment
                if not tries_left:
                    raise
            else:
                return

    async def take_all(self, now: datetime, lease_until: datetime, limit: int) -> list[Agenda]:
        """The units most overdue, which nobody else takes until the lease ends.

        Two who take at the same time look at the same units, and each gets those it marked first. One that was
        scheduled anew between marking and reading is left to the next who asks.
        """
        due = {"due_at": {"$ne": None, "$lte": now}}
        overdue = self._collection.find(due, {"_id": True}).sort("due_at", 1).limit(limit)
        ids = [document["_id"] async for document in overdue]
        if not ids:
            return []
        mark = uuid.uuid4().hex
        taken = {"$set": {"due_at": lease_until, "taken_by": mark}, "$inc": {"version": 1}}
        await self._collection.update_many({"_id": {"$in": ids}, **due}, taken)
        mine = {"_id": {"$in": ids}, "taken_by": mark, "due_at": lease_until}
        read = {document["_id"]: _read(document) async for document in self._collection.find(mine)}
        return [read[unit_id] for unit_id in ids if unit_id in read]

    async def settle_all(self, settled: Ids[tuple[Agenda, datetime | None]]) -> None:
        """Next time then; None for not before something happens. One that was scheduled anew in between stays so."""
        if settled:
            updates = [
                UpdateOne({"_id": agenda.unit_id, "version": agenda.version}, {"$set": {"due_at": next_at}})
                for agenda, next_at in settled
            ]
            await self._collection.bulk_write(updates, ordered=False)

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
