"""The dossiers in MongoDB: loaded with one query, saved by compare-and-swap in one bulk write."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.evaluator.adapters.taken import taken
from services.evaluator.dossier import Dossier
from services.evaluator.kept import KeptDossier
from services.evaluator.ports import Standing
from services.evaluator.review import decisions
from shared.contracts.collections import DOSSIERS
from shared.contracts.target import Outcome
from shared.contracts.verdicts import VerdictChanged
from shared.mongo import Database, Document, ReplaceOne, UpdateOne


class MongoDossiers:
    """The port `Dossiers`.

    The dossiers saved last are kept in memory too, with their versions: what another replica has saved meanwhile is
    read again, and what it saves between load and save makes the save lose, as without them.
    """

    def __init__(self, database: Database, *, in_memory: int = 0) -> None:
        self._collection = database[DOSSIERS]
        self._in_memory = in_memory
        self._recent: OrderedDict[str, KeptDossier] = OrderedDict()

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        await self._collection.create_index("next_change_at", name="due")
        await self._collection.create_index("unsaid", partialFilterExpression={"unsaid": True}, name="unsaid")
        await self._collection.create_index([("_id", 1), ("judged_under", 1)], name="judged_under")

    async def load(self, target_ids: Collection[str]) -> dict[str, KeptDossier]:
        """All of them with one query (and one for the versions of those in memory); new ones for targets unknown."""
        recent = await self._still_recent(target_ids)
        missing = [target_id for target_id in target_ids if target_id not in recent]
        found = {target_id: KeptDossier(dossier=Dossier(target_id)) for target_id in missing}
        if missing:
            async for document in self._collection.find({"_id": {"$in": missing}}):
                found[document["_id"]] = _read(document)
        return found | recent

    async def _still_recent(self, target_ids: Collection[str]) -> dict[str, KeptDossier]:
        held = {target_id: self._recent[target_id] for target_id in target_ids if target_id in self._recent}
        if not held:
            return held
        cursor = self._collection.find({"_id": {"$in": list(held)}}, {"version": True})
        versions = {document["_id"]: document["version"] for document in await cursor.to_list(None)}
        return {target_id: one for target_id, one in held.items() if versions.get(target_id) == one.version}

    async def save(self, kept: Sequence[KeptDossier]) -> set[str]:
        """Keep each as the next version; returns the targets of which another was faster.

        A filter on the version that finds nothing makes an insert of the same `_id`: the loser shows as a duplicate.
        """
        writes = [_write(one) for one in kept]
        if not writes:
            return set()
        for one in kept:
            self._recent.pop(one.target_id, None)
        lost = {kept[place].target_id for place in await taken(self._collection.bulk_write(writes, ordered=False))}
        self._remember(replace(one, version=one.version + 1) for one in kept if one.target_id not in lost)
        return lost

    def _remember(self, saved: Iterable[KeptDossier]) -> None:
        for one in saved:
            self._recent[one.target_id] = one
        while len(self._recent) > self._in_memory:
            self._recent.popitem(last=False)

    async def settle(self, kept: Sequence[KeptDossier]) -> None:
        """Note that the latest verdict of each is published. One that has gone on since is left alone."""
        writes = [UpdateOne({"_id": one.target_id, "number": one.number}, {"$set": {"unsaid": False}}) for one in kept]
        if writes:
            await self._collection.bulk_write(writes, ordered=False)
        for one in kept:
            recent = self._recent.get(one.target_id)
            if recent and recent.number == one.number:
                self._recent[one.target_id] = replace(recent, unsaid=False)

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Targets whose verdict time alone can have changed, the most overdue first."""
        found = self._collection.find({"next_change_at": {"$lte": now}}, {"_id": True})
        return [document["_id"] async for document in found.sort("next_change_at", 1).limit(limit)]

    async def unsaid(self, limit: int) -> list[str]:
        """Targets whose latest verdict may not have been published."""
        return [
            document["_id"] async for document in self._collection.find({"unsaid": True}, {"_id": True}).limit(limit)
        ]

    async def judged_under(self) -> dict[str, str]:
        """What each target was judged under last; read from an index alone."""
        found = self._collection.find({}, {"_id": True, "judged_under": True}).hint("judged_under")
        return {document["_id"]: document.get("judged_under", "") async for document in found}

    async def standing(self, targets: Collection[str], *, now: datetime, looked_since: datetime) -> Standing:
        """Where these targets stand."""
        wanted = {"_id": {"$in": list(targets)}}
        results = await self._count(wanted, [{"$group": {"_id": "$result", "count": {"$sum": 1}}}])
        reasons = await self._count(
            wanted, [{"$unwind": "$reasons"}, {"$group": {"_id": "$reasons", "count": {"$sum": 1}}}]
        )
        decided = await self._count(
            wanted, [{"$unwind": "$decided"}, {"$group": {"_id": "$decided", "count": {"$sum": 1}}}]
        )
        overdue = await self._collection.find_one({"next_change_at": {"$lte": now}}, sort=[("next_change_at", 1)])
        return Standing(
            results={str(name or "none"): count for name, count in results.items()},
            reasons={str(name): count for name, count in reasons.items()},
            looked_at=await self._collection.count_documents({**wanted, "seen_until": {"$gte": looked_since}}),
            overdue_since=overdue["next_change_at"] if overdue else None,
            unsaid=await self._collection.count_documents({"unsaid": True}),
            decided={(indicator, step): n for word, n in decided.items() for indicator, step in [word.split(" ")]},
        )

    async def _count(self, wanted: Document, steps: Sequence[Document]) -> dict[Any, int]:
        groups = self._collection.aggregate([{"$match": wanted}, *steps])
        return {group["_id"]: group["count"] async for group in groups}


def _write(kept: KeptDossier) -> ReplaceOne[Document] | UpdateOne:
    """The dossier as its next version. What was said last is written only where it is new: while it is unsaid."""
    mine = {"_id": kept.target_id, "version": kept.version}
    if kept.unsaid or not kept.version:
        return ReplaceOne(mine, _document(kept) | _chain(kept), upsert=True)
    return UpdateOne(mine, {"$set": _document(kept)}, upsert=True)


def _chain(kept: KeptDossier) -> Document:
    said = kept.said
    body = said.model_dump_json(exclude_defaults=True).encode() if said else None
    return {"_id": kept.target_id, "said": body, "number": kept.number}


def _document(kept: KeptDossier) -> Document:
    said = kept.said
    findings = said.verdict.findings if said else ()
    return {
        "version": kept.version + 1,
        "seen_until": kept.dossier.seen_until,
        "facts": kept.dossier.document(),
        "unsaid": kept.unsaid,
        "judged_under": kept.judged_under,
        "next_change_at": kept.next_change_at,
        "shown_at": kept.shown_at,
        "result": said.verdict.result.value if said and kept.judged_under else None,
        "decided": [f"{indicator} {step}" for indicator, step in decisions(kept.dossier.records.values())],
        "reasons": [f.reason for f in findings if f.outcome is Outcome.UNDETERMINED] if kept.judged_under else [],
    }


def _read(document: Document) -> KeptDossier:
    said = document.get("said")
    return KeptDossier(
        dossier=Dossier.read(document["_id"], document["facts"]),
        version=document["version"],
        said=VerdictChanged.read(said) if said else None,
        number=document.get("number", 0),
        unsaid=document["unsaid"],
        judged_under=document["judged_under"],
        next_change_at=document["next_change_at"],
        shown_at=document["shown_at"],
    )
