"""What follows from one attempt."""

from datetime import timedelta

import pytest

from services.notifier.channel import Outcome, Receipt
from services.notifier.delivery import Reason, abandoned, retry_delay, settle
from services.notifier.ledger import State
from tests.warning_builders import NOON, POLICY, an_entry

RETRY = POLICY.retry
CASES = {
    "taken": (Outcome.ACCEPTED, timedelta(), Reason.ACCEPTED, State.SENT),
    "refused for good": (Outcome.REFUSED, timedelta(), Reason.REFUSED, State.DEAD),
    "no answer": (Outcome.UNKNOWN, timedelta(), Reason.UNKNOWN, State.MAYBE_SENT),
    "not now": (Outcome.NOT_NOW, timedelta(), Reason.TRY_AGAIN, State.RETRY),
    "not now, for almost too long": (
        Outcome.NOT_NOW,
        RETRY.give_up_after - timedelta(seconds=1),
        Reason.TRY_AGAIN,
        State.RETRY,
    ),
    "not now, for too long": (Outcome.NOT_NOW, RETRY.give_up_after, Reason.GAVE_UP, State.DEAD),
    "taken after very long": (Outcome.ACCEPTED, RETRY.give_up_after * 2, Reason.ACCEPTED, State.SENT),
}


@pytest.mark.parametrize(("outcome", "age", "reason", "state"), CASES.values(), ids=CASES.keys())
def test_settle(outcome, age, reason, state):
    """Provably taken, provably not taken, and nobody knows are three different ends."""
    settled = settle(an_entry(attempts=1), Receipt(outcome=outcome, answer="x"), now=NOON + age, policy=RETRY)

    assert (reason, state, "x") == (settled.reason, settled.change.state, settled.change.detail)
    assert (state is State.RETRY) == (settled.due_at is not None)


def test_a_provider_that_names_a_time_is_obeyed():
    """Retry-After is not second-guessed."""
    receipt = Receipt(outcome=Outcome.NOT_NOW, answer="x", retry_after=timedelta(minutes=10))

    assert NOON + timedelta(minutes=10) == settle(an_entry(), receipt, now=NOON, policy=RETRY).due_at


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (8, 3600), (1000, 3600)], ids=str)
def test_retry_delay_grows_to_its_limit(attempts, seconds):
    """Doubling, an hour at most."""
    assert timedelta(seconds=seconds) == retry_delay(attempts, RETRY)


@pytest.mark.parametrize(
    ("handed_over_at", "state"), [(None, State.QUEUED), (NOON, State.MAYBE_SENT)], ids=["before", "after"]
)
def test_abandoned(handed_over_at, state):
    """A sender that vanished before handing over has sent nothing; one that vanished after it may have."""
    entry = an_entry(state=State.CLAIMED, handed_over_at=handed_over_at)

    assert state is abandoned(entry, NOON).state
