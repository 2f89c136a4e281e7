"""The regulator's daily digest: what was said since the last one, what stays open, and what needs a person."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.notifier.contact import OPERATIONS, REGULATOR, Contact
from services.notifier.desk import Desk
from services.notifier.ledger import DIGEST, UPWARD, Change, Entry, Letter, State, kind_of
from services.notifier.policy import Digest, Policy
from services.notifier.ports import Disabled, Standings, Stores
from services.notifier.workdays_of import Days
from shared.clock import CHINA, local
from shared.contracts.event import content_id

CONTESTED = timedelta(seconds=1)


class News(NamedTuple):
    """All that the digest's templates may use."""

    office: str
    begins_at: datetime
    ends_at: datetime
    counts: dict[str, int]
    """Findings that reached somebody since the last digest, by kind of step."""
    units: int
    """Units that something reached; the regulator's own office is none of them."""
    raised: Sequence[tuple[str, str, str]]
    """What went up the organisation tree: unit, finding, step."""
    standings: Sequence[Standings]
    """What is open, the units with most first."""
    failed: int
    unclear: int
    waiting: int
    disabled: Sequence[Disabled]
    unit_names: Callable[[str], str]


RenderNews = Callable[[News], Letter]


LOOKED_BACK = 15
"""Digests that may have been missed and are made up for by the next one."""
LATE = timedelta(hours=12)
"""Whoever is new gets no digest of a day that has been over for so long."""


class Digester:
    """Files one digest for each workday and contact; a day that was missed is in the next one."""

    def __init__(self, *, stores: Stores, policy: Policy, render: RenderNews, domain: str, office: str) -> None:
        self._stores = stores
        self._policy = policy
        self._render = render
        self._domain = domain
        self._office = office

    async def digest(self, desk: Desk) -> tuple[list[Entry], datetime]:
        """File today's where it is due and not filed yet. Returns what was filed, and when the next is due."""
        rules, days = self._policy.digest, self._policy.days_of(desk.unit.id)
        filed: list[Entry] = []
        last = last_due(desk.now, rules, days)
        for contact in desk.unit.contacts:
            if await self._is_filed(last, contact):
                continue
            begins_at = await self._begins_at(last, contact, rules, days)
            if begins_at is None and desk.now - last > LATE:
                continue
            before = last_due(last - timedelta(seconds=1), rules, days)
            entry = await self._entry(desk, contact, begins_at=begins_at or before, at=last)
            if await self._stores.ledger.file_all([entry]):
                return filed, desk.now + CONTESTED
            filed.append(entry)
        return filed, next_due(desk.now, rules, days)

    async def _is_filed(self, due_at: datetime, contact: Contact) -> bool:
        return await self._stores.ledger.get(digest_id(local(due_at).date(), contact)) is not None

    async def _begins_at(self, last: datetime, contact: Contact, rules: Digest, days: Days) -> datetime | None:
        """Where the digest before ended, so that no day is left out; None for a contact that never had one."""
        at = last
        for _ in range(LOOKED_BACK):
            at = last_due(at - timedelta(seconds=1), rules, days)
            if await self._is_filed(at, contact):
                return at
        return None

    async def _entry(self, desk: Desk, contact: Contact, *, begins_at: datetime, at: datetime) -> Entry:
        letter = self._render(await self._news(desk, begins_at, at))
        entry_id = digest_id(local(at).date(), contact)
        return Entry(
            id=entry_id,
            unit_id=desk.unit.id,
            unit_name=desk.unit.name,
            channel=contact.channel,
            contact=contact.key,
            sequence=desk.next_sequence(contact),
            step=DIGEST,
            lines=(),
            state=State.QUEUED,
            queued_at=desk.now,
            due_at=desk.now,
            history=(Change(state=State.QUEUED, at=desk.now),),
            letter=letter,
            message_id=f"<{entry_id}@{self._domain}>",
            sha256=hashlib.sha256(f"{letter.subject}\n\n{letter.text}".encode()).hexdigest(),
        )

    async def _news(self, desk: Desk, begins_at: datetime, ends_at: datetime) -> News:
        said = [e for e in await self._stores.ledger.said_between(begins_at, ends_at) if e.step != DIGEST]
        told_to = [e for e in said if e.state.has_reached and e.unit_id != OPERATIONS]
        told = {(line.concern_id, line.step): line for e in told_to for line in e.lines}
        backlog = (await self._stores.ledger.backlog()).values()
        return News(
            office=self._office,
            begins_at=begins_at,
            ends_at=ends_at,
            counts=dict(Counter(kind_of(step) for _, step in told)),
            units=len({e.unit_id for e in told_to if e.unit_id != REGULATOR}),
            raised=[
                (line.target_name, line.title, line.step) for line in told.values() if kind_of(line.step) in UPWARD
            ],
            standings=await self._stores.dockets.standings(),
            failed=sum(e.state is State.DEAD for e in said),
            unclear=sum(b.unclear for b in backlog),
            waiting=sum(b.waiting for b in backlog),
            disabled=await self._stores.contacts.disabled(),
            unit_names=desk.book.name,
        )


def digest_id(day: date, contact: Contact) -> str:
    """One digest a day and contact, whoever composes it."""
    return str(content_id("digest", day.isoformat(), contact.channel, contact.key))


def last_due(now: datetime, rules: Digest, days: Days) -> datetime:
    """The latest moment, now included, at which a digest was due."""
    day = local(now).date()
    while True:
        at = datetime.combine(day, rules.at, tzinfo=CHINA)
        if at <= now and (not rules.workdays_only or days.works_or_guess(day)):
            return at
        day -= timedelta(days=1)


def next_due(now: datetime, rules: Digest, days: Days) -> datetime:
    """The first moment after now at which a digest is due."""
    day = local(now).date()
    while True:
        at = datetime.combine(day, rules.at, tzinfo=CHINA)
        if at > now and (not rules.workdays_only or days.works_or_guess(day)):
            return at
        day += timedelta(days=1)
