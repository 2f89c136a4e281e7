"""Consuming with FastStream: its subscribers, and the guard around the loop that fetches for them.

Only who consumes loads it: FastStream takes longer to load than everything else of the bus.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsMessage, PullSub
from nats.aio.client import Client as NatsClient
from nats.errors import ConnectionClosedError
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js.errors import APIError, ServiceUnavailableError

from shared.logs import get_logger
from shared.metrics import FETCH_FAILURES, LAST_FETCH
from shared.streams import Consumer

log = get_logger(__name__)

ACK_POLICY = AckPolicy.MANUAL
"""The one policy of every subscriber: FastStream never settles a message, `shared.deliveries` always does. Its default
would terminate a message whose handler failed, and with it lose what somebody saw."""

_SHORTEST_FETCH = 0.002
"""Seconds below which asking for messages is not worth it: the server would refuse an expiry in the past."""

Take = Callable[[Any], Awaitable[None]]
"""Takes what NATS delivered: one message, or a list of them where a batch was asked for."""


class Consuming:
    """The subscribers of one process, and the connection they share with what is published."""

    def __init__(self, url: str, options: Mapping[str, Any]) -> None:
        self._broker = NatsBroker(url, ack_policy=ACK_POLICY, graceful_timeout=10, logger=None, **options)
        self._subscribers: list[tuple[Consumer, Any]] = []

    def subscribe(self, consumer: Consumer, take: Take, *, workers: int) -> None:
        """Have single messages, `workers` of them at a time."""
        pull = PullSub(batch_size=workers, timeout=1.0)
        self._subscribe(consumer, take, pull, {"max_workers": workers} if workers > 1 else {})

    def subscribe_batches(self, consumer: Consumer, take: Take, *, size: int, seconds: float) -> None:
        """Have up to `size` messages at a time, collected for so many seconds at most."""
        self._subscribe(consumer, take, PullSub(batch_size=size, timeout=seconds, batch=True), {})

    def _subscribe(self, consumer: Consumer, take: Take, pull: PullSub[Any], options: dict[str, Any]) -> None:
        subscriber: Any = self._broker.subscriber(
            consumer.subjects[0],
            stream=JStream(consumer.stream, declare=False),
            durable=consumer.name,
            pull_sub=pull,
            ack_policy=ACK_POLICY,
            decoder=_leave_undecoded,
            **options,
        )

        async def handle(message: NatsMessage) -> None:
            await take(message.raw_message)

        subscriber(handle)
        self._subscribers.append((consumer, subscriber))

    async def connect(self) -> NatsClient:
        """The connection, made."""
        return await self._broker.connect()

    async def start(self) -> None:
        """Begin to consume."""
        await self._broker.start()

    def guard(self, recreate: Callable[[Consumer], Awaitable[None]]) -> None:
        """Put the guard around every fetch."""
        for consumer, subscriber in self._subscribers:
            _guard(subscriber.subscription, consumer, recreate)

    async def stop(self) -> None:
        """Finish what is being handled, and close the connection."""
        await self._broker.stop()


async def _leave_undecoded(message: Any) -> None:
    """FastStream would guess at the body; decoding is `shared.deliveries`' work."""


def _guard(subscription: Any, consumer: Consumer, recreate: Callable[[Consumer], Awaitable[None]]) -> None:
    """Keep FastStream's fetch loop from spinning, and from losing what it has collected.

    It swallows a closed connection and a missing consumer and asks again without a pause: the event loop would stand
    still at full load. Any other error ends its task, and with it the part of a batch that was collected already, which
    nobody sees again before `ack_wait`: also the plain TimeoutError that nats-py raises beside its own.
    """
    fetch = subscription.fetch
    stream = consumer.stream

    async def guarded(*args: Any, **kwargs: Any) -> Any:
        timeout = kwargs.get("timeout")
        if timeout is not None and timeout < _SHORTEST_FETCH:
            raise NatsTimeoutError
        try:
            messages = await fetch(*args, **kwargs)
        except TimeoutError as error:
            LAST_FETCH.labels(stream).set_to_current_time()
            raise NatsTimeoutError from error
        except (ConnectionClosedError, APIError) as error:
            FETCH_FAILURES.labels(stream).inc()
            log.warning("bus.fetch_failed", consumer=consumer.name, error=repr(error))
            await asyncio.sleep(1)
            if isinstance(error, ConnectionClosedError):
                raise
            await recreate(consumer)
            raise ServiceUnavailableError from error
        LAST_FETCH.labels(stream).set_to_current_time()
        return messages

    subscription.fetch = guarded
