"""Reprints of texts of the State Council, in MongoDB."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from services.evaluator.adapters.line_documents import document_of, line_of
from services.evaluator.adapters.taken import taken
from services.evaluator.reprints import NEAR_DAYS, Reprint
from shared.clock import CHINA, Clock
from shared.mongo import Database, Document

KEPT_FOR = timedelta(days=120)
"""Longer than a text counts as recent, and those that are compared with it."""

MOST = 500
"""Reprints of one text that are looked at when an earlier one turns up."""


class MongoReprints:
    """The port `Reprints`. What is old is removed by MongoDB itself."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._reprints = database["reprints"]
        self._clock = clock

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._reprints.create_index("at", expireAfterSeconds=int(KEPT_FOR.total_seconds()), name="expiry")
        await self._reprints.create_index([("key", 1), ("latest", 1)], name="first")

    async def keep(self, reprints: Sequence[Reprint]) -> None:
        """Keep these to compare later ones with. One that is there stays as it is."""
        at = self._clock()
        documents = {one.id: _document(one, at) for one in reprints}
        if documents:
            await taken(self._reprints.insert_many(list(documents.values()), ordered=False))

    async def beside(self, reprint: Reprint) -> list[Reprint]:
        """Of the same text about that time: the first of all and those of the same website; all, if it is the first."""
        day, near = datetime.combine(reprint.day, time(), CHINA), timedelta(days=NEAR_DAYS)
        wanted: Document = {"key": reprint.key, "day": {"$gte": day - near, "$lte": day + near}}
        first = await self._found(wanted, 1)
        if not first or first[0].latest >= reprint.latest:
            return await self._found(wanted, MOST)
        return first + await self._found({**wanted, "target_id": reprint.line.target_id}, MOST)

    async def _found(self, wanted: Document, most: int) -> list[Reprint]:
        cursor = self._reprints.find(wanted).sort([("latest", 1), ("_id", 1)]).limit(most)
        return [_reprint(document) for document in await cursor.to_list(None)]


def _document(one: Reprint, at: datetime) -> Document:
    return {
        "_id": one.id,
        "at": at,
        "key": one.key,
        "day": datetime.combine(one.day, time(), CHINA),
        "latest": one.latest,
        "published_at": one.published_at,
        **document_of(one.line),
    }


def _reprint(document: Document) -> Reprint:
    return Reprint(line=line_of(document), published_at=document["published_at"])
