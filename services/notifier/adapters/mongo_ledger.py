"""The ledger in MongoDB: one document per message, every change of state a compare-and-swap on it."""

from collections.abc import Collection as Ids
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import stamina

from services.notifier.contact import Contact
from services.notifier.ledger import ENDED, Change, Entry, State
from services.notifier.ledger_port import Backlog, End, HandedOver
from shared.contracts.collections import WARNINGS
from shared.mongo import Collection, Database, Document, ReturnDocument, UpdateOne, insert_new, is_outage

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

    async def last_sequences(self, unit_ids: Ids[str]) -> dict[tuple[str, Contact], int]:
        """The number of the last message to each contact of these units."""
        whose = {"unit_id": "$unit_id", "channel": "$channel", "contact": "$contact"}
        found = self._collection.aggregate(
            [
                {"$match": {"unit_id": {"$in": list(unit_ids)}}},
                {"$group": {"_id": whose, "last": {"$max": "$sequence"}}},
            ]
        )
        return {
            (d["_id"]["unit_id"], Contact(channel=d["_id"]["channel"], key=d["_id"]["contact"])): d["last"]
            async for d in found
        }

    async def file_all(self, entries: Sequence[Entry]) -> list[Entry]:
        """Keep new messages. Returns those that were not, because they or their numbers are there already."""
        if not entries:
            return []
        documents = [{("_id" if k == "id" else k): v for k, v in e.model_dump().items()} for e in entries]
        return [entries[index] for index in await insert_new(self._collection, documents)]

    async def withdraw(self, entry_id: str, change: Change) -> bool:
        """End a message that still waits. False if a sender has it, or had it."""
        found = await self._change({"_id": entry_id, "state": {"$in": _WAITING}}, change, finished_at=change.at)
        return found is not None

    async def claim_all(
        self, channel: str, *, now: datetime, lease_until: datetime, token: str, limit: int
    ) -> list[Entry]:
        """The messages of the channel due longest, with their letters, claimed under a token nobody used before.

        Two who claim at the same time look at the same messages, and each gets those it marked first.
        """
        due = {"channel": channel, "state": {"$in": _WAITING}, "due_at": {"$lte": now}}
        longest = self._collection.find(due, {"_id": True}).sort([("due_at", 1), ("_id", 1)]).limit(limit)
        ids = [document["_id"] async for document in longest]
        if not ids:
            return []
        update = _update(Change(state=State.CLAIMED, at=now), lease_until=lease_until, token=token, handed_over_at=None)
        await self._collection.update_many({"_id": {"$in": ids}, **due}, {**update, "$inc": {"attempts": 1}})
        mine = self._collection.find({"_id": {"$in": ids}, "token": token}).sort([("due_at", 1), ("_id", 1)])
        return [_read(document) async for document in mine]

    async def give_back(self, entry_ids: Ids[str], token: str) -> None:
        """As if the token had never claimed them; those that were handed over by now stay claimed."""
        untouched = {"_id": {"$in": list(entry_ids)}, "token": token, "state": State.CLAIMED, "handed_over_at": None}
        waiting = {"state": State.QUEUED, "lease_until": None, "token": None}
        await self._collection.update_many(
            untouched, {"$set": waiting, "$pop": {"history": 1}, "$inc": {"attempts": -1}}
        )

    async def hand_over_all(self, handed_over: Sequence[HandedOver]) -> list[bool]:
        """Note that the provider may take each, or its next part, from now on. False: the claim is another's by now."""
        pairs = [_handing_over(one) for one in handed_over]
        result = await self._collection.bulk_write([UpdateOne(*pair) for pair in pairs], ordered=False)
        if result.matched_count == len(pairs):
            return [True] * len(pairs)
        return [(await self._collection.update_one(*pair)).matched_count == 1 for pair in pairs]

    async def record_all(self, ends: Sequence[End]) -> list[bool]:
        """Note how attempts ended, also late. False: another sender has claimed the message since."""
        pairs = [_ending(end) for end in ends]
        async for attempt in stamina.retry_context(on=is_outage, timeout=RECORDING, attempts=None, wait_max=5):
            with attempt:
                result = await self._collection.bulk_write([UpdateOne(*pair) for pair in pairs], ordered=False)
                if result.matched_count == len(pairs):
                    return [True] * len(pairs)
                return [await self._recorded(end) for end in ends]
        return [False] * len(ends)

    async def _recorded(self, end: End) -> bool:
        """Whether it was recorded by this very attempt, perhaps by a try whose answer was lost on the way back."""
        mine = {"_id": end.entry_id, "token": end.token, "state": end.change.state, "answer": end.change.detail}
        return await self._collection.find_one(mine, {"_id": True}) is not None

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


def _handing_over(one: HandedOver) -> tuple[Document, Document]:
    mine = {"_id": one.entry_id, "token": one.token, "state": State.CLAIMED}
    return mine, {"$set": {"handed_over_at": one.at, "parts_done": one.parts_done}}


def _ending(end: End) -> tuple[Document, Document]:
    mine = {"_id": end.entry_id, "token": end.token, "state": {"$in": [State.CLAIMED, State.MAYBE_SENT]}}
    extra: dict[str, Any] = {"answer": end.change.detail, "lease_until": None, "slot_at": end.slot_at}
    extra |= {"parts_done": end.parts_done} if end.parts_done else {}
    extra |= {"due_at": end.due_at} if end.due_at else {"finished_at": end.change.at}
    return mine, _update(end.change, **extra)


def _with_group(backlog: Backlog, group: Document) -> Backlog:
    if group["_id"]["state"] == State.MAYBE_SENT:
        return Backlog(backlog.waiting, backlog.oldest_at, group["count"])
    oldest = min(filter(None, (backlog.oldest_at, group["oldest_at"])))
    return Backlog(backlog.waiting + group["count"], oldest, backlog.unclear)


def _read(document: Document) -> Entry:
    return Entry.model_validate({"id": document["_id"], **{k: v for k, v in document.items() if k != "_id"}})
