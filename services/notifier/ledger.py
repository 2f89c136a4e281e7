"""The ledger: every message to every contact, with its text, its states and what the provider answered."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from services.notifier.contact import Contact
from shared.contracts.event import Fact, Moment, content_id
from shared.contracts.target import TargetKind

EARLY, FAULT, RECOVERY, REMINDER = "early", "fault", "recovery", "reminder"
"""The steps a finding is told in; reminders are numbered: `reminder-1`, `reminder-2`, …"""
COPY, ESCALATION, INTERVIEW = "copy", "escalation", "interview"
"""The steps it is told to those above in (抄送, 督办, 提请约谈), numbered by rung: `escalation-2`."""
DIGEST = "digest"
"""The step of the regulator's daily digest, which has no lines."""
UPWARD = frozenset({COPY, ESCALATION, INTERVIEW})
"""Steps that tell those above."""


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    """A sender holds it until its lease ends."""
    SENT = "sent"
    """The provider took it and said so."""
    CONFIRMED = "confirmed"
    """It is known to have arrived."""
    RETRY = "retry"
    """The provider provably did not take it; it is offered again."""
    DEAD = "dead"
    """It cannot be delivered and will not be tried again by itself."""
    MAYBE_SENT = "maybe_sent"
    """It was handed over and nobody heard the answer. Shown to people, never silently sent again."""
    WITHDRAWN = "withdrawn"
    """It was not true any more before it was sent, so it was not sent."""

    @property
    def is_waiting(self) -> bool:
        """It waits for a sender, and may still be withdrawn."""
        return self in {State.QUEUED, State.RETRY}

    @property
    def has_reached(self) -> bool:
        """The contact was told, as far as anybody can tell."""
        return self in {State.SENT, State.CONFIRMED, State.MAYBE_SENT}


class Line(Fact):
    """One finding as one message tells it."""

    concern_id: str
    step: str
    target_kind: TargetKind
    target_id: str
    target_name: str
    indicator: str
    title: str
    item_ids: tuple[str, ...] = ()
    mend_by: Moment | None = None
    """The end of the day by which it is to be mended, as told."""


class Change(Fact):
    """One change of state, with the provider's answer or the reason."""

    state: State
    at: Moment
    detail: str = ""


class Letter(Fact):
    """What the message says, ready for every kind of channel."""

    subject: str
    text: str
    html: str


class Entry(Fact):
    """One message to one contact. Kept for good."""

    id: str
    unit_id: str
    unit_name: str
    channel: str
    contact: str
    sequence: int
    """Counts the messages to this contact, so that two planners never file at the same time."""
    step: str
    """The gravest step of its lines."""
    lines: tuple[Line, ...]
    state: State
    queued_at: Moment
    due_at: Moment
    """When it may be tried next."""
    history: tuple[Change, ...]
    letter: Letter | None = None
    """None where only the course of things was asked for."""
    message_id: str
    sha256: str
    """Of subject, an empty line, and text."""
    attempts: int = 0
    token: str | None = None
    """Names the claim that holds it, or held it last."""
    lease_until: Moment | None = None
    handed_over_at: Moment | None = None
    """Set by the claim's holder at the last moment before the provider may take it."""
    finished_at: Moment | None = None
    answer: str | None = None
    """The provider's last answer."""
    announced_at: Moment | None = None
    """When notice.sent or notice.failed was published."""
    parts_done: int = 0
    """Parts the provider is known to have, where the text had to be split."""
    slot_at: Moment | None = None
    """The slot reserved for it under the provider's rate limit; None: it has to reserve one."""
    evidence: tuple[str, ...] = ()
    """Ids of the evidence its findings rest on, for those that want it attached."""
    references: tuple[str, ...] = ()
    """Message-IDs of what this contact was told of the same matters before: they make a thread."""

    def changed(self, change: Change, **update: object) -> Self:
        """The same after one more change of state."""
        return self.model_copy(update={**update, "state": change.state, "history": (*self.history, change)})


ENDED = frozenset({State.SENT, State.CONFIRMED, State.DEAD})
"""States that are announced to the world."""

_GRAVITY = {INTERVIEW: 0, ESCALATION: 1, FAULT: 2, REMINDER: 3, COPY: 4, EARLY: 5, RECOVERY: 6}


def kind_of(step: str) -> str:
    """The step without its number."""
    return step.partition("-")[0]


def gravest(lines: Iterable[Line]) -> str:
    """The step a message with these lines is counted under."""
    return min((line.step for line in lines), key=lambda step: (_GRAVITY[kind_of(step)], step))


def entry_id(unit_id: str, contact: Contact, lines: Iterable[Line]) -> str:
    """The same unit, contact, findings and steps are the same message, whoever composes it."""
    said = sorted((line.concern_id, line.step, sorted(line.item_ids)) for line in lines)
    return str(content_id("warning", unit_id, contact.channel, contact.key, said))
