"""What does a message say? Everything a unit must know, composed once and kept with the message."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from services.notifier import ledger, wording
from services.notifier.answer import Hold
from services.notifier.concern import Concern
from services.notifier.contact import Contact
from services.notifier.dedup import NO_HOLD, Decision, Told
from services.notifier.escalation import mend_by
from services.notifier.ledger import Change, Entry, Letter, Line, State
from services.notifier.policy import Policy
from services.notifier.routing import UNSEEN
from shared.contracts.event import Fact
from shared.contracts.verdicts import IndicatorKind
from shared.registry.vocabulary import Role


class Saying(NamedTuple):
    """One concern that is to be told, with what was told of it before."""

    concern: Concern
    decision: Decision
    told: tuple[Told, ...] = ()
    hold: Hold = NO_HOLD
    told_at: datetime | None = None
    """When the unit below was told, where it is told to those above."""
    untold: bool = False
    """Nobody can tell the unit below: those above have to pass it on."""
    others: tuple[Told, ...] = ()
    """What any contact of the unit was told of it, where contacts have roles: not all are told of it first."""
    climbed: frozenset[str] = frozenset()
    """The steps by which it has gone up the organisation tree, where that is why the contact is told."""
    instead_of: frozenset[Role] = frozenset()
    """The roles whose place the contact takes, because nobody of them can be told."""


EVIDENCE = 5
"""Pieces of evidence that may be attached to one mail."""
REFERENCES = 10
"""Message-IDs a reply names at most: the first and the latest."""


class Office(Fact):
    """On whose behalf messages are sent."""

    name: str
    """Signs the messages."""
    contact: str = ""
    """Where a unit can ask or object, such as a telephone number."""
    domain: str
    """Right side of the Message-IDs."""


class Recipient(Fact):
    """The unit a message goes to."""

    unit_id: str
    unit_name: str
    contact: Contact


class Brief(NamedTuple):
    """All that the templates may use."""

    recipient: Recipient
    office: Office
    sayings: Sequence[Saying]
    lines: Sequence[Line]
    policy: Policy
    now: datetime
    reference: str
    unit_names: Callable[[str], str]
    entry_id: str = ""


Render = Callable[[Brief], Letter]
"""Puts a brief into words."""


def compose(
    recipient: Recipient,
    sayings: Sequence[Saying],
    *,
    office: Office,
    policy: Policy,
    now: datetime,
    sequence: int,
    render: Render,
    unit_names: Callable[[str], str],
) -> Entry:
    """The message with all that is to be said, queued. The same things to say make the same message."""
    lines = tuple(_line(saying, policy, now) for saying in sayings)
    queued = Change(state=State.QUEUED, at=now, detail=wording.standing_in(instead_of(sayings)))
    entry_id = ledger.entry_id(recipient.unit_id, recipient.contact, lines)
    letter = render(Brief(recipient, office, sayings, lines, policy, now, entry_id[:8], unit_names, entry_id))
    return Entry(
        id=entry_id,
        unit_id=recipient.unit_id,
        unit_name=recipient.unit_name,
        channel=recipient.contact.channel,
        contact=recipient.contact.key,
        sequence=sequence,
        step=ledger.gravest(lines),
        lines=lines,
        state=State.QUEUED,
        queued_at=now,
        due_at=now,
        history=(queued,),
        letter=letter,
        message_id=f"<{entry_id}@{office.domain}>",
        sha256=digest_of(letter),
        references=_references(sayings),
        evidence=_evidence(sayings),
    )


def gravest_first(sayings: Sequence[Saying]) -> list[Saying]:
    """Vetoes before the rest, otherwise as they came."""
    return sorted(sayings, key=lambda saying: saying.concern.share.finding.kind is not IndicatorKind.VETO)


def instead_of(sayings: Sequence[Saying]) -> tuple[Role, ...]:
    """The roles whose place the recipient takes in this message."""
    roles = frozenset[Role]().union(*(saying.instead_of for saying in sayings))
    return tuple(role for role in Role if role in roles)


def _evidence(sayings: Sequence[Saying]) -> tuple[str, ...]:
    """The evidence of what is still wrong, a few pieces: the rest is in the store."""
    open_ones = (saying.concern.share.finding for saying in sayings if saying.concern.is_open)
    ids = (piece.evidence_id for finding in open_ones for piece in finding.evidence)
    return tuple(dict.fromkeys(one for one in ids if one))[:EVIDENCE]


def digest_of(letter: Letter) -> str:
    """The sha256 of subject, an empty line, and text."""
    return hashlib.sha256(f"{letter.subject}\n\n{letter.text}".encode()).hexdigest()


def _references(sayings: Sequence[Saying]) -> tuple[str, ...]:
    """What this contact was told of the same matters before, the first and the latest: mail programs make a thread."""
    told = sorted((t for saying in sayings for t in saying.told if t.state.has_reached), key=lambda t: t.at)
    ids = tuple(dict.fromkeys(t.message_id for t in told if t.message_id))
    return ids if len(ids) <= REFERENCES else (ids[0], *ids[-REFERENCES + 1 :])


def _line(saying: Saying, policy: Policy, now: datetime) -> Line:
    concern, decision = saying.concern, saying.decision
    return Line(
        concern_id=concern.id,
        step=decision.step,
        target_kind=concern.target_kind,
        target_id=concern.target_id,
        target_name=concern.target_name,
        indicator=concern.indicator,
        title=concern.share.finding.title,
        item_ids=decision.item_ids,
        mend_by=_deadline(saying, policy, now),
    )


def _deadline(saying: Saying, policy: Policy, now: datetime) -> datetime | None:
    """The deadline once told stays; things found later have their own."""
    kind = ledger.kind_of(saying.decision.step)
    if saying.concern.indicator == UNSEEN:
        return None  # no unit's fault, and no term of the regulator's
    if kind in ledger.UPWARD:
        return _mend_by(saying, policy, saying.told_at) if saying.told_at else None
    if kind == ledger.REMINDER:
        return next((t.line.mend_by for t in (*saying.told, *saying.others) if t.line.mend_by), None)
    if kind == ledger.FAULT:
        return _mend_by(saying, policy, now)
    return None


def _mend_by(saying: Saying, policy: Policy, told_at: datetime) -> datetime | None:
    days = policy.days_of(saying.concern.unit_id)
    return mend_by(told_at, saying.concern.share.finding.kind, policy.mend, days.add)
