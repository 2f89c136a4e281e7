"""Dockets in MongoDB: one document per target, saved by compare-and-swap on its version."""

from collections.abc import Collection as Ids
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.notifier.concern import Concern, Standing
from services.notifier.concerns import Concerns, pack
from services.notifier.docket import Docket, docket_key
from services.notifier.ports import Standings
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import IndicatorKind
from shared.mongo import Collection, Database, Document, packed, save_versions

COLLECTION = "concerns"

AT_A_TIME = 200
"""Concerns that are laid open at once while a docket is read: it may hold those of thousands of units."""


class MongoDockets:
    """The port `Dockets`."""

    def __init__(self, database: Database) -> None:
        self._collection: Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        for field in ("concerns.unit_id", "concerns.id", "target_id"):
            await self._collection.create_index(field)
        await self._collection.create_index([("unseen", 1), ("as_of", 1)])

    async def load_all(self, targets: Ids[tuple[TargetKind, str]]) -> list[Docket]:
        """The dockets of these targets; those nobody ever judged have none."""
        keys = [docket_key(kind, target_id) for kind, target_id in targets]
        one_by_one = {"$unwind": {"path": "$concerns", "preserveNullAndEmptyArrays": True}}
        found = self._collection.aggregate([{"$match": {"_id": {"$in": keys}}}, one_by_one], batchSize=AT_A_TIME)
        heads: dict[str, Document] = {}
        parts: dict[str, list[bytes]] = {}
        async for row in found:
            concern = row.pop("concerns", None)
            key = heads.setdefault(row["_id"], row)["_id"]
            parts.setdefault(key, []).extend([pack(Concern.model_validate(concern))] if concern else [])
        return [_read(head, Concerns.of_packed(parts.pop(key))) for key, head in heads.items()]

    async def save_all(self, dockets: Sequence[Docket]) -> list[Docket]:
        """Keep each as the version after the one it was loaded as. Returns those for which another was faster."""
        documents = [_written(docket) for docket in dockets]
        return [dockets[index] for index in await save_versions(self._collection, documents)]

    async def of_units(self, unit_ids: Ids[str]) -> list[Concern]:
        """All concerns of these units, oldest first: the open ones and those that ended of late."""
        units = list(unit_ids)
        return await self._concerns({"concerns.unit_id": {"$in": units}}, {"$in": ["$$concern.unit_id", units]})

    async def by_ids(self, concern_ids: Ids[str]) -> list[Concern]:
        """These concerns, whosever they are, oldest first."""
        ids = list(concern_ids)
        return await self._concerns({"concerns.id": {"$in": ids}}, {"$in": ["$$concern.id", ids]}) if ids else []

    async def open_of(self, indicators: Ids[str], target_ids: Ids[str]) -> list[Concern]:
        """The open concerns of these indicators on these targets, whosever they are."""
        which = {"target_id": {"$in": list(target_ids)}, "concerns.indicator": {"$in": list(indicators)}}
        found = await self._concerns(which, {"$in": ["$$concern.indicator", list(indicators)]})
        return [concern for concern in found if concern.is_open]

    async def standings(self) -> list[Standings]:
        """The units with open faults, most vetoes first; operations' own concerns are not among them."""
        veto = {"$eq": ["$concerns.share.finding.kind", IndicatorKind.VETO.value]}
        found = self._collection.aggregate(
            [
                {"$match": {"concerns.standing": Standing.FAULT.value}},
                {"$unwind": "$concerns"},
                {"$match": {"concerns.standing": Standing.FAULT.value, "concerns.closing": None}},
                {"$match": {"concerns.unit_id": {"$not": {"$regex": "^@"}}}},
                {
                    "$group": {
                        "_id": "$concerns.unit_id",
                        "vetoes": {"$sum": {"$cond": [veto, 1, 0]}},
                        "others": {"$sum": {"$cond": [veto, 0, 1]}},
                    }
                },
                {"$sort": {"vetoes": -1, "others": -1, "_id": 1}},
            ]
        )
        return [Standings(unit_id=d["_id"], vetoes=d["vetoes"], others=d["others"]) async for d in found]

    async def share_with(self, reason: str, *, since: datetime) -> float:
        """Which share of the targets judged since then gave this reason for not being seen: 0 to 1."""
        lately: Document = {"as_of": {"$gte": since}}
        unseen = await self._collection.count_documents({**lately, "unseen": reason})
        return unseen / await self._collection.count_documents(lately) if unseen else 0.0

    async def _concerns(self, which: Document, each: Document) -> list[Concern]:
        """The concerns that match, taken out by the server: a docket may hold those of thousands of units."""
        found = self._collection.aggregate(
            [
                {"$match": which},
                {"$project": {"concerns": {"$filter": {"input": "$concerns", "as": "concern", "cond": each}}}},
                {"$unwind": "$concerns"},
                {"$replaceRoot": {"newRoot": "$concerns"}},
            ]
        )
        concerns = [Concern.model_validate(document) async for document in found]
        return sorted(concerns, key=lambda concern: (concern.opened_at, concern.id))


def _written(docket: Docket) -> Document:
    """Concerns are packed one after the other: a docket may hold those of thousands of units."""
    head = docket.model_dump(mode="python", exclude={"concerns"})
    concerns = [packed(concern.model_dump(mode="python")) for concern in docket.concerns]
    return {**head, "concerns": concerns, "_id": docket.key, "version": docket.version + 1}


def _read(head: Document, concerns: Concerns) -> Docket:
    fields: dict[str, Any] = {name: value for name, value in head.items() if name not in {"_id", "saved_by"}}
    return Docket.model_validate({**fields, "concerns": concerns})
