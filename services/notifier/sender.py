"""Sending: a message is claimed, offered to its channel once, and how that ended is recorded."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

from services.notifier.channel import Channel, LeaseLost, Outcome, Receipt
from services.notifier.contact import Contact
from services.notifier.delivery import settle
from services.notifier.ledger import Entry, State
from services.notifier.metrics import ATTEMPT_SECONDS, ATTEMPTS, WARNINGS
from services.notifier.policy import Policy
from services.notifier.ports import Stores
from services.notifier.recording import record
from shared.clock import Clock
from shared.logs import get_logger

log = get_logger(__name__)


def random_token() -> str:
    """A name for a claim that nobody else has."""
    return uuid.uuid4().hex


class Sender:
    """Delivers the messages of one channel. Any number of them, in any number of processes, share one ledger."""

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
        self._agendas = stores.agendas
        self._contacts = stores.contacts
        self._policy = policy
        self._lease = lease
        self._clock = clock
        self._on_recorded = on_recorded
        self._token = token

    async def step(self) -> datetime | None:
        """Deliver the message due longest, if any. Returns when to be called again; None: not before one is filed."""
        now = self._clock()
        entry = await self._ledger.claim(self._name, now=now, lease_until=now + self._lease, token=self._token())
        if entry is None:
            return await self._ledger.next_due(self._name)
        WARNINGS.labels(self._name, State.CLAIMED.value).inc()
        receipt = await self._attempt(entry)
        if receipt is not None:
            await self._settle(entry, receipt)
        return now

    async def _settle(self, entry: Entry, receipt: Receipt) -> None:
        settled = settle(entry, receipt, now=self._clock(), policy=self._policy.retry)
        ATTEMPTS.labels(self._name, settled.reason.value).inc()
        await record(self._ledger, self._agendas, entry, settled)
        if receipt.contact_invalid:
            contact = Contact(channel=entry.channel, key=entry.contact)
            await self._contacts.disable(contact, unit_id=entry.unit_id, why=receipt.answer, at=self._clock())
        self._on_recorded()

    async def _attempt(self, entry: Entry) -> Receipt | None:
        """Offer the message once. None if the claim was lost on the way: then nothing was handed over."""
        handed_over = False

        async def hand_over(parts_done: int = 0) -> None:
            nonlocal handed_over
            now = self._clock()
            expired = entry.lease_until is not None and now >= entry.lease_until
            mine = not expired and await self._ledger.hand_over(
                entry.id, entry.token or "", at=now, parts_done=parts_done
            )
            if not mine:
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
