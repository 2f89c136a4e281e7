"""What happens to an event that was delivered: decoded, handled, and acknowledged, tried again or buried."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import structlog
from nats.errors import Error as NatsError
from pydantic import ValidationError

from shared.clock import Clock
from shared.contracts import EVENTS_BY_TYPE
from shared.contracts.event import Event
from shared.dead_letters import DeadLetter, Reason
from shared.errors import Permanent, Transient
from shared.logs import get_logger
from shared.metrics import DEAD_LETTERED, EVENTS_CONSUMED, HANDLING_SECONDS
from shared.mongo import is_outage
from shared.streams import Consumer
from shared.validation import explain

log = get_logger(__name__)

CRASH_LIMIT = 1_000
"""Deliveries after which an event is buried unhandled: it ends its process each time. Far above what an outage of
MongoDB uses up (33 hours at two minutes a try), because an outage must bury nothing."""

LONGEST_DELAY = timedelta(minutes=2)


class RawMessage(Protocol):
    """What is needed of a JetStream message."""

    subject: str
    data: bytes
    headers: dict[str, str] | None

    @property
    def metadata(self) -> Any:
        """Stream, sequence and number of deliveries."""

    async def ack(self) -> None:
        """Done."""

    async def nak(self, delay: float | None = None) -> None:
        """Again, after the delay."""

    async def term(self) -> None:
        """Never again."""

    async def in_progress(self) -> None:
        """Still at work: the time to acknowledge begins anew."""


@dataclass(frozen=True)
class Received:
    """One event as it was delivered."""

    event: Event
    id: str
    """Its ce-id."""
    delivered: int
    """Which delivery this is. 1 does not prove that it is new: a server that was killed forgets."""
    body: bytes | None = None
    """The event as it came, where it came over the bus: who keeps it need not write it anew."""


BatchHandler = Callable[[Sequence[Received]], Awaitable[None]]
"""Handles events together; returning acknowledges all of them."""

Bury = Callable[[DeadLetter], Awaitable[None]]
"""Puts a dead letter where it is kept. Returns when it is safely there."""


class Malformed(Permanent):
    """It is no event we know."""


def decode(headers: Mapping[str, str] | None, body: bytes) -> tuple[Event, str]:
    """The event in a message in CloudEvents binary mode, and its id.

    Raises:
        Malformed: a header is missing, the type is unknown, or the body is not what the type promises.
    """
    found = {name.lower(): value for name, value in (headers or {}).items()}
    missing = [name for name in ("ce-type", "ce-id") if not found.get(name)]
    if missing:
        raise Malformed(f"missing header {', '.join(missing)}: expected a CloudEvents 1.0 event in binary mode")
    if found.get("ce-specversion", "1.0") != "1.0":
        raise Malformed(f"ce-specversion: expected 1.0, got {found['ce-specversion']}")
    event_type = EVENTS_BY_TYPE.get(found["ce-type"])
    if event_type is None:
        raise Malformed(f"ce-type: {found['ce-type']!r} is no event known here")
    try:
        return event_type.read(body), found["ce-id"]
    except ValidationError as error:
        raise Malformed(explain(error)) from error


def retry_delay(delivered: int, base: timedelta) -> timedelta:
    """How long to wait before the next try: doubling from `base`, two minutes at most."""
    doubled: timedelta = base * 2 ** min(delivered - 1, 20)
    return min(doubled, LONGEST_DELAY)


class Settlement:
    """The one way an event ends: acknowledged, delivered again later, or among the dead letters. Never lost."""

    def __init__(self, consumer: Consumer, handler: BatchHandler, bury: Bury, *, clock: Clock, base: timedelta) -> None:
        self._consumer = consumer
        self._handler = handler
        self._bury = bury
        self._clock = clock
        self._base = base

    async def take(self, messages: Iterable[RawMessage]) -> None:
        """Settle every message. Those that cannot be read are buried; the others are handled together."""
        readable: list[tuple[RawMessage, Received]] = []
        for message in messages:
            received = await self._read(message)
            if received is not None:
                readable.append((message, received))
        if readable:
            with HANDLING_SECONDS.labels(self._consumer.stream).time():
                await self._handle(readable)

    async def _read(self, message: RawMessage) -> Received | None:
        delivered = message.metadata.num_delivered
        try:
            event, event_id = decode(message.headers, message.data)
        except Malformed as error:
            await self._dead(message, Reason.MALFORMED, str(error))
            return None
        if delivered > CRASH_LIMIT:
            await self._dead(message, Reason.EXHAUSTED, f"{delivered} deliveries, none of which ended")
            return None
        return Received(event, event_id, delivered, message.data)

    async def _handle(self, readable: Sequence[tuple[RawMessage, Received]]) -> None:
        """All together; if that fails, each alone, so that only the culprit suffers."""
        messages = [message for message, _ in readable]
        try:
            async with _still_at_work(messages, self._consumer.ack_wait):
                await self._call([received for _, received in readable])
        except Exception as error:  # noqa: BLE001 - the boundary: whatever a handler raises decides about its event
            if len(readable) > 1 and not _not_now(error):
                for pair in readable:
                    await self._handle([pair])
                return
            for message, received in readable:
                await self._failed(message, received, error)
            return
        await self._acknowledge(messages)

    async def _call(self, received: Sequence[Received]) -> None:
        if len(received) > 1:
            return await self._handler(received)
        event_id, event_type = received[0].id, received[0].event.TYPE
        with structlog.contextvars.bound_contextvars(event_id=event_id, event_type=event_type):
            return await self._handler(received)

    async def _acknowledge(self, messages: Sequence[RawMessage]) -> None:
        for message in messages:
            try:
                await message.ack()
            except NatsError as error:  # it comes again, and is handled again, which changes nothing
                log.warning("event.ack_failed", consumer=self._consumer.name, error=repr(error))
        EVENTS_CONSUMED.labels(self._consumer.stream, "handled").inc(len(messages))

    async def _failed(self, message: RawMessage, received: Received, error: Exception) -> None:
        fields = {"event_id": received.id, "subject": message.subject, "tries": received.delivered}
        if isinstance(error, Permanent):
            log.warning("event.refused", **fields, error=str(error))
            return await self._dead(message, Reason.REFUSED, str(error))
        if not _not_now(error) and received.delivered >= self._consumer.tries:
            log.error("event.exhausted", **fields, exc_info=error)
            return await self._dead(message, Reason.EXHAUSTED, repr(error))
        delay = retry_delay(received.delivered, self._base)
        log.warning("event.retried", **fields, error=repr(error), delay_seconds=delay.total_seconds())
        EVENTS_CONSUMED.labels(self._consumer.stream, "retried").inc()
        try:
            await message.nak(delay=delay.total_seconds())
        except NatsError as failure:  # unacknowledged, it comes again by itself
            log.warning("event.nak_failed", **fields, error=repr(failure))

    async def _dead(self, message: RawMessage, reason: Reason, detail: str) -> None:
        """Bury the message, then take it off the stream: in between it is there twice, never not at all."""
        metadata = message.metadata
        letter = DeadLetter(
            stream=self._consumer.stream,
            subject=message.subject,
            consumer=self._consumer.name,
            sequence=metadata.sequence.stream,
            reason=reason,
            detail=detail,
            tries=metadata.num_delivered,
            at=self._clock(),
            headers=message.headers or {},
            body=message.data,
        )
        try:
            await self._bury(letter)
            await message.term()
        except (Transient, NatsError) as error:  # it stays on the stream and is delivered again
            log.warning("dead_letter.postponed", subject=message.subject, error=repr(error))
            return
        DEAD_LETTERED.labels(self._consumer.stream, reason.value).inc()
        EVENTS_CONSUMED.labels(self._consumer.stream, "dead").inc()
        log.error("event.dead_lettered", subject=message.subject, reason=reason.value, detail=detail)


def _not_now(error: BaseException) -> bool:
    """Something else is down: the event itself is not to blame, however often it comes."""
    return isinstance(error, Transient) or is_outage(error)


@asynccontextmanager
async def _still_at_work(messages: Sequence[RawMessage], ack_wait: timedelta) -> Any:
    """Tell the server every third of `ack_wait` that these messages are being handled, or it delivers them again."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(ack_wait.total_seconds() / 3)
            for message in messages:
                try:
                    await message.in_progress()
                except NatsError as error:
                    log.debug("event.heartbeat_failed", error=repr(error))

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
