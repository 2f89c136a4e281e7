"""What units were told, projected into `report_notices`."""

from datetime import datetime

from services.reporter.material import Telling
from shared.contracts import ContactDisabled, NoticeFailed, NoticeSent
from shared.mongo import Database, Document

COLLECTION = "report_notices"


class MongoTold:
    """One document for each notice, by event id."""

    def __init__(self, database: Database) -> None:
        self._notices = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the index."""
        await self._notices.create_index("at")

    async def note(self, event_id: str, notice: Telling) -> None:
        """Remember the notice; again is nothing new."""
        document = {"type": notice.TYPE, "at": notice.at, "notice": notice.model_dump(mode="json")}
        await self._notices.replace_one({"_id": event_id}, document, upsert=True)

    async def between(self, first: datetime, last: datetime) -> tuple[Telling, ...]:
        """What was told from one moment to another, in order."""
        cursor = self._notices.find({"at": {"$gte": first, "$lte": last}}).sort([("at", 1), ("_id", 1)])
        return tuple([_read(document) async for document in cursor])


def _read(document: Document) -> Telling:
    return _KINDS[document["type"]].model_validate(document["notice"])


_KINDS: dict[str, type[Telling]] = {kind.TYPE: kind for kind in (NoticeSent, NoticeFailed, ContactDisabled)}
