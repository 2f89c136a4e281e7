"""Dead letters as the console reads and shows them."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from console.commands.dead_letters import Found, _found, _table
from shared import dead_letters
from shared.dead_letters import DeadLetter, Reason

LETTER = DeadLetter(
    stream="OBSERVATIONS",
    subject="page.visited.W1",
    consumer="evaluator",
    sequence=42,
    reason=Reason.MALFORMED,
    detail="data：应为一个 JSON 对象 100%",
    tries=1,
    at=datetime(2026, 1, 31, 1, 2, 3, tzinfo=UTC),
    headers={"ce-id": "seen-1", "ce-type": "page.visited"},
    body='{"website_id": "网站"}'.encode(),
)


def kept(letter):
    """Its headers as they lie in the stream: percent-encoded, for headers are ASCII."""
    return {name: quote(value) for name, value in letter.dead_headers().items()}


def test_a_letter_comes_back_as_it_was_buried():
    """Place, reason, headers and body survive the stream; ours do not mix with its own."""
    found = _found(7, kept(LETTER), LETTER.body)

    assert Found(7, LETTER) == found


def test_a_list_names_the_letter_and_leaves_its_body_out():
    """The id is its place in the stream."""
    shown = Found(7, LETTER).as_dict(whole=False)

    assert ("7", "malformed", "seen-1", 1) == (shown["id"], shown["reason"], shown["event_id"], shown["tries"])
    assert {"headers", "body"}.isdisjoint(shown)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param('{"a": "网"}'.encode(), {"a": "网"}, id="JSON"),
        pytest.param("网".encode(), "网", id="text"),
        pytest.param(b"\xff\x00", "\\xff\x00", id="bytes that are no text"),
        pytest.param(b"", "", id="nothing"),
    ],
)
def test_a_body_is_shown_whatever_it_is(body, expected):
    """Nothing that lies here may keep the operator from looking at it."""
    letter = DeadLetter(**{**vars(LETTER), "body": body})

    assert expected == Found(7, letter).as_dict(whole=True)["body"]


def test_a_requeued_event_gets_a_message_id_of_its_own():
    """Otherwise the stream would take it for the first one and drop it in silence."""
    headers = dead_letters.requeue_headers(LETTER, dead_sequence=7)

    assert "requeued:7" == headers["Nats-Msg-Id"]
    assert "seen-1" == headers["ce-id"]


def test_a_table_has_a_row_for_each_letter():
    """With its reason."""
    table = _table([Found(7, LETTER), Found(8, LETTER)])

    assert 2 == table.row_count
