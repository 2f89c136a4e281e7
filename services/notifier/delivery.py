"""What follows from one attempt to deliver? The next state of the message, and when it is tried again."""

from datetime import datetime, timedelta
from enum import StrEnum

from services.notifier.channel import Outcome, Receipt
from services.notifier.ledger import Change, Entry, State
from services.notifier.policy import Retrying
from shared.contracts.event import Fact, Moment


class Reason(StrEnum):
    """Why a message is where it is after an attempt."""

    ACCEPTED = "accepted"
    TRY_AGAIN = "try_again"
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


def settle(entry: Entry, receipt: Receipt, *, now: datetime, policy: Retrying) -> Settled:
    """The state that follows from the receipt. `entry` counts the attempt that has just ended."""
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
    """What becomes of a message whose sender vanished: before handing over it is provably unsent, after it unclear."""
    if entry.handed_over_at is None:
        return Change(state=State.QUEUED, at=now, detail="发送进程在交付前中断，确认未发出，重新排队")
    return Change(state=State.MAYBE_SENT, at=now, detail="发送进程在交付途中中断，是否送达未知，不自动重发")


def _settled(reason: Reason, state: State, receipt: Receipt, now: datetime) -> Settled:
    return Settled(reason=reason, change=Change(state=state, at=now, detail=receipt.answer))
