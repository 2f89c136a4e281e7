"""Bulk writes in which an id that is taken is an answer, not an error."""

from collections.abc import Awaitable
from typing import Any

from shared.mongo import BulkWriteError

_DUPLICATE = 11000


async def taken(writing: Awaitable[Any]) -> list[int]:
    """Which of the writes, by place, found their id taken. The others are done.

    Raises:
        BulkWriteError: something else went wrong with one.
    """
    try:
        await writing
    except BulkWriteError as error:
        failures = error.details["writeErrors"]
        if error.details.get("writeConcernErrors") or any(one["code"] != _DUPLICATE for one in failures):
            raise
        return [one["index"] for one in failures]
    return []
