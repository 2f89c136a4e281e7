"""The dossiers in MongoDB: loaded with one query, saved by compare-and-swap in one bulk write."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from services.evaluator.adapters.taken import taken
from services.evaluator.dossier import Dossier
from services.evaluator.kept import KeptDossier, Said
from services.evaluator.ports import Standing
from services.evaluator.review import decisions
from shared.contracts.collections import DOSSIERS
from shared.contracts.target import Outcome
from shared.mongo import Database, Document, ReplaceOne, UpdateOne

_CAREFUL = 1_000
"""For so many loads the versions of what is held in memory are compared, after another replica was faster."""


class MongoDossiers:
    """The port `Dossiers`.

    The dossiers saved last are kept in memory too, with their versions. What another replica has saved meanwhile makes
    the save lose, and is read anew then; while that happens, versions are compared before anything is judged in vain.
    """

    def __init__(self, database: Database, *, in_memory: int = 0) -> None:
        self._collection = database[DOSSIERS]
        self._in_memory = in_memory
        self._recent: OrderedDict[str, KeptDossier] = OrderedDict()
        self._careful = 0

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
                found[document["_id"]] = kept_of(document)
            self._remember(one for one in found.values() if one.version)
        return found | recent

    async def _still_recent(self, target_ids: Collection[str]) -> dict[str, KeptDossier]:
        held = {target_id: self._recent[target_id] for target_id in target_ids if target_id in self._recent}
        if not held or not self._careful:
            return held
        self._careful -= 1
        cursor = self._collection.find({"_id": {"$in": list(held)}}, {"version": True})
        versions = {document["_id"]: document["version"] for document in await cursor.to_list(None)}
        return {target_id: one for target_id, one in held.items() if versions.get(target_id) == one.version}

    async def save(self, kept: Sequence[KeptDossier]) -> set[str]:
        """Keep each as the next version; returns the targets of which another was faster."""
        token = uuid4().hex
        known = {one.target_id: self._recent.pop(one.target_id, None) for one in kept}
        wholes, changes = list[KeptDossier](), list[UpdateOne]()
        for one in kept:
            before = known[one.target_id]
            if before is None or before.version != one.version or one.unsaid:
                wholes.append(one)
            else:
                changes.append(UpdateOne(_mine(one), {"$set": changes_of(before, one, token)}))
        lost = await self._replaced(wholes, token)
        if changes and (await self._collection.bulk_write(changes, ordered=False)).matched_count < len(changes):
            lost |= await self._not_saved_by(token, {one.target_id for one in kept} - {one.target_id for one in wholes})
        self._remember(one.saved() for one in kept if one.target_id not in lost)
        self._careful = _CAREFUL if lost else self._careful
        return lost

    async def _replaced(self, kept: Sequence[KeptDossier], token: str) -> set[str]:
        """A filter on the version that finds nothing makes an insert of the same `_id`: the loser is a duplicate."""
        if not kept:
            return set()
        writes = [ReplaceOne(_mine(one), document_of(one, token), upsert=True) for one in kept]
        return {kept[place].target_id for place in await taken(self._collection.bulk_write(writes, ordered=False))}

    async def _not_saved_by(self, token: str, target_ids: set[str]) -> set[str]:
        """Those that one call did not save last. If another replica has gone on since, judging again does no harm."""
        saved = self._collection.find({"_id": {"$in": list(target_ids)}, "saved_by": token}, {"_id": True})
        return target_ids - {document["_id"] async for document in saved}

    def _remember(self, saved: Iterable[KeptDossier]) -> None:
        for one in saved:
            self._recent[one.target_id] = one
        while len(self._recent) > self._in_memory:
            self._recent.popitem(last=False)

    def _forget(self, target_ids: Iterable[str]) -> None:
        """What is found to be otherwise than it is in memory is read anew: another replica has gone on, and may die."""
        for target_id in target_ids:
            self._recent.pop(target_id, None)

    async def settle(self, kept: Sequence[KeptDossier]) -> None:
        """Note that the latest verdict of each is published. One that has gone on since is left alone."""
        writes = [UpdateOne({"_id": one.target_id, "number": one.number}, {"$set": {"unsaid": False}}) for one in kept]
        if writes:
            await self._collection.bulk_write(writes, ordered=False)
        for one in kept:
            recent = self._recent.get(one.target_id)
            if recent and recent.number == one.number:
                self._recent[one.target_id] = recent.settled()

    async def due(self, now: datetime, limit: int) -> list[str]:
        """Targets whose verdict time alone can have changed, the most overdue first."""
        found = self._collection.find({"next_change_at": {"$lte": now}}, {"_id": True})
        due = [document["_id"] async for document in found.sort("next_change_at", 1).limit(limit)]
        self._forget(one for one in due if not _is_due(self._recent.get(one), now))
        return due

    async def unsaid(self, limit: int) -> list[str]:
        """Targets whose latest verdict may not have been published."""
        found = self._collection.find({"unsaid": True}, {"_id": True}).limit(limit)
        unsaid = [document["_id"] async for document in found]
        self._forget(unsaid)
        return unsaid

    async def judged_under(self) -> dict[str, str]:
        """What each target was judged under last; read from an index alone."""
        found = self._collection.find({}, {"_id": True, "judged_under": True}).hint("judged_under")
        judged = {document["_id"]: document.get("judged_under", "") async for document in found}
        self._forget([one for one, held in self._recent.items() if held.judged_under != judged.get(one, "")])
        return judged

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


def _is_due(kept: KeptDossier | None, now: datetime) -> bool:
    return kept is not None and kept.next_change_at is not None and kept.next_change_at <= now


def _mine(kept: KeptDossier) -> Document:
    return {"_id": kept.target_id, "version": kept.version}


def document_of(kept: KeptDossier, token: str) -> Document:
    """The dossier as its next version, with the end of its chain."""
    said = {"said": kept.said.body if kept.said else None, "said_as_of": kept.said.as_of if kept.said else None}
    state = {"_id": kept.target_id, **_state(kept, token), **_standing(kept), **said, "number": kept.number}
    return {**state, "facts": kept.dossier.document()}


def changes_of(before: KeptDossier, kept: KeptDossier, token: str) -> Document:
    """What the document of the next version says that the one before does not; the end of its chain is the same."""
    facts = kept.dossier.changes(before.dossier)
    changes = _state(kept, token) | {f"facts.{place}": plain for place, plain in facts.items()}
    if kept.judged_under != before.judged_under or kept.dossier.records is not before.dossier.records:
        changes |= _standing(kept)
    return changes


def _state(kept: KeptDossier, token: str) -> Document:
    return {
        "version": kept.version + 1,
        "saved_by": token,
        "seen_until": kept.dossier.seen_until,
        "unsaid": kept.unsaid,
        "judged_under": kept.judged_under,
        "next_change_at": kept.next_change_at,
        "shown_at": kept.shown_at,
    }


def _standing(kept: KeptDossier) -> Document:
    """What is counted of all targets together."""
    verdict = kept.verdict if kept.judged_under else None
    findings = verdict.findings if verdict else ()
    return {
        "result": verdict.result.value if verdict else None,
        "decided": [f"{indicator} {step}" for indicator, step in decisions(kept.dossier.records.values())],
        "reasons": [f.reason for f in findings if f.outcome is Outcome.UNDETERMINED],
    }


def kept_of(document: Document) -> KeptDossier:
    """The dossier that a document holds."""
    said = document.get("said")
    return KeptDossier(
        dossier=Dossier.read(document["_id"], document["facts"]),
        version=document["version"],
        said=Said.read(said, document.get("said_as_of")) if said else None,
        number=document.get("number", 0),
        unsaid=document["unsaid"],
        judged_under=document["judged_under"],
        next_change_at=document["next_change_at"],
        shown_at=document["shown_at"],
    )
