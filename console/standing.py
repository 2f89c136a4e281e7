"""The judgements in force, of the targets that are judged today."""

from collections.abc import AsyncIterator

from console.planning import in_scope
from shared import clock
from shared.contracts.collections import CURRENT_VERDICTS
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import Verdict
from shared.mongo import Database, Document
from shared.registry.store import NoRegistry, load


def verdict_of(document: Document) -> Verdict:
    """The contract part of a stored document."""
    return Verdict.model_validate({name: document[name] for name in Verdict.model_fields if name in document})


async def in_force(database: Database, match: Document) -> AsyncIterator[Verdict]:
    """By target. One that has left the registry is not among them: the evaluator takes it off too, a little later."""
    judged = await _judged_today(database)
    async for document in database[CURRENT_VERDICTS].find(match).sort("_id", 1):
        if document["_id"] in judged:
            yield verdict_of(document)


async def _judged_today(database: Database) -> frozenset[str]:
    try:
        loaded = await load(database, as_of_date=clock.local(clock.now()).date())
    except NoRegistry:
        return frozenset()
    return frozenset(one for kind in TargetKind for one in in_scope(loaded.registry, kind))
