"""Sending: a message is claimed, offered to its channel once, and how that ended is recorded."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

from services.notifier.channel import Channel, LeaseLost, Outcome, Receipt
from services.notifier.claims import Claims, random_token
from services.notifier.contact import Contact
from services.notifier.delivery import settle
from services.notifier.group_commit import GroupCommit
from services.notifier.ledger import Entry
from services.notifier.ledger_port import HandedOver
from services.notifier.metrics import ATTEMPT_SECONDS, ATTEMPTS
from services.notifier.policy import Policy
from services.notifier.ports import Stores
from services.notifier.recording import Attempt, record
from shared.clock import Clock
from shared.logs import get_logger
from shared.mongo import PyMongoError

log = get_logger(__name__)


LEAVING = timedelta(seconds=2)
"""How long a process that is ending tries to give back its claims."""


class Sender:
    """Delivers the messages of one channel, as many at a time as its step is called side by side.

    Claims, and what those under way have to note at the same moment, are written together.
    """

    def __init__(
        self,
        name: str,
        channel: Channel,
        *,
        stores: Stores,
        policy: Policy,
        lease: timedelta,
        clock: Clock,
        on_recorded: Callable[[], None],
        token: Callable[[], str] = random_token,
    ) -> None:
        self._name = name
        self._channel = channel
        self._ledger = stores.ledger
        self._contacts = stores.contacts
        self._policy = policy
        self._clock = clock
        self._on_recorded = on_recorded
        self._claims = Claims(name, stores.ledger, lease=lease, clock=clock, token=token)
        self._handing_over = GroupCommit(stores.ledger.hand_over_all)
        self._recording: GroupCommit[Attempt, bool] = GroupCommit(
            lambda attempts: record(stores.ledger, stores.agendas, attempts)
        )

    async def step(self) -> datetime | None:
        """Deliver the message due longest, if any. Returns when to be called again; None: not before one is filed."""
        entry = await self._claims.take()
        if entry is None:
            return await self._ledger.next_due(self._name)
        receipt = await self._attempt(entry)
        if receipt is not None:
            await self._settle(entry, receipt)
        return self._clock()

    async def leave(self) -> None:
        """Give back what was claimed and not begun, so that others need not wait for the end of the lease."""
        try:
            async with asyncio.timeout(LEAVING.total_seconds()):
                await self._claims.give_back()
        except (TimeoutError, PyMongoError) as error:
            log.warning("claims.kept", channel=self._name, error=str(error))

    async def _settle(self, entry: Entry, receipt: Receipt) -> None:
        settled = settle(entry, receipt, now=self._clock(), policy=self._policy.retry)
        ATTEMPTS.labels(self._name, settled.reason.value).inc()
        if receipt.contact_invalid:  # noted first: whoever plans the unit because of what is recorded must know it
            contact = Contact(channel=entry.channel, key=entry.contact)
            await self._contacts.disable(contact, unit_id=entry.unit_id, why=receipt.answer, at=self._clock())
        await self._recording.submit(Attempt(entry, settled))
        self._on_recorded()

    async def _attempt(self, entry: Entry) -> Receipt | None:
        """Offer the message once. None if the claim was lost on the way: then nothing was handed over."""
        handed_over = False

        async def hand_over(parts_done: int = 0) -> None:
            nonlocal handed_over
            now = self._clock()
            expired = entry.lease_until is not None and now >= entry.lease_until
            handing_over = HandedOver(entry.id, entry.token or "", now, parts_done)
            if expired or not await self._handing_over.submit(handing_over):
                raise LeaseLost
            handed_over = True

        started = perf_counter()
        try:
            return await self._channel.deliver(entry, hand_over)
        except LeaseLost:
            log.warning("warning.lease_lost", warning_id=entry.id)
            return None
        except Exception as error:  # whatever breaks in a channel, it is known whether the message was handed over
            log.exception("warning.channel_failed", warning_id=entry.id, channel=self._name)
            outcome = Outcome.UNKNOWN if handed_over else Outcome.NOT_NOW
            return Receipt(outcome=outcome, answer=f"发送程序出错：{error!r}")
        finally:
            ATTEMPT_SECONDS.labels(self._name).observe(perf_counter() - started)
