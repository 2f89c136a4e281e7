"""What follows from one attempt to deliver? The next state of the message, and when it is tried again."""

from datetime import datetime, timedelta
from enum import StrEnum

from services.notifier.channel import Outcome, Receipt
from services.notifier.ledger import Change, Entry, State
from services.notifier.policy import Retrying
from shared.contracts.event import Fact, Moment

KNOWS_BY_KEY = frozenset({"webhook"})
"""Channels whose receivers tell a repeated message by its key (a CloudEvents id, an idempotency key)."""


class Reason(StrEnum):
    """Why a message is where it is after an attempt."""

    ACCEPTED = "accepted"
    TRY_AGAIN = "try_again"
    PACED = "paced"
    """It waits for its slot under the provider's rate limit."""
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    """It was offered again for as long as the policy allows."""
    UNKNOWN = "unknown"


class Settled(Fact):
    """The end of an attempt as the ledger records it."""

    reason: Reason
    change: Change
    due_at: Moment | None = None
    """When it is tried again."""
    parts_done: int = 0
    slot_at: Moment | None = None
    """The slot it has reserved."""


def settle(entry: Entry, receipt: Receipt, *, now: datetime, policy: Retrying) -> Settled:
    """The state that follows from the receipt. `entry` counts the attempt that has just ended."""
    if receipt.outcome is Outcome.PACED:
        due_at = now + (receipt.retry_after or timedelta())
        waiting = _settled(Reason.PACED, State.QUEUED, receipt, now)
        return waiting.model_copy(update={"due_at": due_at, "slot_at": due_at})
    if receipt.outcome is Outcome.ACCEPTED:
        return _settled(Reason.ACCEPTED, State.SENT, receipt, now)
    if receipt.outcome is Outcome.UNKNOWN:
        return _settled(Reason.UNKNOWN, State.MAYBE_SENT, receipt, now)
    if receipt.outcome is Outcome.REFUSED:
        return _settled(Reason.REFUSED, State.DEAD, receipt, now)
    if now - entry.queued_at >= policy.give_up_after:
        return _settled(Reason.GAVE_UP, State.DEAD, receipt, now)
    due_at = now + (receipt.retry_after or retry_delay(entry.attempts, policy))
    return _settled(Reason.TRY_AGAIN, State.RETRY, receipt, now).model_copy(update={"due_at": due_at})


def retry_delay(attempts: int, policy: Retrying) -> timedelta:
    """How long to wait after so many attempts: doubling from the first delay up to the longest."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(policy.first * (1 << doublings), policy.longest)


def abandoned(entry: Entry, now: datetime) -> Change:
    """What becomes of a message whose sender vanished: before handing over it is provably unsent, after it unclear.

    A provider that knows a message by its key takes it once however often it is offered, so it is offered again.
    """
    if entry.handed_over_at is None:
        return Change(state=State.QUEUED, at=now, detail="发送进程在交付前中断，确认未发出，重新排队")
    if entry.channel in KNOWS_BY_KEY:
        return Change(state=State.QUEUED, at=now, detail="发送进程在交付途中中断，对方按编号去重，以同一编号重发")
    return Change(state=State.MAYBE_SENT, at=now, detail="发送进程在交付途中中断，是否送达未知，不自动重发")


def _settled(reason: Reason, state: State, receipt: Receipt, now: datetime) -> Settled:
    change = Change(state=state, at=now, detail=receipt.answer)
    return Settled(reason=reason, change=change, parts_done=receipt.parts_done)
