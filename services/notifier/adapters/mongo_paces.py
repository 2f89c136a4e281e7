"""Paces in MongoDB: one small document per contact, changed by compare-and-swap: all replicas count together."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from services.notifier.contact import Contact
from services.notifier.pace import Limit, Pace, held, reserve
from shared.errors import Transient
from shared.mongo import Collection, Database, DuplicateKeyError

COLLECTION = "paces"
TRIES = 50
"""How often others may change the same pace first."""

Told = TypeVar("Told")


class MongoPaces:
    """The port `Paces`."""

    def __init__(self, database: Database) -> None:
        self._collection: Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """No index but that of the id is needed."""

    async def reserve(self, contact: Contact, limits: Sequence[Limit], *, now: datetime) -> datetime:
        """The next free slot of the contact, which is taken from now on."""
        return await self._change(contact, lambda pace: reserve(pace, limits, now))

    async def hold(self, contact: Contact, *, until: datetime) -> None:
        """Leave the contact alone until then."""
        await self._change(contact, lambda pace: (None, held(pace, until)))

    async def held_until(self, contact: Contact) -> datetime | None:
        """Until when it is left alone, if it is or was."""
        return (await self._load(contact)).held_until

    async def _load(self, contact: Contact) -> Pace:
        document = await self._collection.find_one({"_id": contact.name})
        return Pace.model_validate({k: v for k, v in document.items() if k != "_id"}) if document else Pace()

    async def _change(self, contact: Contact, change: Callable[[Pace], tuple[Told, Pace]]) -> Told:
        for _ in range(TRIES):
            pace = await self._load(contact)
            told, changed = change(pace)
            if await self._save(contact, changed):
                return told
        raise Transient(f"the pace of {contact.name} is being changed by others all the time")

    async def _save(self, contact: Contact, pace: Pace) -> bool:
        document = {**pace.model_dump(mode="python"), "_id": contact.name, "version": pace.version + 1}
        if pace.version == 0:
            try:
                await self._collection.insert_one(document)
            except DuplicateKeyError:
                return False
            return True
        seen = {"_id": contact.name, "version": pace.version}
        return (await self._collection.replace_one(seen, document)).matched_count == 1
