"""Disabled contacts in MongoDB: one document for each, gone when it is enabled again."""

from datetime import datetime

from services.notifier.contact import Contact
from services.notifier.ports import Disabled
from shared.mongo import Collection, Database, Document, DuplicateKeyError

COLLECTION = "disabled_contacts"


class MongoContacts:
    """The port `Contacts`."""

    def __init__(self, database: Database) -> None:
        self._collection: Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """No index but that of the id is needed."""

    async def disable(self, contact: Contact, *, unit_id: str, why: str, at: datetime) -> None:
        """Use it no more. The first reason stays."""
        disabled = Disabled(contact=contact, unit_id=unit_id, why=why, at=at)
        try:
            await self._collection.insert_one({**disabled.model_dump(mode="python"), "_id": contact.name})
        except DuplicateKeyError:
            return

    async def enable(self, contact: Contact) -> bool:
        """Use it again. False if it was in use."""
        return (await self._collection.delete_one({"_id": contact.name})).deleted_count == 1

    async def disabled(self) -> list[Disabled]:
        """All that are used no more, oldest first."""
        return await self._found({})

    async def unannounced(self) -> list[Disabled]:
        """Those the world was not told of yet."""
        return await self._found({"announced": None})

    async def announced(self, contact: Contact) -> None:
        """Note that the world was told."""
        await self._collection.update_one({"_id": contact.name}, {"$set": {"announced": True}})

    async def _found(self, which: Document) -> list[Disabled]:
        found = self._collection.find(which, {"_id": False, "announced": False}).sort([("at", 1), ("_id", 1)])
        return [Disabled.model_validate(document) async for document in found]
