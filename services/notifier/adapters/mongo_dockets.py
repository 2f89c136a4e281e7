"""Dockets in MongoDB: one document per target, saved by compare-and-swap on its version."""

from typing import Any

from services.notifier.concern import Concern
from services.notifier.docket import Docket, docket_key
from shared.contracts.target import TargetKind
from shared.mongo import Collection, Database, Document, DuplicateKeyError

COLLECTION = "concerns"


class MongoDockets:
    """The port `Dockets`."""

    def __init__(self, database: Database) -> None:
        self._collection: Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("concerns.unit_id")

    async def load(self, kind: TargetKind, target_id: str) -> Docket | None:
        """The docket of a target; None when nothing was ever judged."""
        document = await self._collection.find_one({"_id": docket_key(kind, target_id)})
        return _read(document) if document else None

    async def save(self, docket: Docket) -> bool:
        """Keep it as the version after the one it was loaded as. False, and nothing kept, if another was faster."""
        document = {**docket.model_dump(mode="python"), "_id": docket.key, "version": docket.version + 1}
        if docket.version == 0:
            try:
                await self._collection.insert_one(document)
            except DuplicateKeyError:
                return False
            return True
        result = await self._collection.replace_one({"_id": docket.key, "version": docket.version}, document)
        return result.matched_count == 1

    async def of_unit(self, unit_id: str) -> list[Concern]:
        """All concerns of a unit, oldest first: the open ones and those that ended of late."""
        found = self._collection.find({"concerns.unit_id": unit_id})
        dockets = [_read(document) async for document in found]
        concerns = [c for docket in dockets for c in docket.concerns if c.unit_id == unit_id]
        return sorted(concerns, key=lambda concern: (concern.opened_at, concern.id))


def _read(document: Document) -> Docket:
    fields: dict[str, Any] = {name: value for name, value in document.items() if name != "_id"}
    return Docket.model_validate(fields)
