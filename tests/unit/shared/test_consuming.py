"""The guard around FastStream's fetch loop."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from nats.errors import ConnectionClosedError
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js.errors import APIError, ServiceUnavailableError

from shared import consuming
from shared.streams import Consumer

CONSUMER = Consumer(name="c", stream="S", subjects=("s.>",), ack_wait=timedelta(seconds=1))


async def fetched(monkeypatch, raised, **kwargs):
    """What a guarded fetch raises when nats-py raises this, and how often the consumer was made anew."""
    recreated = []

    async def fetch(**_):
        raise raised

    async def recreate(consumer):
        recreated.append(consumer)

    async def no_pause(_):
        return None

    monkeypatch.setattr(consuming.asyncio, "sleep", no_pause)
    subscription = SimpleNamespace(fetch=fetch)
    consuming._guard(subscription, CONSUMER, recreate)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is what is asked
        await subscription.fetch(**kwargs)
    return type(caught.value), len(recreated)


@pytest.mark.parametrize("raised", [TimeoutError(), NatsTimeoutError()], ids=["plain", "of nats-py"])
async def test_any_timeout_is_one_that_ends_a_batch_and_not_its_task(monkeypatch, raised):
    """A plain one would end FastStream's task, and lose what the batch had collected until `ack_wait`."""
    assert (NatsTimeoutError, 0) == await fetched(monkeypatch, raised, timeout=1)


async def test_no_request_is_made_for_what_is_left_of_a_moment(monkeypatch):
    """The server would refuse an expiry that has passed."""
    assert (NatsTimeoutError, 0) == await fetched(monkeypatch, AssertionError(), timeout=0.0001)


@pytest.mark.parametrize("raised", [APIError(), ServiceUnavailableError()], ids=["any refusal", "no consumer"])
async def test_a_refusal_makes_the_consumer_anew_and_is_asked_again(monkeypatch, raised):
    """FastStream swallows this one error and asks again."""
    assert (ServiceUnavailableError, 1) == await fetched(monkeypatch, raised, timeout=1)


async def test_a_closed_connection_is_left_to_the_process(monkeypatch):
    """It ends, to be started again."""
    assert (ConnectionClosedError, 0) == await fetched(monkeypatch, ConnectionClosedError(), timeout=1)
