"""The ledger in MongoDB: one document per message, every change of state a compare-and-swap on it."""

from collections.abc import Collection as Ids
from datetime import datetime, timedelta
from typing import Any

import stamina

from services.notifier.contact import Contact
from services.notifier.ledger import ENDED, Change, Entry, State
from services.notifier.ports import Backlog
from shared.contracts.collections import WARNINGS
from shared.mongo import Collection, Database, Document, DuplicateKeyError, ReturnDocument, is_outage

_WAITING = [State.QUEUED, State.RETRY]
_WITHOUT_LETTER = {"letter": False}
RECORDING = timedelta(seconds=60)
"""How long a provider's answer waits for MongoDB: without it the message would be `maybe_sent`."""


class MongoLedger:
    """The port `Ledger`."""

    def __init__(self, database: Database) -> None:
        self._collection: Collection = database[WARNINGS]

    async def prepare(self) -> None:
        """Create the indexes; doing it again changes nothing."""
        one_message_at_a_time = [("unit_id", 1), ("channel", 1), ("contact", 1), ("sequence", 1)]
        await self._collection.create_index(one_message_at_a_time, unique=True)
        await self._collection.create_index("lines.concern_id")
        await self._collection.create_index([("channel", 1), ("state", 1), ("due_at", 1)])
        await self._collection.create_index(
            "lease_until", partialFilterExpression={"state": State.CLAIMED.value}, name="claims"
        )
        await self._collection.create_index("finished_at", name="finished")
        await self._collection.create_index(
            "finished_at", partialFilterExpression={"announced_at": None}, name="unannounced"
        )

    async def about(self, concern_ids: Ids[str]) -> list[Entry]:
        """All messages with a line about one of these concerns, without their letters."""
        found = self._collection.find({"lines.concern_id": {"$in": list(concern_ids)}}, _WITHOUT_LETTER)
        return [_read(document) async for document in found]

    async def said_between(self, begin: datetime, end: datetime) -> list[Entry]:
        """Messages that came to an end after `begin` and up to `end`, without their letters."""
        when = {"finished_at": {"$gt": begin, "$lte": end}}
        return [
            _read(document) async for document in self._collection.find(when, _WITHOUT_LETTER).sort("finished_at", 1)
        ]

    async def get(self, entry_id: str) -> Entry | None:
        """One message with its letter; None if there is none of this id."""
        document = await self._collection.find_one({"_id": entry_id})
        return _read(document) if document else None

    async def amend(self, entry_id: str, change: Change, *, among: Ids[State], **fields: Any) -> Entry | None:
        """Note what became known later of a message in one of these states, and announce it anew. None if in none."""
        which = {"_id": entry_id, "state": {"$in": list(among)}}
        return await self._change(which, change, announced_at=None, **fields)

    async def next_sequence(self, unit_id: str, contact: Contact) -> int:
        """The number after the last message to this contact; 1 for the first."""
        whose = {"unit_id": unit_id, "channel": contact.channel, "contact": contact.key}
        last = await self._collection.find_one(whose, {"sequence": True}, sort=[("sequence", -1)])
        return int(last["sequence"]) + 1 if last else 1

    async def file(self, entry: Entry) -> bool:
        """Keep a new message. False, and nothing kept, if it or its number is there already."""
        document = entry.model_dump(mode="python")
        document["_id"] = document.pop("id")
        try:
            await self._collection.insert_one(document)
        except DuplicateKeyError:
            return False
        return True

    async def withdraw(self, entry_id: str, change: Change) -> bool:
        """End a message that still waits. False if a sender has it, or had it."""
        found = await self._change({"_id": entry_id, "state": {"$in": _WAITING}}, change, finished_at=change.at)
        return found is not None

    async def claim(self, channel: str, *, now: datetime, lease_until: datetime, token: str) -> Entry | None:
        """The message of the channel due longest, with its letter, claimed under the token; None for none."""
        change = Change(state=State.CLAIMED, at=now)
        update = _update(change, lease_until=lease_until, token=token, handed_over_at=None)
        document = await self._collection.find_one_and_update(
            {"channel": channel, "state": {"$in": _WAITING}, "due_at": {"$lte": now}},
            {**update, "$inc": {"attempts": 1}},
            sort=[("due_at", 1), ("_id", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return _read(document) if document else None

    async def hand_over(self, entry_id: str, token: str, *, at: datetime, parts_done: int = 0) -> bool:
        """Note that the provider may take it, or its next part, from now on. False if the claim is another's by now."""
        mine = {"_id": entry_id, "token": token, "state": State.CLAIMED}
        result = await self._collection.update_one(mine, {"$set": {"handed_over_at": at, "parts_done": parts_done}})
        return result.matched_count == 1

    async def record(
        self,
        entry_id: str,
        token: str,
        change: Change,
        *,
        due_at: datetime | None = None,
        parts_done: int = 0,
        slot_at: datetime | None = None,
    ) -> Entry | None:
        """Note how the token's attempt ended, also late. None if another sender has claimed the message since."""
        mine = {"_id": entry_id, "token": token, "state": {"$in": [State.CLAIMED, State.MAYBE_SENT]}}
        extra: dict[str, Any] = {"answer": change.detail, "lease_until": None, "slot_at": slot_at}
        extra |= {"parts_done": parts_done} if parts_done else {}
        extra |= {"due_at": due_at} if due_at else {"finished_at": change.at}
        async for attempt in stamina.retry_context(on=is_outage, timeout=RECORDING, attempts=None, wait_max=5):
            with attempt:
                found = await self._change(mine, change, **extra)
                return found or await self._recorded_before(entry_id, token, change)
        return None

    async def _recorded_before(self, entry_id: str, token: str, change: Change) -> Entry | None:
        """An answer that was lost on the way back: it is recorded already, by this very attempt."""
        mine = {"_id": entry_id, "token": token, "state": change.state, "answer": change.detail}
        document = await self._collection.find_one(mine, _WITHOUT_LETTER)
        return _read(document) if document else None

    async def expired(self, now: datetime) -> list[Entry]:
        """Claimed messages whose lease has ended."""
        found = self._collection.find({"state": State.CLAIMED, "lease_until": {"$lte": now}}, _WITHOUT_LETTER)
        return [_read(document) async for document in found]

    async def abandon(self, entry: Entry, change: Change) -> bool:
        """End the claim of a vanished sender. False if it moved in between."""
        seen = {
            "_id": entry.id,
            "state": State.CLAIMED,
            "token": entry.token,
            "handed_over_at": entry.handed_over_at,
        }
        extra: dict[str, Any] = {"lease_until": None}
        if change.state is State.QUEUED:
            extra["due_at"] = change.at
        return await self._change(seen, change, **extra) is not None

    async def unannounced(self, limit: int) -> list[Entry]:
        """Ended messages whose notice was not published yet, oldest first."""
        ended = {"announced_at": None, "state": {"$in": list(ENDED)}, "finished_at": {"$ne": None}}
        found = self._collection.find(ended, _WITHOUT_LETTER).sort("finished_at", 1).limit(limit)
        return [_read(document) async for document in found]

    async def announced(self, entry_ids: Ids[str], at: datetime) -> None:
        """Note that the notices of these are published."""
        await self._collection.update_many({"_id": {"$in": list(entry_ids)}}, {"$set": {"announced_at": at}})

    async def next_due(self, channel: str) -> datetime | None:
        """When the first waiting message of the channel is due; None when none waits."""
        waiting = {"channel": channel, "state": {"$in": _WAITING}}
        document = await self._collection.find_one(waiting, {"due_at": True}, sort=[("due_at", 1)])
        due_at: datetime | None = document["due_at"] if document else None
        return due_at

    async def backlog(self) -> dict[str, Backlog]:
        """What waits, by channel. Channels with nothing to say of are there too once they had a message."""
        open_states = [*_WAITING, State.MAYBE_SENT]
        found = self._collection.aggregate(
            [
                {"$match": {"state": {"$in": open_states}}},
                {
                    "$group": {
                        "_id": {"channel": "$channel", "state": "$state"},
                        "count": {"$sum": 1},
                        "oldest_at": {"$min": "$queued_at"},
                    }
                },
            ]
        )
        channels: dict[str, Backlog] = {name: Backlog() for name in await self._collection.distinct("channel")}
        async for group in found:
            name = group["_id"]["channel"]
            channels[name] = _with_group(channels[name], group)
        return channels

    async def _change(self, which: Document, change: Change, **fields: Any) -> Entry | None:
        document = await self._collection.find_one_and_update(
            which, _update(change, **fields), projection=_WITHOUT_LETTER, return_document=ReturnDocument.AFTER
        )
        return _read(document) if document else None


def _update(change: Change, **fields: Any) -> Document:
    """Set the state and the fields, and append the change: in one write."""
    appended = change.model_dump(mode="python")
    return {"$set": {"state": change.state, **fields}, "$push": {"history": appended}}


def _with_group(backlog: Backlog, group: Document) -> Backlog:
    if group["_id"]["state"] == State.MAYBE_SENT:
        return Backlog(backlog.waiting, backlog.oldest_at, group["count"])
    oldest = min(filter(None, (backlog.oldest_at, group["oldest_at"])))
    return Backlog(backlog.waiting + group["count"], oldest, backlog.unclear)


def _read(document: Document) -> Entry:
    return Entry.model_validate({"id": document["_id"], **{k: v for k, v in document.items() if k != "_id"}})
