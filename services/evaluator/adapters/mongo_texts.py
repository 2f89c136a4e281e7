"""What was read of texts, in MongoDB: names of lines, and prints to compare."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from services.evaluator.adapters.line_documents import document_of, line_of
from services.evaluator.adapters.taken import taken
from services.evaluator.hints.duplicates import NEAR_DAYS, Print
from shared.clock import CHINA, Clock
from shared.contracts.event import content_id
from shared.mongo import Database, Document

KEPT_FOR = timedelta(days=120)
"""Longer than a line counts as recent."""

MOST_ALIKE = 20
"""Prints one text is compared with."""

_Name = tuple[str, str, str, str]


class MongoTexts:
    """The port `Texts`. What is old is removed by MongoDB itself."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._read = database["texts_read"]
        self._prints = database["text_prints"]
        self._clock = clock

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        seconds = int(KEPT_FOR.total_seconds())
        for collection in (self._read, self._prints):
            await collection.create_index("at", expireAfterSeconds=seconds, name="expiry")
        await self._prints.create_index([("keys", 1), ("day", 1)], name="keys")

    async def unread(self, names: Sequence[_Name]) -> set[_Name]:
        """Those that were not read yet."""
        by_id = {_id(name): name for name in names}
        cursor = self._read.find({"_id": {"$in": list(by_id)}}, {"_id": True})
        known = {document["_id"] for document in await cursor.to_list(None)}
        return {name for id_, name in by_id.items() if id_ not in known}

    async def read(self, names: Sequence[_Name]) -> None:
        """Note that these were read."""
        at = self._clock()
        if names:
            await taken(self._read.insert_many([{"_id": _id(name), "at": at} for name in names], ordered=False))

    async def alike(self, prints: Sequence[Print]) -> dict[str, list[Print]]:
        """For each print, by its id, the recent ones that have something in common with it."""
        return {one.id: await self._alike(one) for one in prints}

    async def keep(self, prints: Sequence[Print]) -> None:
        """Keep these to compare later ones with. One that is there stays as it is."""
        at = self._clock()
        documents = {one.id: _document(one, at) for one in prints}
        if documents:
            await taken(self._prints.insert_many(list(documents.values()), ordered=False))

    async def _alike(self, one: Print) -> list[Print]:
        day = datetime.combine(one.day, time(), CHINA)
        near = timedelta(days=NEAR_DAYS)
        wanted: Document = {
            "keys": {"$in": list(one.keys)},
            "day": {"$gte": day - near, "$lte": day + near},
            "unit_id": {"$ne": one.unit_id},
        }
        cursor = self._prints.find(wanted).sort("_id", 1).limit(MOST_ALIKE)
        return [_print(document) for document in await cursor.to_list(None)]


def _id(name: _Name) -> str:
    return content_id("text", *name).hex


def _document(one: Print, at: datetime) -> Document:
    return {
        "_id": one.id,
        "at": at,
        "keys": list(one.keys),
        "day": datetime.combine(one.day, time(), CHINA),
        "unit_id": one.unit_id,
        "value": f"{one.value:016x}" if one.value is not None else None,
        **document_of(one.line),
    }


def _print(document: Document) -> Print:
    value = document["value"]
    day = document["day"].astimezone(CHINA).date()
    return Print(line=line_of(document), unit_id=document["unit_id"], day=day, value=int(value, 16) if value else None)
