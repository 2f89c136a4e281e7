"""Every delivered event ends in exactly one way: acknowledged, delivered again later, or among the dead letters."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from shared.contracts import PageVisited
from shared.dead_letters import DeadLetter, Reason
from shared.deliveries import CRASH_LIMIT, Malformed, Received, Settlement, decode, retry_delay
from shared.errors import Permanent, Transient
from shared.mongo import AutoReconnect
from shared.streams import EVALUATOR_OBSERVATIONS

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@dataclass
class FakeMessage:
    """A JetStream message that remembers how it ended."""

    data: bytes
    headers: dict[str, str] | None
    delivered: int = 1
    subject: str = "page.visited.w1"
    ended: list[Any] = field(default_factory=list)

    @property
    def metadata(self) -> Any:
        return SimpleNamespace(num_delivered=self.delivered, sequence=SimpleNamespace(stream=7))

    async def ack(self) -> None:
        self.ended.append("ack")

    async def nak(self, delay: float | None = None) -> None:
        self.ended.append(("nak", delay))

    async def term(self) -> None:
        self.ended.append("term")

    async def in_progress(self) -> None: ...


def a_message(website: str = "w1", **changes: Any) -> FakeMessage:
    event = PageVisited(website_id=website, purpose="home", observed_at=NOW, outcome="ok")
    headers = {"ce-type": event.TYPE, "ce-id": str(event.event_id()), "ce-specversion": "1.0"}
    return FakeMessage(**{"data": event.model_dump_json().encode(), "headers": headers, **changes})


class Graveyard:
    """Where dead letters go; can be out of order."""

    def __init__(self, error: Exception | None = None) -> None:
        self.letters: list[DeadLetter] = []
        self.error = error

    async def __call__(self, letter: DeadLetter) -> None:
        if self.error:
            raise self.error
        self.letters.append(letter)


def a_settlement(handler: Any, graveyard: Graveyard) -> Settlement:
    return Settlement(EVALUATOR_OBSERVATIONS, handler, graveyard, clock=lambda: NOW, base=timedelta(seconds=1))


class Handler:
    """Handles events, and fails on those of certain websites."""

    def __init__(self, failures: dict[str, Exception] | None = None) -> None:
        self.failures = failures or {}
        self.handled: list[str] = []

    async def __call__(self, received: list[Received]) -> None:
        for one in received:
            if one.event.target in self.failures:
                raise self.failures[one.event.target]
        self.handled += [one.event.target for one in received]


async def test_what_was_handled_is_acknowledged():
    """A batch whose handler returned is acknowledged, each message once."""
    handler, messages = Handler(), [a_message("a"), a_message("b")]

    await a_settlement(handler, Graveyard()).take(messages)

    assert ["a", "b"] == handler.handled
    assert [["ack"], ["ack"]] == [message.ended for message in messages]


async def test_only_the_culprit_of_a_batch_is_tried_again():
    """One failing event does not hold up the others of its batch."""
    handler, messages = Handler({"bad": ValueError("boom")}), [a_message("a"), a_message("bad"), a_message("b")]

    await a_settlement(handler, Graveyard()).take(messages)

    assert ["a", "b"] == handler.handled
    assert [["ack"], [("nak", 1.0)], ["ack"]] == [message.ended for message in messages]


async def test_an_unreadable_event_is_buried_at_once_and_the_others_are_handled():
    """A poison message does not kill its batch."""
    graveyard, handler = Graveyard(), Handler()
    poison = a_message(data=b"\xff junk")

    await a_settlement(handler, graveyard).take([poison, a_message("a")])

    assert ["a"] == handler.handled
    assert ["term"] == poison.ended
    assert [Reason.MALFORMED] == [letter.reason for letter in graveyard.letters]
    assert b"\xff junk" == graveyard.letters[0].body


@pytest.mark.parametrize(
    ("delivered", "expected"),
    [
        pytest.param(EVALUATOR_OBSERVATIONS.tries - 1, [("nak", 64.0)], id="one try is left"),
        pytest.param(EVALUATOR_OBSERVATIONS.tries, ["term"], id="the last try"),
    ],
)
async def test_the_last_try_ends_among_the_dead_letters(delivered: int, expected: list[Any]):
    """An event that fails for reasons of its own is tried as often as the consumer allows, not once more."""
    graveyard, message = Graveyard(), a_message("bad", delivered=delivered)

    await a_settlement(Handler({"bad": ValueError("boom")}), graveyard).take([message])

    assert expected == message.ended
    assert (expected == ["term"]) == bool(graveyard.letters)


@pytest.mark.parametrize(
    "outage", [pytest.param(Transient("later"), id="transient"), pytest.param(AutoReconnect("gone"), id="mongod away")]
)
async def test_an_outage_buries_nothing_however_long_it_lasts(outage: Exception):
    """When something else is down, an event is not to blame: it is tried again without limit."""
    graveyard, message = Graveyard(), a_message("a", delivered=CRASH_LIMIT)

    await a_settlement(Handler({"a": outage}), graveyard).take([message])

    assert [("nak", 120.0)] == message.ended
    assert [] == graveyard.letters


async def test_an_outage_is_not_tried_for_each_event_of_the_batch():
    """A batch that meets an outage waits as a whole: asking a dead database five hundred times helps nobody."""
    calls = []

    async def handler(received: list[Received]) -> None:
        calls.append(len(received))
        raise Transient("later")

    await a_settlement(handler, Graveyard()).take([a_message("a"), a_message("b")])

    assert [2] == calls


async def test_what_its_handler_refuses_is_buried_with_the_reason():
    """An event that will never work goes to a person at once."""
    graveyard, message = Graveyard(), a_message("bad")

    await a_settlement(Handler({"bad": Permanent("observed in the future")}), graveyard).take([message])

    assert ["term"] == message.ended
    assert (Reason.REFUSED, "observed in the future") == (graveyard.letters[0].reason, graveyard.letters[0].detail)


async def test_an_event_that_ends_its_process_each_time_is_buried_unhandled():
    """Delivered a thousand times and never settled: it is the event."""
    graveyard, handler, message = Graveyard(), Handler(), a_message("a", delivered=CRASH_LIMIT + 1)

    await a_settlement(handler, graveyard).take([message])

    assert [] == handler.handled
    assert [Reason.EXHAUSTED] == [letter.reason for letter in graveyard.letters]


async def test_a_message_stays_on_the_stream_while_the_dead_letters_cannot_be_reached():
    """Between the stream and the dead letters nothing is lost."""
    message = a_message(data=b"junk")

    await a_settlement(Handler(), Graveyard(Transient("no answer"))).take([message])

    assert [] == message.ended


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        pytest.param(None, b"{}", "ce-type", id="no headers"),
        pytest.param({"ce-type": "page.visited"}, b"{}", "ce-id", id="no id"),
        pytest.param({"ce-type": "page.eaten", "ce-id": "1"}, b"{}", "page.eaten", id="unknown type"),
        pytest.param({"ce-type": "page.visited", "ce-id": "1"}, b"{", "JSON", id="not JSON"),
        pytest.param({"ce-type": "page.visited", "ce-id": "1"}, b"{}", "website_id", id="a field is missing"),
        pytest.param(
            {"ce-type": "page.visited", "ce-id": "1", "ce-specversion": "0.3"}, b"{}", "1.0", id="another version"
        ),
    ],
)
def test_what_is_no_event_is_refused_with_the_reason(headers: dict[str, str] | None, body: bytes, reason: str):
    """Malformed says which header or field is wrong."""
    with pytest.raises(Malformed, match=reason):
        decode(headers, body)


def test_an_unknown_field_is_refused():
    """Nothing of an event is dropped in silence."""
    body = json.loads(a_message().data) | {"colour": "red"}

    with pytest.raises(Malformed, match="colour"):
        decode(a_message().headers, json.dumps(body).encode())


def test_header_names_are_read_in_any_case():
    """Other clients write Ce-Type."""
    message = a_message()

    event, event_id = decode({name.title(): value for name, value in (message.headers or {}).items()}, message.data)

    assert ("w1", message.headers["ce-id"]) == (event.target, event_id)


@pytest.mark.parametrize(("delivered", "seconds"), [(1, 1), (2, 2), (7, 64), (8, 120), (1000, 120)])
def test_the_delay_doubles_up_to_two_minutes(delivered: int, seconds: int):
    """Retries come quickly at first and never more than two minutes apart."""
    assert timedelta(seconds=seconds) == retry_delay(delivered, timedelta(seconds=1))
