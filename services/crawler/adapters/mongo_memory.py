"""What was last read of each page, in MongoDB, compressed: lists are long and much alike."""

from datetime import timedelta

import zstandard
from pydantic import ValidationError

from services.crawler.ports import Remembered
from shared import mongo
from shared.logs import get_logger
from shared.mongo import Database

log = get_logger(__name__)

COLLECTION = "crawl_pages"
KEPT = timedelta(days=100)
_LARGEST = 64 * 1024 * 1024


class MongoMemory:
    """The port `Memory`."""

    def __init__(self, database: Database) -> None:
        self._collection: mongo.Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("read_at", expireAfterSeconds=int(KEPT.total_seconds()))

    async def recall(self, key: str) -> Remembered | None:
        """What is known; None for nothing, or nothing that this version can read."""
        document = await self._collection.find_one({"_id": key})
        if document is None:
            return None
        try:
            body = zstandard.ZstdDecompressor().decompress(document["remembered"], max_output_size=_LARGEST)
            return Remembered.model_validate_json(body)
        except (ValidationError, zstandard.ZstdError) as error:
            log.warning("page.memory_unreadable", key=key, error=str(error))
            return None

    async def remember(self, key: str, remembered: Remembered) -> None:
        """Keep it in the place of what was known."""
        body = zstandard.ZstdCompressor().compress(remembered.model_dump_json(exclude_defaults=True).encode())
        document = {"_id": key, "read_at": remembered.read_at, "remembered": body}
        await self._collection.replace_one({"_id": key}, document, upsert=True)
