"""The only place that knows Motor. Adapters take their types from here, so that another driver is one file."""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from bson import ObjectId, encode
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import InsertOne, ReplaceOne, ReturnDocument, UpdateOne
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    ExecutionTimeout,
    PyMongoError,
    WTimeoutError,
)

from shared.errors import Transient

Document = dict[str, Any]
Database = AsyncIOMotorDatabase[Document]
Collection = AsyncIOMotorCollection[Document]
Client = AsyncIOMotorClient[Document]

__all__ = [
    "AutoReconnect",
    "BulkWriteError",
    "Client",
    "Collection",
    "Database",
    "Document",
    "DuplicateKeyError",
    "InsertOne",
    "ObjectId",
    "Packed",
    "PyMongoError",
    "ReplaceOne",
    "ReturnDocument",
    "UpdateOne",
    "connect",
    "insert_new",
    "is_outage",
    "packed",
    "ping",
    "save_versions",
    "wait_for",
]

CODEC: CodecOptions[Mapping[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
"""Every moment read is aware and in UTC."""


def connect(url: str, database: str = "xunjian") -> Database:
    """The database, with majority writes (what was acknowledged survives a failover) and aware moments."""
    client: Client = AsyncIOMotorClient(
        url,
        w="majority",
        readConcernLevel="majority",
        retryWrites=True,
        serverSelectionTimeoutMS=5_000,
        tz_aware=True,
        tzinfo=UTC,
        appname="xunjian",
    )
    return client.get_database(database)


Packed = RawBSONDocument
"""A document, or a part of one, as the bytes that are stored: a sixth of what it takes as a dictionary."""


def packed(part: Document) -> Packed:
    """Part of a document that is to be written, as it will be stored."""
    return Packed(encode(part, codec_options=CODEC))


def is_outage(error: BaseException) -> bool:
    """Whether MongoDB is away or slow, so that the same thing will work later."""
    return isinstance(error, (ConnectionFailure, ExecutionTimeout, WTimeoutError))


_DUPLICATE = 11000


async def insert_new(collection: Collection, documents: Sequence[Document]) -> list[int]:
    """Insert many at once, those that are new. Returns the positions of those whose keys are there already.

    Raises:
        BulkWriteError: one of them failed for another reason.
    """
    try:
        await collection.insert_many(documents, ordered=False)
    except BulkWriteError as error:
        mistakes = error.details["writeErrors"]
        if any(mistake["code"] != _DUPLICATE for mistake in mistakes):
            raise
        return sorted(mistake["index"] for mistake in mistakes)
    return []


async def save_versions(collection: Collection, documents: Sequence[Document]) -> list[int]:
    """Keep documents, each as its `version` and only after the one before; 1 is a new one. Two writes for many.

    Each write carries a mark of its own, which tells afterwards whose it was.

    Returns:
        The positions of those that were not kept, because another was faster.
    """
    if not documents:
        return []
    mark = uuid.uuid4().hex
    marked = [{**document, "saved_by": mark} for document in documents]
    fresh = [index for index, document in enumerate(documents) if document["version"] == 1]
    later = [index for index, document in enumerate(documents) if document["version"] != 1]
    refused = {fresh[at] for at in await insert_new(collection, [marked[i] for i in fresh])} if fresh else set()
    if later:
        seen = [{"_id": documents[i]["_id"], "version": documents[i]["version"] - 1} for i in later]
        writes = [ReplaceOne(which, marked[i]) for which, i in zip(seen, later, strict=True)]
        result = await collection.bulk_write(writes, ordered=False)
        if result.matched_count != len(later):
            mine = collection.find({"_id": {"$in": [w["_id"] for w in seen]}, "saved_by": mark}, {"_id": True})
            kept = {document["_id"] async for document in mine}
            refused |= {i for i in later if documents[i]["_id"] not in kept}
    return sorted(refused)


async def ping(database: Database) -> None:
    """Return when a writable primary answers.

    Raises:
        Transient: it does not.
    """
    try:
        hello = await database.client.admin.command("hello")
    except PyMongoError as error:
        raise Transient(f"MongoDB 没有应答：{error}") from error
    if not hello.get("isWritablePrimary"):
        raise Transient("MongoDB 没有主节点：副本集是否已初始化？")


async def wait_for(database: Database, *, seconds: float) -> None:
    """Return as soon as MongoDB can be written to.

    Raises:
        Transient: it could not within the time; says where it was looked for.
    """
    try:
        async with asyncio.timeout(seconds):
            while True:
                try:
                    return await ping(database)
                except Transient:
                    await asyncio.sleep(0.2)
    except TimeoutError as error:
        raise Transient(
            f"{seconds:g} 秒内无法写入 MongoDB：请检查 XUNJIAN_MONGO_URL、MongoDB 是否在运行、副本集是否已初始化"
        ) from error
