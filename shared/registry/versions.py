"""Versions of the registry as MongoDB keeps them: the rows of an import, then the one document that makes it count."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from shared.errors import Transient
from shared.mongo import Database, Document, DuplicateKeyError, ObjectId
from shared.registry.model import MODELS, Kind, Registry, kind_of

VERSIONS = "registry_versions"
"""One document a version, written after all its rows: what has none was never imported."""

ROWS = "registry_rows"

_BATCH = 1000
_MOST_RIVALS = 20


@dataclass(frozen=True)
class Version:
    """One complete import."""

    number: int
    effective_from: date
    imported_at: datetime
    digest: str
    counts: dict[str, int]
    source: str
    import_id: ObjectId = field(repr=False)


async def version_on(db: Database, day: date) -> Version | None:
    """The version in force on a day: of those effective by then the latest day's, of that day the last import."""
    document = await db[VERSIONS].find_one(
        {"effective_from": {"$lte": day.isoformat()}}, sort=[("effective_from", -1), ("_id", -1)]
    )
    return _version(document) if document else None


async def earliest_version(db: Database) -> Version | None:
    """The version in force on the first day that has one."""
    document = await db[VERSIONS].find_one(sort=[("effective_from", 1), ("_id", -1)])
    return _version(document) if document else None


async def next_day_of_change(db: Database, after: date) -> date | None:
    """The first day after this one on which another version comes into force."""
    document = await db[VERSIONS].find_one({"effective_from": {"$gt": after.isoformat()}}, sort=[("effective_from", 1)])
    return date.fromisoformat(document["effective_from"]) if document else None


async def all_versions(db: Database) -> list[Version]:
    """All versions, the first import first."""
    return [_version(document) async for document in db[VERSIONS].find().sort("_id", 1)]


async def registry_of_version(db: Database, version: Version) -> Registry:
    """All its rows.

    Raises:
        Transient: some are missing.
    """
    documents = await db[ROWS].find({"import_id": version.import_id}).sort("place", 1).to_list(None)
    expected = sum(version.counts.values())
    if len(documents) != expected:
        raise Transient(f"名录第 {version.number} 版应有 {expected} 行，读到 {len(documents)} 行；请检查数据库是否完整")
    return await asyncio.to_thread(_parsed, documents)


async def prepare(db: Database) -> None:
    """Create the indexes, if they are not there."""
    await db[ROWS].create_index([("import_id", 1), ("place", 1)], unique=True, name="import_id_place")
    await db[VERSIONS].create_index([("effective_from", 1), ("_id", 1)], name="effective_from")


async def sweep(db: Database, *, started_before: datetime) -> None:
    """Remove what crashed imports left behind."""
    complete = set(await db[VERSIONS].distinct("import_id"))
    for import_id in set(await db[ROWS].distinct("import_id")) - complete:
        await db[ROWS].delete_many({"import_id": import_id, "imported_at": {"$lt": started_before}})


async def write_rows(db: Database, registry: Registry, import_id: ObjectId, imported_at: datetime) -> None:
    """Write all rows under the id of their import. Nobody reads them before `commit`."""
    documents = (
        {
            "import_id": import_id,
            "imported_at": imported_at,
            "place": place,
            "kind": kind_of(row).value,
            "row": row.model_dump(mode="json", exclude_defaults=True),
        }
        for place, row in enumerate(registry)
    )
    while batch := list(islice(documents, _BATCH)):
        await db[ROWS].insert_many(batch, ordered=False)


async def commit(db: Database, content: Document) -> Version:
    """Write the version under the next free number."""
    for _ in range(_MOST_RIVALS):
        newest = await db[VERSIONS].find_one(sort=[("_id", -1)])
        document = {"_id": newest["_id"] + 1 if newest else 1, **content}
        try:
            await db[VERSIONS].insert_one(document)
        except DuplicateKeyError:
            continue  # somebody else took the number a moment ago
        return _version(document)
    raise Transient("同时有太多的名录导入在进行，请稍后重试")


def _parsed(documents: Iterable[Document]) -> Registry:
    return Registry.of(MODELS[Kind(document["kind"])].model_validate(document["row"]) for document in documents)


def _version(document: Document) -> Version:
    return Version(
        number=document["_id"],
        effective_from=date.fromisoformat(document["effective_from"]),
        imported_at=document["imported_at"],
        digest=document["digest"],
        counts=document["counts"],
        source=document["source"],
        import_id=document["import_id"],
    )
