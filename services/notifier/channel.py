"""What a channel is: it hands one message to one contact, and says how that ended."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from services.notifier.ledger import Entry
from shared.contracts.event import Fact


class Outcome(StrEnum):
    """How an attempt ended."""

    ACCEPTED = "accepted"
    """The provider said that it has the message."""
    NOT_NOW = "not_now"
    """The provider provably does not have it; later it may take it."""
    REFUSED = "refused"
    """The provider provably does not have it, and never will."""
    UNKNOWN = "unknown"
    """It was handed over and the answer never came."""


class Receipt(Fact):
    """The end of one attempt, with the provider's own words."""

    outcome: Outcome
    answer: str
    retry_after: timedelta | None = None
    """How long the provider asks us to wait."""


class LeaseLost(Exception):
    """The claim is not ours any more: the attempt ends before the provider gets anything."""


HandOver = Callable[[], Awaitable[None]]
"""Awaited by a channel at the last moment before the provider may take the message. What fails before it was provably
not sent; what fails after it may have been.

Raises:
    LeaseLost: another sender has it, so nothing may be handed over.
"""


class Channel(Protocol):
    """One kind of provider. One small file each in `channels/`, listed in `channels.CHANNELS`."""

    async def deliver(self, entry: Entry, hand_over: HandOver) -> Receipt:
        """Offer the message once. Known failures are receipts; `hand_over` is awaited before the point of no return."""
        ...
