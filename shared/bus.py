"""The bus: publishing events that are sure to be kept, and consuming them without losing one."""

import asyncio
import contextlib
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import nats
import stamina
from nats.aio.client import Client as NatsClient
from nats.aio.client import RawCredentials
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import APIError, NotFoundError, ServiceUnavailableError

from shared import dead_letters
from shared.burst import Bursts, Message, size_of
from shared.clock import Clock, now
from shared.contracts.event import Event
from shared.dead_letters import DeadLetter
from shared.errors import Permanent, Transient
from shared.logs import get_logger
from shared.metrics import (
    CONSUMER_PENDING,
    CONSUMER_UNACKED,
    EVENTS_PUBLISHED,
    PUBLISH_SECONDS,
    RECONNECTS,
)
from shared.settings import without_password
from shared.streams import Consumer, ensure_consumer

if TYPE_CHECKING:
    from shared.consuming import Consuming
    from shared.deliveries import BatchHandler, Received, Settlement

log = get_logger(__name__)

IN_FLIGHT = 256
"""Events published at a time; each is acknowledged by the stream."""

_BURST_SECONDS = 20.0
"""What is not acknowledged by then is published again, one by one; the stream knows what it has by its id."""

_PLAIN = re.compile(r"[\x21-\x7e]+")
_SUBJECT = re.compile(r"[^\s.*>]+(\.[^\s.*>]+)*")

Handler = Callable[["Received"], Awaitable[None]]
"""Handles one event; returning acknowledges it."""


class Bus:
    """One process's connection to NATS. Declare what is consumed, then `start`; `stop` ends it in bounded time."""

    def __init__(
        self,
        url: str,
        *,
        name: str,
        credentials: str | None = None,
        clock: Clock = now,
        retry_base: timedelta = timedelta(seconds=1),
    ) -> None:
        self.name = name
        self.closed = asyncio.Event()
        """Set when the connection is gone for good: the process must end, to be started again."""
        self._url = url
        self._clock = clock
        self._retry_base = retry_base
        self._options: dict[str, Any] = {
            "name": name,
            "allow_reconnect": True,
            "max_reconnect_attempts": -1,
            "reconnect_time_wait": 1,
            "connect_timeout": 5,
            "ping_interval": 20,
            "error_cb": self._on_error,
            "disconnected_cb": self._on_disconnected,
            "reconnected_cb": self._on_reconnected,
            "closed_cb": self._on_closed,
        }
        if credentials:
            self._options["user_credentials"] = RawCredentials(credentials)
        self._consumers: list[Consumer] = []
        self._consuming: Consuming | None = None
        self._connection: tuple[NatsClient, JetStreamContext] | None = None
        self._sending: Bursts | None = None
        self._watch: asyncio.Task[None] | None = None

    # -- consuming ---------------------------------------------------------------------------------------------------

    def consume(self, consumer: Consumer, handler: Handler, *, workers: int = 1) -> None:
        """Hand each event of the consumer to the handler, `workers` of them at a time."""

        async def one(received: "Sequence[Received]") -> None:
            for event in received:
                await handler(event)

        settlement = self._settlement(consumer, one)

        async def take(message: Any) -> None:
            await settlement.take([message])

        self._subscribers(consumer).subscribe(consumer, take, workers=workers)

    def consume_batches(
        self,
        consumer: Consumer,
        handler: "BatchHandler",
        *,
        size: int = 500,
        linger: timedelta = timedelta(seconds=0.2),
    ) -> None:
        """Hand the events of the consumer to the handler up to `size` at a time, collected for `linger` at most."""
        take = self._settlement(consumer, handler).take
        self._subscribers(consumer).subscribe_batches(consumer, take, size=size, seconds=linger.total_seconds())

    def _settlement(self, consumer: Consumer, handler: "BatchHandler") -> "Settlement":
        from shared.deliveries import Settlement  # noqa: PLC0415 - as above

        return Settlement(consumer, handler, self._bury, clock=self._clock, base=self._retry_base)

    def _subscribers(self, consumer: Consumer) -> "Consuming":
        from shared.consuming import Consuming  # noqa: PLC0415 - slow to load, and not needed to publish

        self._consumers.append(consumer)
        if self._consuming is None:
            self._consuming = Consuming(self._url, self._options)
        return self._consuming

    # -- publishing --------------------------------------------------------------------------------------------------

    async def publish(self, event: Event, *, event_id: str | None = None) -> None:
        """Return when the event's stream has it. Publishing the same event again changes nothing.

        An event that was recorded elsewhere keeps the `event_id` it was given there.

        Raises:
            Transient: the stream did not acknowledge it within half a minute of tries.
            Permanent: it can never be published: no such stream, too large, or an id that is no subject token.
        """
        body = event.model_dump_json(exclude_defaults=True).encode()
        await self._put(event.subject, body, self._headers(event, event_id or str(event.event_id())), event.STREAM)

    async def publish_all(self, events: Iterable[Event]) -> None:
        """Publish many, some hundred in flight. Returns when all are kept; after an error, some may not be.

        Raises:
            Transient, Permanent: as `publish`.
        """
        pending = [(event, str(event.event_id())) for event in events]
        for start in range(0, len(pending), IN_FLIGHT):
            left = await self._burst(pending[start : start + IN_FLIGHT])
            await asyncio.gather(*(self.publish(event, event_id=event_id) for event, event_id in left))

    async def _burst(self, events: Sequence[tuple[Event, str]]) -> list[tuple[Event, str]]:
        """Send all in one piece. Returns those that were not acknowledged: publishing them tells why."""
        messages, places = [], []
        for place, (event, event_id) in enumerate(events):
            message = self._message(event, event_id)
            if message is not None:
                messages.append(message)
                places.append(place)
        kept: set[int] = set()
        with contextlib.suppress(NatsError, OSError):
            kept = {places[index] for index in await self._bursts.send(messages, within=_BURST_SECONDS)}
        for stream, count in Counter(events[place][0].STREAM for place in kept).items():
            EVENTS_PUBLISHED.labels(stream).inc(count)
        return [pair for place, pair in enumerate(events) if place not in kept]

    def _message(self, event: Event, event_id: str) -> Message | None:
        """The event as it is sent; None for one that a server would not take, and might close the connection for."""
        if not (_SUBJECT.fullmatch(event.subject) and _PLAIN.fullmatch(event_id)):
            return None
        body = event.model_dump_json(exclude_defaults=True).encode()
        headers = {**self._headers(event, event_id), "Nats-Expected-Stream": event.STREAM}
        message = Message(event.subject, headers, body)
        return message if size_of(message) <= self.client.max_payload else None

    def _headers(self, event: Event, event_id: str) -> dict[str, str]:
        return {
            "Nats-Msg-Id": event_id,
            "ce-specversion": "1.0",
            "ce-id": event_id,
            "ce-type": event.TYPE,
            "ce-source": f"xunjian/{self.name}",
            "ce-subject": event.target,
            "ce-time": event.occurred_at.isoformat(),
            "content-type": "application/json",
        }

    async def put(self, subject: str, body: bytes, headers: dict[str, str], *, stream: str) -> None:
        """Publish a message that is already encoded, such as a dead letter that is given another try."""
        await self._put(subject, body, headers, stream)

    async def _bury(self, letter: DeadLetter) -> None:
        headers = {name: quote(value, safe=_PRINTABLE) for name, value in letter.dead_headers().items()}
        await self._put(letter.dead_subject, letter.body, headers, dead_letters.STREAM)

    async def _put(self, subject: str, body: bytes, headers: dict[str, str], stream: str) -> None:
        if not _SUBJECT.fullmatch(subject):
            raise Permanent(f"{subject!r} is no subject: ids may hold letters, digits, - and _ only")
        with PUBLISH_SECONDS.labels(stream).time():
            try:
                async for attempt in stamina.retry_context(on=_worth_retrying, attempts=8, timeout=30, wait_max=5):
                    with attempt:
                        await self.js.publish(subject, body, timeout=5, stream=stream, headers=dict(headers))
            except Exception as error:
                if _worth_retrying(error):
                    raise Transient(f"{stream} did not acknowledge {subject}: {error!r}") from error
                raise Permanent(f"{stream} refuses {subject}: {error!r}") from error
        EVENTS_PUBLISHED.labels(stream).inc()

    # -- life --------------------------------------------------------------------------------------------------------

    @property
    def js(self) -> JetStreamContext:
        """JetStream of the running connection."""
        return self._connected()[1]

    @property
    def client(self) -> NatsClient:
        """The running connection itself."""
        return self._connected()[0]

    def _connected(self) -> tuple[NatsClient, JetStreamContext]:
        if self._connection is None:
            raise Transient("the bus is not started")
        return self._connection

    @property
    def _bursts(self) -> Bursts:
        if self._sending is None:
            self._sending = Bursts(self.client)
        return self._sending

    async def start(self, *, seconds: float = 60.0) -> None:
        """Connect, see that the consumers are as declared, and begin to consume.

        Raises:
            Transient: NATS did not answer in time, or the streams have not been set up.
        """
        try:
            async with asyncio.timeout(seconds):
                client = await (
                    self._consuming.connect() if self._consuming else nats.connect([self._url], **self._options)
                )
                self._connection = client, client.jetstream()
                await self._wait_for_consumers()
                if self._consuming:
                    await self._consuming.start()
        except TimeoutError as error:
            raise Transient(
                f"{seconds:g} 秒内无法使用 NATS（{without_password(self._url)}）：请检查 XUNJIAN_NATS_URL、"
                "NATS 是否在运行并启用了 JetStream、流是否已建立（python -m shared.streams）"
            ) from error
        if self._consuming:
            self._consuming.guard(self._recreate)
        self._watch = asyncio.create_task(self._watch_consumers())

    async def stop(self, *, seconds: float = 15.0) -> None:
        """Finish what is being handled and leave. Bounded, also while NATS is away."""
        if self._watch:
            self._watch.cancel()
        try:
            await asyncio.wait_for(self._leave(), seconds)
        except (NatsError, TimeoutError) as error:
            log.warning("bus.stopped_uncleanly", error=repr(error))

    async def _leave(self) -> None:
        if self._consuming:
            await self._consuming.stop()
        elif self._connection:
            try:
                await self.client.drain()
            except NatsError:  # nothing can be sent any more
                await self.client.close()

    async def check(self) -> None:
        """Return when JetStream answers for every consumer of this process.

        Raises:
            Transient: it does not, or a consumer is gone.
        """
        try:
            async with asyncio.timeout(3):
                if not self._consumers:
                    await self.js.account_info()
                for consumer in self._consumers:
                    await self.js.consumer_info(consumer.stream, consumer.name)
        except (NatsError, TimeoutError) as error:
            raise Transient(f"JetStream 没有正常应答：{error!r}") from error

    async def _wait_for_consumers(self) -> None:
        for consumer in self._consumers:
            while True:
                try:
                    if change := await ensure_consumer(self.js, consumer):
                        log.info("bus.consumer_reconciled", change=change)
                    break
                except NotFoundError:
                    log.warning("bus.stream_missing", stream=consumer.stream, remedy="python -m shared.streams")
                except (NatsError, TimeoutError) as error:
                    log.warning("bus.waiting", stream=consumer.stream, error=repr(error))
                await asyncio.sleep(1)

    async def _recreate(self, consumer: Consumer) -> None:
        """Bring a consumer back that somebody deleted. All its events come again, which the handlers do not mind."""
        try:
            if change := await ensure_consumer(self.js, consumer):
                log.error("bus.consumer_recreated", consumer=consumer.name, change=change)
        except (NatsError, TimeoutError) as error:
            log.warning("bus.consumer_missing", consumer=consumer.name, stream=consumer.stream, error=repr(error))

    async def _watch_consumers(self) -> None:
        while True:
            for consumer in self._consumers:
                try:
                    info = await self.js.consumer_info(consumer.stream, consumer.name, timeout=3)
                except NotFoundError:
                    await self._recreate(consumer)
                except (NatsError, TimeoutError) as error:
                    log.debug("bus.lag_unknown", consumer=consumer.name, error=repr(error))
                else:
                    CONSUMER_PENDING.labels(consumer.name).set(info.num_pending or 0)
                    CONSUMER_UNACKED.labels(consumer.name).set(info.num_ack_pending or 0)
            await asyncio.sleep(5)

    async def _on_error(self, error: Exception) -> None:
        log.warning("nats.error", error=repr(error))

    async def _on_disconnected(self) -> None:
        log.warning("nats.disconnected")

    async def _on_reconnected(self) -> None:
        RECONNECTS.inc()
        log.info("nats.reconnected")

    async def _on_closed(self) -> None:
        self.closed.set()


_PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")


def _worth_retrying(error: Exception) -> bool:
    if isinstance(error, APIError):
        return (error.code or 0) >= 500 or isinstance(error, (ServiceUnavailableError,))
    return isinstance(error, (NatsError, TimeoutError, OSError)) and type(error).__name__ != "MaxPayloadError"
