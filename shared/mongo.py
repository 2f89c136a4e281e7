"""The only place that knows Motor. Adapters take their types from here, so that another driver is one file."""

import asyncio
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from bson import ObjectId
from bson.codec_options import CodecOptions
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
    "PyMongoError",
    "ReplaceOne",
    "ReturnDocument",
    "UpdateOne",
    "connect",
    "is_outage",
    "ping",
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


def is_outage(error: BaseException) -> bool:
    """Whether MongoDB is away or slow, so that the same thing will work later."""
    return isinstance(error, (ConnectionFailure, ExecutionTimeout, WTimeoutError))


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
