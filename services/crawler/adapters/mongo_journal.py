"""The journal of visits in MongoDB: every change of state is a compare-and-swap on the token of the claim."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from services.crawler.ports import Claim, ClaimState
from services.crawler.schedule import slot_id
from shared import mongo
from shared.contracts.event import Event
from shared.contracts.visits import VisitDue
from shared.mongo import Database, Document, DuplicateKeyError, ReturnDocument

COLLECTION = "crawl_visits"
KEPT = timedelta(days=4)
"""Longer than a visit can stand in the stream."""

_WORKING, _FREE, _AGAIN, _SEEN, _DONE = "working", "free", "again", "seen", "done"


class MongoJournal:
    """The port `Journal`."""

    def __init__(self, database: Database) -> None:
        self._collection: mongo.Collection = database[COLLECTION]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("began_at", expireAfterSeconds=int(KEPT.total_seconds()))
        await self._collection.create_index(
            "again_at", partialFilterExpression={"again_at": {"$exists": True}}, name="repetitions"
        )

    async def claim(self, visit_id: str, *, attempt: int, now: datetime, lease_until: datetime) -> Claim:
        """Take the visit, if nobody has it."""
        token = uuid4().hex
        hold = {"state": _WORKING, "token": token, "lease_until": lease_until, "attempt": attempt}
        try:
            await self._collection.insert_one({"_id": visit_id, "began_at": now, **hold})
        except DuplicateKeyError:
            return await self._claim_known(visit_id, attempt, now, hold)
        return Claim(ClaimState.MINE, token)

    async def _claim_known(self, visit_id: str, attempt: int, now: datetime, hold: dict[str, Any]) -> Claim:
        free = [
            {"state": _FREE, "attempt": {"$lte": attempt}},
            {"state": _WORKING, "attempt": {"$lte": attempt}, "lease_until": {"$lte": now}},
            {"state": _AGAIN, "attempt": {"$lt": attempt}},
        ]
        taken = await self._collection.find_one_and_update(
            {"_id": visit_id, "$or": free}, {"$set": hold}, return_document=ReturnDocument.AFTER
        )
        if taken:
            return Claim(ClaimState.MINE, str(hold["token"]))
        return _found(await self._collection.find_one({"_id": visit_id}), attempt)

    async def renew(self, visit_id: str, token: str, lease_until: datetime) -> bool:
        """Hold it longer. False if somebody else has taken it since."""
        return await self._change(visit_id, token, {"$set": {"lease_until": lease_until}})

    async def postpone(self, visit_id: str, token: str, *, again: VisitDue) -> bool:
        """It failed: `again` is to be published when it is due. False if the claim is lost."""
        change = {"state": _AGAIN, "again": again.model_dump_json(), "again_at": again.due_at}
        return await self._change(visit_id, token, {"$set": change})

    async def saw(self, visit_id: str, token: str, observation: Event) -> bool:
        """Keep the observation before it is published. False if the claim is lost."""
        body = observation.model_dump_json(exclude_defaults=True).encode()
        change = {"state": _SEEN, "observation": body, "observation_type": observation.TYPE}
        return await self._change(visit_id, token, {"$set": change})

    async def finish(self, visit_id: str) -> None:
        """The observation is published; it need not be kept any more."""
        await self._collection.update_one(
            {"_id": visit_id, "state": _SEEN}, {"$set": {"state": _DONE}, "$unset": {"observation": ""}}
        )

    async def release(self, visit_id: str, token: str) -> None:
        """Give the visit back unmade."""
        await self._change(visit_id, token, {"$set": {"state": _FREE}})

    async def repetitions(self, now: datetime, limit: int) -> list[VisitDue]:
        """The repetitions that are due and not yet published."""
        cursor = self._collection.find({"again_at": {"$lte": now}}, {"again": 1}).sort("again_at", 1).limit(limit)
        return [VisitDue.read(document["again"]) async for document in cursor]

    async def repeated(self, visits: Iterable[VisitDue]) -> None:
        """These repetitions are published."""
        ids = [slot_id(visit) for visit in visits]
        await self._collection.update_many({"_id": {"$in": ids}}, {"$unset": {"again_at": ""}})

    async def _change(self, visit_id: str, token: str, update: Document) -> bool:
        mine = {"_id": visit_id, "state": _WORKING, "token": token}
        result = await self._collection.update_one(mine, update)
        return result.matched_count == 1


def _found(document: Document | None, attempt: int) -> Claim:
    if document is None:  # it was just forgotten: the next delivery begins anew
        return Claim(ClaimState.HELD)
    if document["state"] == _SEEN:
        return Claim(ClaimState.SEEN, "", document["observation"], document["observation_type"])
    if document["state"] in {_WORKING, _FREE} and document["attempt"] <= attempt:
        return Claim(ClaimState.HELD)
    return Claim(ClaimState.OVER)
