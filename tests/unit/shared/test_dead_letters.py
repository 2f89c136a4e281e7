"""A dead letter keeps the event whole, with where it came from and why."""

from datetime import UTC, datetime

from shared.dead_letters import DeadLetter, Reason, from_headers, requeue_headers

LETTER = DeadLetter(
    stream="OBSERVATIONS",
    subject="page.visited.w1",
    consumer="evaluator",
    sequence=7,
    reason=Reason.REFUSED,
    detail="时间在\n将来",
    tries=2,
    at=datetime(2026, 11, 2, tzinfo=UTC),
    headers={"ce-id": "1", "ce-type": "page.visited", "Nats-Msg-Id": "1", "Nats-Expected-Stream": "OBSERVATIONS"},
    body=b"{}",
)


def test_a_dead_letter_drops_the_servers_headers():
    """A copy that kept `Nats-*` would be refused or taken for the original."""
    headers = LETTER.dead_headers()

    assert {"Nats-Msg-Id": "dead:OBSERVATIONS:7:evaluator"} == {
        k: v for k, v in headers.items() if k.startswith("Nats")
    }
    assert "时间在 将来" == headers["x-dead-detail"]


def test_reading_back_gives_the_event_as_it_was():
    """Headers and body come back, our own headers as fields."""
    read = from_headers(LETTER.dead_headers(), LETTER.body)

    assert {"ce-id": "1", "ce-type": "page.visited"} == read.headers
    assert (LETTER.subject, LETTER.reason, LETTER.tries, LETTER.at) == (read.subject, read.reason, read.tries, read.at)


def test_requeueing_gets_a_new_message_id():
    """With the old id the stream would take it for a repetition and drop it."""
    assert "requeued:3" == requeue_headers(LETTER, dead_sequence=3)["Nats-Msg-Id"]
