"""What units answered, in MongoDB: one document per answer, kept for good."""

from collections.abc import Collection as Ids
from datetime import date

from services.notifier.answer import Answer
from shared.mongo import Collection, Database, DuplicateKeyError

COLLECTION = "answers"


class MongoAnswers:
    """The port `Answers`."""

    def __init__(self, database: Database) -> None:
        self._collection: Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("concern_ids")
        await self._collection.create_index("warning_id")

    async def save(self, answer: Answer) -> bool:
        """Keep it. False if it is there already."""
        document = answer.model_dump(mode="python")
        document["_id"] = document.pop("id")
        if isinstance(answer.promised_on, date):
            document["promised_on"] = answer.promised_on.isoformat()
        try:
            await self._collection.insert_one(document)
        except DuplicateKeyError:
            return False
        return True

    async def about(self, concern_ids: Ids[str]) -> list[Answer]:
        """The answers to messages about one of these concerns, oldest first."""
        found = self._collection.find({"concern_ids": {"$in": list(concern_ids)}}).sort([("at", 1), ("_id", 1)])
        return [
            Answer.model_validate({"id": d["_id"], **{k: v for k, v in d.items() if k != "_id"}}) async for d in found
        ]
