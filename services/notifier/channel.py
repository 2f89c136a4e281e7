"""What a channel is: it hands one message to one contact, and says how that ended."""

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
    PACED = "paced"
    """Nothing was offered: the provider's limit is used up, and a later slot is reserved for this message."""
    REFUSED = "refused"
    """The provider provably does not have it, and never will."""
    UNKNOWN = "unknown"
    """It was handed over and the answer never came."""


class Receipt(Fact):
    """The end of one attempt, with the provider's own words."""

    outcome: Outcome
    answer: str
    retry_after: timedelta | None = None
    """How long the provider asks us to wait; for a paced message, until its slot."""
    parts_done: int = 0
    """Parts of the message the provider has, of those that need several."""
    contact_invalid: bool = False
    """The provider says that nothing will ever arrive there: the contact is used no more until somebody mends it."""


class LeaseLost(Exception):
    """The claim is not ours any more: the attempt ends before the provider gets anything."""


class HandOver(Protocol):
    """Awaited by a channel at the last moment before the provider may take the message, or the next part of it."""

    async def __call__(self, parts_done: int = 0) -> None:
        """What fails before it was provably not sent; what fails after it may have been.

        `parts_done` parts are known to be with the provider: they are never offered again.

        Raises:
            LeaseLost: another sender has it, so nothing may be handed over.
        """
        ...


class Channel(Protocol):
    """One kind of provider. One small file each in `channels/`, listed in `channels.CHANNELS`."""

    async def deliver(self, entry: Entry, hand_over: HandOver) -> Receipt:
        """Offer the message once. Known failures are receipts; `hand_over` is awaited before the point of no return."""
        ...
