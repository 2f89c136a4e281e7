"""Rounds of link checking in MongoDB, compressed: thousands of addresses that are much alike."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import zstandard
from pydantic import ValidationError

from services.crawler.links.link_round import Kept
from shared import mongo
from shared.contracts.collections import SITE_COLUMNS
from shared.logs import get_logger
from shared.mongo import Database

log = get_logger(__name__)

COLLECTION = "crawl_rounds"
KEPT = timedelta(days=14)
"""A round that nobody has worked on for so long is forgotten."""
_LARGEST = 64 * 1024 * 1024


class MongoRounds:
    """The port `Rounds`."""

    def __init__(self, database: Database) -> None:
        self._collection: mongo.Collection = database[COLLECTION]
        self._columns: mongo.Collection = database[SITE_COLUMNS]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("began_at", expireAfterSeconds=int(KEPT.total_seconds()))

    async def under_way(self, key: str) -> Kept | None:
        """The round as its last step left it; None if none is under way, or none that this version can read."""
        document = await self._collection.find_one({"_id": key})
        if document is None:
            return None
        try:
            body = zstandard.ZstdDecompressor().decompress(document["round"], max_output_size=_LARGEST)
            return Kept.model_validate_json(body)
        except (ValidationError, zstandard.ZstdError) as error:
            log.warning("round.unreadable", key=key, error=str(error))
            return None

    async def keep(self, key: str, round_: Kept) -> None:
        """Keep it in the place of what was kept."""
        body = zstandard.ZstdCompressor().compress(round_.model_dump_json(exclude_defaults=True).encode())
        document = {"_id": key, "began_at": round_.began_at, "round": body}
        await self._collection.replace_one({"_id": key}, document, upsert=True)

    async def over(self, key: str, columns: Mapping[str, Mapping[str, str]], *, website_id: str, at: datetime) -> None:
        """The round is over; the columns it came by, by address, are kept until the next one is."""
        found = [{"url": url, **said} for url, said in sorted(columns.items())]
        await self._columns.replace_one(
            {"_id": website_id}, {"_id": website_id, "seen_at": at, "columns": found}, upsert=True
        )
        await self._collection.delete_one({"_id": key})
