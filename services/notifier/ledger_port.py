"""The ledger as the notifier needs it. What is done for every message is done for many at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from services.notifier.contact import Contact
from services.notifier.ledger import Change, Entry, State


@dataclass(frozen=True)
class Backlog:
    """What waits in one channel, for the metrics."""

    waiting: int = 0
    oldest_at: datetime | None = None
    """When the oldest waiting message was queued."""
    unclear: int = 0
    """Messages of which nobody knows whether they arrived."""


class HandedOver(NamedTuple):
    """A message, or its next part, that the provider may take from this moment on."""

    entry_id: str
    token: str
    at: datetime
    parts_done: int = 0


class End(NamedTuple):
    """How the attempt that a token stands for has ended."""

    entry_id: str
    token: str
    change: Change
    due_at: datetime | None = None
    """When it is tried again; None: it has ended."""
    parts_done: int = 0
    slot_at: datetime | None = None


class Ledger(Protocol):
    """The messages. Every change of state is a compare-and-swap, so that two replicas share one ledger."""

    async def about(self, concern_ids: Collection[str]) -> list[Entry]:
        """All messages with a line about one of these concerns, without their letters."""
        ...

    async def said_between(self, begin: datetime, end: datetime) -> list[Entry]:
        """Messages that came to an end after `begin` and up to `end`, without their letters."""
        ...

    async def get(self, entry_id: str) -> Entry | None:
        """One message with its letter; None if there is none of this id."""
        ...

    async def amend(self, entry_id: str, change: Change, *, among: Collection[State], **fields: Any) -> Entry | None:
        """Note what became known later of a message in one of these states, and announce it anew. None if in none."""
        ...

    async def last_sequences(self, unit_ids: Collection[str]) -> dict[tuple[str, Contact], int]:
        """The number of the last message to each contact of these units."""
        ...

    async def file_all(self, entries: Sequence[Entry]) -> list[Entry]:
        """Keep new messages.

        Returns:
            Those that were not kept, because they or their numbers are there already.
        """
        ...

    async def withdraw(self, entry_id: str, change: Change) -> bool:
        """End a message that still waits. False if a sender has it, or had it."""
        ...

    async def claim_all(
        self, channel: str, *, now: datetime, lease_until: datetime, token: str, limit: int
    ) -> list[Entry]:
        """The messages of the channel due longest, with their letters, claimed under a token nobody used before."""
        ...

    async def give_back(self, entry_ids: Collection[str], token: str) -> None:
        """As if the token had never claimed them; those that were handed over by now stay claimed."""
        ...

    async def hand_over_all(self, handed_over: Sequence[HandedOver]) -> list[bool]:
        """Note that the provider may take each, or its next part, from now on. False: the claim is another's by now."""
        ...

    async def record_all(self, ends: Sequence[End]) -> list[bool]:
        """Note how attempts ended, also late. False: another sender has claimed the message since."""
        ...

    async def expired(self, now: datetime) -> list[Entry]:
        """Claimed messages whose lease has ended."""
        ...

    async def abandon(self, entry: Entry, change: Change) -> bool:
        """End the claim of a vanished sender. False if it moved in between."""
        ...

    async def unannounced(self, limit: int) -> list[Entry]:
        """Ended messages whose notice was not published yet, oldest first."""
        ...

    async def announced(self, entry_ids: Collection[str], at: datetime) -> None:
        """Note that the notices of these are published."""
        ...

    async def next_due(self, channel: str) -> datetime | None:
        """When the first waiting message of the channel is due; None when none waits."""
        ...

    async def backlog(self) -> dict[str, Backlog]:
        """What waits, by channel."""
        ...
