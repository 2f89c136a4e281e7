"""Recording how an attempt ended: in the ledger, on the unit's agenda, and to the world."""

import asyncio
from datetime import datetime, timedelta

from services.notifier.delivery import Settled
from services.notifier.ledger import ENDED, Entry, State
from services.notifier.metrics import WARNINGS
from services.notifier.ports import Agendas, Contacts, Disabled, Ledger, Publisher
from shared.clock import Clock
from shared.contracts.notices import ContactDisabled, NoticeFailed, NoticeSent, ToldFinding
from shared.logs import get_logger

log = get_logger(__name__)

BATCH = 200
"""Notices published in one round."""


async def record(ledger: Ledger, agendas: Agendas, entry: Entry, settled: Settled) -> Entry | None:
    """Note the end of the attempt its claim stands for, and have the unit looked at: its reminder is due from now on.

    Returns:
        The message as it stands now; None if another sender holds it by now.
    """
    change = settled.change
    recorded = await ledger.record(
        entry.id,
        entry.token or "",
        change,
        due_at=settled.due_at,
        parts_done=settled.parts_done,
        slot_at=settled.slot_at,
    )
    if recorded is None:
        log.error("warning.claim_lost", warning_id=entry.id, state=change.state.value, answer=change.detail)
        return None
    await agendas.schedule(entry.unit_id, change.at)
    WARNINGS.labels(entry.channel, change.state.value).inc()
    fields = {"warning_id": entry.id, "unit_id": entry.unit_id, "channel": entry.channel, "step": entry.step}
    level = log.info if change.state in {State.SENT, State.CONFIRMED} else log.warning
    level("warning.recorded", **fields, state=change.state.value, attempts=entry.attempts, answer=change.detail)
    return recorded


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
        await asyncio.gather(*(self._announce(entry) for entry in ended))
        if ended:
            await self._ledger.announced([entry.id for entry in ended], self._clock())
        for disabled in await self._contacts.unannounced():
            await self._publisher.publish(failing_contact(disabled))
            await self._contacts.announced(disabled.contact)
        return self._clock() if ended else self._clock() + self._every

    async def _announce(self, entry: Entry) -> None:
        notice = notice_of(entry)
        if notice is not None and not entry.unit_id.startswith("@"):
            await self._publisher.publish(notice)
