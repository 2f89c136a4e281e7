"""All that is known of one unit while it is planned, and what is to be said to each of its contacts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.notifier import dedup
from services.notifier.answer import Answer, Hold, hold_of
from services.notifier.book import Book, Unit
from services.notifier.compose import Saying
from services.notifier.concern import Concern
from services.notifier.contact import NOBODY, Contact
from services.notifier.dedup import Decision, decide, decide_upward, told_of
from services.notifier.inhibition import inhibits
from services.notifier.ladder import Rung
from services.notifier.ledger import Entry
from services.notifier.metrics import DECISIONS
from services.notifier.muting import Reason as Muted
from services.notifier.muting import hush
from services.notifier.policy import Policy
from services.notifier.quiet import allowed_at
from services.notifier.silence import Silence, silenced_until

LOOK_AGAIN = timedelta(minutes=10)
"""A silence may be ended early, and a cause mended by another unit: what is kept quiet is looked at this often."""


@dataclass(frozen=True)
class Desk:
    """The state of one unit at one moment. Decides, and changes nothing."""

    unit: Unit
    book: Book
    policy: Policy
    now: datetime
    concerns: Sequence[Concern]
    """The unit's own, open and lately ended."""
    below: Sequence[tuple[Concern, tuple[Rung, ...]]] = ()
    """Those of others that have come up to it, with the rungs that led here."""
    entries: Sequence[Entry] = ()
    """What the unit was told about any of them."""
    answers: Sequence[Answer] = ()
    silences: Sequence[Silence] = ()
    causes: Sequence[Concern] = ()
    """Open faults that may explain others."""
    disabled: Mapping[Contact, str] = field(default_factory=dict)
    """Contacts that are used no more, and why."""

    def contacts(self) -> tuple[Contact, ...]:
        """The unit's contacts of today, then those of the past that were told something: they hear of its end."""
        past = (Contact(channel=entry.channel, key=entry.contact) for entry in self.entries)
        return tuple(dict.fromkeys((*self.unit.contacts, *(c for c in past if c.channel != NOBODY))))

    def sayings(self, contact: Contact) -> tuple[list[Saying], list[datetime]]:
        """What is to be said to the contact now, and the moments at which there may be more."""
        told_before = [e for e in self.entries if (e.channel, e.contact) == (contact.channel, contact.key)]
        sayings: list[Saying] = []
        due: list[datetime] = []
        for saying in self._decided(contact, told_before, due):
            decision = saying.decision
            DECISIONS.labels("dedup", decision.reason.value).inc()
            if not decision.reason.speaks:
                due += [decision.due_at] if decision.due_at else []
                continue
            at = self._allowed_at(contact, decision)
            if at > self.now:
                due.append(at)
            else:
                sayings.append(saying)
        return sayings, due

    def hold(self, concern: Concern) -> Hold:
        """What the unit's own answers amount to."""
        policy = self.policy
        return hold_of(
            concern, self.answers, now=self.now, policy=policy.acknowledge, days=policy.days_of(concern.unit_id)
        )

    def hushed(self, concern: Concern) -> tuple[Muted, datetime | None]:
        """Why the concern is not spoken of at present, and until when if that is known."""
        retired = self.book.is_retired(concern.target_kind, concern.target_id)
        reason = hush(retired=retired, blind=concern.blind)
        if reason is not Muted.AUDIBLE:
            return reason, None
        if until := silenced_until(concern, self.silences, self.now):
            return Muted.SILENCED, until
        if concern.is_open and inhibits(self.causes, concern, self.policy.inhibit):
            return Muted.INHIBITED, self.now + LOOK_AGAIN
        return Muted.AUDIBLE, None

    def _decided(self, contact: Contact, told_before: list[Entry], due: list[datetime]) -> Iterable[Saying]:
        current = contact in self.unit.contacts
        for concern, rungs in (*((concern, None) for concern in self.concerns), *self.below):
            if concern.is_open and not current:
                continue
            reason, until = self.hushed(concern)
            if reason is not Muted.AUDIBLE:
                DECISIONS.labels("mute", reason.value).inc()
                due += [min(until, self.now + LOOK_AGAIN)] if until else []
                continue
            told = told_of(concern, told_before)
            hold = self.hold(concern)
            yield Saying(concern, self._decision(concern, told, rungs, hold), told, hold)

    def _decision(
        self, concern: Concern, told: tuple[dedup.Told, ...], rungs: tuple[Rung, ...] | None, hold: Hold
    ) -> Decision:
        if rungs is not None:
            return decide_upward(concern, told, rungs)
        add = self.policy.days_of(self.unit.id).add
        return decide(concern, told, now=self.now, policy=self.policy, add=add, hold=hold)

    def _allowed_at(self, contact: Contact, decision: Decision) -> datetime:
        return allowed_at(
            self.now,
            unit_id=self.unit.id,
            channel=contact.channel,
            step=decision.step,
            rules=self.policy.quiet,
            days=self.policy.days_of(self.unit.id),
        )
