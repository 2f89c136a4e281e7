"""All that is known of one unit while it is planned, and what is to be said to each of its contacts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from services.notifier import dedup
from services.notifier.addressing import Reason as Addressed
from services.notifier.addressing import address
from services.notifier.answer import Answer, Hold, hold_of
from services.notifier.book import Book, Unit
from services.notifier.compose import Saying
from services.notifier.concern import Concern, Standing
from services.notifier.contact import NOBODY, Contact
from services.notifier.dedup import Decision, decide, decide_beside, decide_upward, told_of
from services.notifier.inhibition import inhibits
from services.notifier.ladder import Rung
from services.notifier.ledger import FAULT, REMINDER, Entry, kind_of
from services.notifier.metrics import DECISIONS
from services.notifier.muting import Reason as Muted
from services.notifier.muting import hush
from services.notifier.policy import Policy
from services.notifier.quiet import allowed_at
from services.notifier.silence import Silence, silenced_until
from shared.registry.vocabulary import Role

OTHERS = Decision(reason=dedup.Reason.OTHER_ROLE)
"""It is for other contacts of the unit."""

LOOK_AGAIN = timedelta(minutes=10)
"""A silence may be ended early, and a cause mended by another unit: what is kept quiet is looked at this often."""


class Below(NamedTuple):
    """A fault of another unit that has come up to this one."""

    concern: Concern
    rungs: tuple[Rung, ...]
    """Those that led here."""
    told_at: datetime | None = None
    """When the unit below was told, from which its deadline counts."""
    ended_at: datetime | None = None
    """When its way up was seen to have ended."""

    @property
    def moved_at(self) -> datetime | None:
        """When it came to where it is."""
        return self.ended_at or max((rung.fired_at for rung in self.rungs if rung.fired_at), default=None)


@dataclass(frozen=True)
class Desk:
    """The state of one unit at one moment. Decides, and changes nothing."""

    unit: Unit
    book: Book
    policy: Policy
    now: datetime
    concerns: Sequence[Concern]
    """The unit's own, open and lately ended."""
    below: Sequence[Below] = ()
    """Those of others that have come up to it."""
    entries: Sequence[Entry] = ()
    """What the unit was told about any of them."""
    answers: Sequence[Answer] = ()
    silences: Sequence[Silence] = ()
    causes: Sequence[Concern] = ()
    """Open faults that may explain others."""
    disabled: Mapping[Contact, str] = field(default_factory=dict)
    """Contacts that are used no more, and why."""
    last_sequences: Mapping[tuple[str, Contact], int] = field(default_factory=dict)
    """The numbers of the last messages, read before what was told: whoever files in between takes ours away."""
    climbed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The steps by which faults of the unit have gone up the organisation tree, where its contacts have roles."""
    gather: timedelta = timedelta()
    """How long what comes up from below is collected into one message."""

    @property
    def ids(self) -> list[str]:
        """The concerns it is about."""
        return [c.id for c in (*self.concerns, *(one.concern for one in self.below))]

    def is_beyond_reach(self, unit_id: str) -> bool:
        """Whether the unit has no contact, or none at which anything arrives."""
        usable = [contact for contact in self.book.unit(unit_id).contacts if contact not in self.disabled]
        return all(contact.channel == NOBODY for contact in usable)

    def next_sequence(self, contact: Contact) -> int:
        """The number of the next message to the contact."""
        return self.last_sequences.get((self.unit.id, contact), 0) + 1

    def contacts(self) -> tuple[Contact, ...]:
        """The unit's contacts of today, then those of the past that were told something: they hear of its end."""
        past = (Contact(channel=entry.channel, key=entry.contact) for entry in self.entries)
        return tuple(dict.fromkeys((*self.unit.contacts, *(c for c in past if c.channel != NOBODY))))

    def sayings(self, contact: Contact) -> tuple[list[Saying], list[datetime]]:
        """What is to be said to the contact now, and the moments at which there may be more."""
        told_before = [e for e in self.entries if (e.channel, e.contact) == (contact.channel, contact.key)]
        sayings: list[Saying] = []
        due: list[datetime] = []
        gathered: list[tuple[datetime, Saying]] = []
        for saying, moved_at in self._decided(contact, told_before, due):
            decision = saying.decision
            DECISIONS.labels("dedup", decision.reason.value).inc()
            if not decision.reason.speaks:
                due += [decision.due_at] if decision.due_at else []
                continue
            at = self._allowed_at(contact, decision)
            if at > self.now:
                due.append(at)
            elif moved_at is not None:
                gathered.append((moved_at + self.gather, saying))
            else:
                sayings.append(saying)
        ready_at = min((at for at, _ in gathered), default=self.now)
        if ready_at > self.now:
            return sayings, [*due, ready_at]
        return [*sayings, *(saying for _, saying in gathered)], due

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

    def _decided(
        self, contact: Contact, told_before: list[Entry], due: list[datetime]
    ) -> Iterable[tuple[Saying, datetime | None]]:
        """What is to be said of each concern; for those from below also when they came up."""
        current = contact in self.unit.contacts
        own = ((concern, None) for concern in self.concerns)
        for concern, below in (*own, *((one.concern, one) for one in self.below)):
            if concern.is_open and not current:
                continue
            reason, until = self.hushed(concern)
            if reason is not Muted.AUDIBLE:
                DECISIONS.labels("mute", reason.value).inc()
                due += [min(until, self.now + LOOK_AGAIN)] if until else []
                continue
            told = told_of(concern, told_before)
            hold = self.hold(concern)
            decision = self._decision(contact, concern, told, below.rungs if below else None, hold)
            saying = Saying(concern, decision, told, hold, instead_of=self._instead_of(contact, concern, decision))
            if below is not None:
                untold = self.is_beyond_reach(concern.unit_id)
                saying = saying._replace(told_at=below.told_at, untold=untold)
            elif contact in self.unit.roles and decision.reason.speaks:
                others = told_of(concern, self.entries)
                saying = saying._replace(others=others, climbed=self.climbed.get(concern.id, frozenset()))
            yield saying, below.moved_at if below else None

    def _decision(
        self,
        contact: Contact,
        concern: Concern,
        told: tuple[dedup.Told, ...],
        rungs: tuple[Rung, ...] | None,
        hold: Hold,
    ) -> Decision:
        if rungs is not None:
            mine = [rung for rung in rungs if self._address(contact, concern, rung.step).hears]
            return decide_upward(concern, told, mine) if mine or not concern.is_open else OTHERS
        ask = partial(decide, concern, told)
        if self._is_only_reminded(contact, concern):
            ask = partial(decide_beside, concern, told, told_of(concern, self.entries))
        decision = ask(now=self.now, policy=self.policy, add=self.policy.days_of(self.unit.id).add, hold=hold)
        speaks = decision.reason.speaks and concern.is_open
        return OTHERS if speaks and not self._address(contact, concern, kind_of(decision.step)).hears else decision

    def _is_only_reminded(self, contact: Contact, concern: Concern) -> bool:
        is_fault = concern.is_open and concern.standing is Standing.FAULT
        return is_fault and not self._address(contact, concern, FAULT).hears

    def _address(self, contact: Contact, concern: Concern, kind: str) -> Addressed:
        """Whether the contact is told this step; of a fault that went up, whom that step asks for is reminded too."""
        if contact not in self.unit.roles:
            return Addressed.ASKED
        kinds = (kind, *self.climbed.get(concern.id, ())) if kind == REMINDER else (kind,)
        roles, disabled = self.policy.roles, self.disabled
        reasons = {address(self.unit, contact, one, rules=roles, disabled=disabled) for one in kinds}
        return min(reasons, key=list(Addressed).index)

    def _instead_of(self, contact: Contact, concern: Concern, decision: Decision) -> frozenset[Role]:
        """The roles the contact stands in for; none for the end, which goes to whoever heard of the beginning."""
        if not decision.reason.speaks or not concern.is_open:
            return frozenset()
        kind = kind_of(decision.step)
        addressed = self._address(contact, concern, kind)
        DECISIONS.labels("address", addressed.value).inc()
        return self.policy.roles.wanted(kind) if addressed is Addressed.STANDS_IN else frozenset()

    def _allowed_at(self, contact: Contact, decision: Decision) -> datetime:
        return allowed_at(
            self.now,
            unit_id=self.unit.id,
            channel=contact.channel,
            step=decision.step,
            rules=self.policy.quiet,
            days=self.policy.days_of(self.unit.id),
        )
