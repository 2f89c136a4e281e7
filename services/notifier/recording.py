"""Recording how an attempt ended: in the ledger, on the unit's agenda, and to the world."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from services.notifier.delivery import Settled
from services.notifier.ledger import ENDED, Entry, State
from services.notifier.ledger_port import End, Ledger
from services.notifier.metrics import WARNINGS
from services.notifier.ports import Agendas, Contacts, Disabled, Publisher
from shared.clock import Clock
from shared.contracts.notices import ContactDisabled, NoticeFailed, NoticeSent, ToldFinding
from shared.logs import get_logger

log = get_logger(__name__)

BATCH = 200
"""Notices published in one round."""


class Attempt(NamedTuple):
    """An attempt that has ended: the message as it was claimed, and what follows."""

    entry: Entry
    settled: Settled


async def record(ledger: Ledger, agendas: Agendas, attempts: Sequence[Attempt]) -> list[bool]:
    """Note how attempts ended, and have their units looked at: reminders are due from now on.

    Returns:
        Which of them were recorded; False: another sender holds the message by now.
    """
    recorded = await ledger.record_all([_end_of(attempt) for attempt in attempts])
    kept = [attempt for attempt, mine in zip(attempts, recorded, strict=True) if mine]
    if kept:
        await agendas.schedule_all({a.entry.unit_id for a in kept}, min(a.settled.change.at for a in kept))
    for attempt, mine in zip(attempts, recorded, strict=True):
        _report(attempt, mine=mine)
    return recorded


def _end_of(attempt: Attempt) -> End:
    entry, settled = attempt
    return End(entry.id, entry.token or "", settled.change, settled.due_at, settled.parts_done, settled.slot_at)


def _report(attempt: Attempt, *, mine: bool) -> None:
    entry, change = attempt.entry, attempt.settled.change
    if not mine:
        log.error("warning.claim_lost", warning_id=entry.id, state=change.state.value, answer=change.detail)
        return
    WARNINGS.labels(entry.channel, change.state.value).inc()
    fields = {"warning_id": entry.id, "unit_id": entry.unit_id, "channel": entry.channel, "step": entry.step}
    level = log.info if change.state in {State.SENT, State.CONFIRMED} else log.warning
    level("warning.recorded", **fields, state=change.state.value, attempts=entry.attempts, answer=change.detail)


def notice_of(entry: Entry) -> NoticeSent | NoticeFailed | None:
    """What the world is told of a message that ended; the same entry makes the same event. None while it has not."""
    if entry.state not in ENDED or entry.finished_at is None:
        return None
    kind = NoticeFailed if entry.state is State.DEAD else NoticeSent
    return kind(
        warning_id=entry.id,
        unit_id=entry.unit_id,
        channel=entry.channel,
        step=entry.step,
        told=tuple(
            ToldFinding(target_id=line.target_id, indicator=line.indicator, item_ids=line.item_ids, step=line.step)
            for line in entry.lines
        ),
        at=entry.finished_at,
        message_id=entry.message_id,
        detail=entry.answer,
    )


def failing_contact(disabled: Disabled) -> ContactDisabled:
    """What the world is told of a contact that is used no more."""
    return ContactDisabled(
        unit_id=disabled.unit_id.removeprefix("@"),
        channel=disabled.contact.channel,
        contact=disabled.contact.key,
        at=disabled.at,
        detail=disabled.why,
    )


class Announcer:
    """Publishes notice.sent and notice.failed from the ledger, which is their outbox, and contacts that are disabled.

    What operations and the regulator's office are told is nobody else's business.
    """

    def __init__(
        self, *, ledger: Ledger, contacts: Contacts, publisher: Publisher, every: timedelta, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._contacts = contacts
        self._publisher = publisher
        self._every = every
        self._clock = clock

    async def step(self) -> datetime | None:
        """Publish the notices of ended messages. Returns when to be called again.

        A crash between publishing and noting it publishes the same event again, which changes nothing.
        """
        ended = await self._ledger.unannounced(BATCH)
        await self._publisher.publish_all(notice for entry in ended if (notice := _public(entry)) is not None)
        if ended:
            await self._ledger.announced([entry.id for entry in ended], self._clock())
        for disabled in await self._contacts.unannounced():
            await self._publisher.publish(failing_contact(disabled))
            await self._contacts.announced(disabled.contact)
        return self._clock() if ended else self._clock() + self._every


def _public(entry: Entry) -> NoticeSent | NoticeFailed | None:
    return None if entry.unit_id.startswith("@") else notice_of(entry)
