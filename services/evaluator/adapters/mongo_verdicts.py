"""The verdicts in MongoDB."""

from collections.abc import Sequence

from services.evaluator.adapters.taken import taken
from services.evaluator.kept import KeptDossier
from shared.contracts.collections import CURRENT_VERDICTS, VERDICTS
from shared.contracts.verdicts import Verdict
from shared.mongo import Database, Document, ReplaceOne, UpdateOne


class MongoVerdicts:
    """The port `Verdicts`."""

    def __init__(self, database: Database) -> None:
        self._collection = database[VERDICTS]
        self._current = database[CURRENT_VERDICTS]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        newest_first = [("target_id", 1), ("as_of", -1), ("number", -1)]
        await self._collection.create_index(newest_first, name="target_as_of")
        await self._collection.create_index([("target_id", 1), ("number", 1)], unique=True, name="chain")
        await self._collection.create_index([("unit_id", 1), ("as_of", -1)], name="unit_as_of")
        await self._collection.create_index([("as_of", -1)], name="as_of")
        await self._current.create_index("unit_id", name="unit")

    async def write(self, kept: Sequence[KeptDossier]) -> None:
        """Write the latest verdict of each down. One that is there already stays as it is."""
        writes = [
            UpdateOne({"_id": _id(one)}, {"$setOnInsert": _document(one)}, upsert=True) for one in kept if one.said
        ]
        if writes:
            await self._collection.bulk_write(writes, ordered=False)

    async def published(self, verdict_ids: Sequence[str]) -> None:
        """Note that these are on their stream."""
        await self._collection.update_many({"_id": {"$in": list(verdict_ids)}}, {"$set": {"published": True}})

    async def show(self, verdicts: Sequence[Verdict]) -> None:
        """Show these as the judgements in force; an older one never takes the place of a newer one.

        A newer one that is there already makes the write an insert of a taken id, which changes nothing.
        """
        writes = [
            ReplaceOne({"_id": one.target_id, "as_of": {"$lte": one.as_of}}, one.model_dump(), upsert=True)
            for one in verdicts
        ]
        if writes:
            await taken(self._current.bulk_write(writes, ordered=False))

    async def hide(self, target_ids: Sequence[str]) -> None:
        """No judgement is in force on these any more."""
        await self._current.delete_many({"_id": {"$in": list(target_ids)}})


def _id(kept: KeptDossier) -> str:
    assert kept.verdict
    return kept.verdict.verdict_id


def _document(kept: KeptDossier) -> Document:
    event = kept.event
    assert event
    chain = event.model_dump(exclude={"verdict"})
    return {**event.verdict.model_dump(), "number": kept.number, **chain, "published": False}
