"""A feed that its bridge built long ago says nothing of the account."""

from datetime import UTC, datetime, timedelta

import pytest

from services.crawler.reading import read
from services.crawler.standstill import STALLED_AFTER, is_stalled
from shared.contracts.target import LookOutcome, Purpose

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
ITEM = "<item><title>通知</title><guid>1</guid><pubDate>Thu, 01 Oct 2026 08:00:00 GMT</pubDate></item>"


def a_feed(built: str) -> bytes:
    head = f"<lastBuildDate>{built}</lastBuildDate>" if built else ""
    return f'<rss version="2.0"><channel><title>某发布</title>{head}{ITEM}</channel></rss>'.encode()


def built(age: timedelta) -> str:
    return (NOW - age).strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        pytest.param(STALLED_AFTER, False, id="at the limit"),
        pytest.param(STALLED_AFTER + timedelta(seconds=1), True, id="a second past it"),
    ],
)
def test_both_sides_of_the_limit(age: timedelta, expected: bool):
    """Built three days ago it may still be alive."""
    assert expected == is_stalled(a_feed(built(age)), NOW)


@pytest.mark.parametrize("words", ["", "someday"])
def test_without_a_date_nothing_is_concluded(words: str):
    """Not every bridge says when it built its feed."""
    assert not is_stalled(a_feed(words), NOW)


def test_the_date_of_an_entry_is_not_the_date_of_the_feed():
    """An old entry in a fresh Atom feed is only an old entry."""
    fresh = "<updated>2026-11-02T07:00:00Z</updated>"
    atom = f"<feed>{fresh}<entry><id>1</id><updated>2026-10-01T00:00:00Z</updated></entry></feed>".encode()

    assert not is_stalled(atom, NOW)


def test_a_stalled_bridge_is_blind_and_accuses_nobody():
    """The account may have posted every day."""
    reading = read(a_feed(built(timedelta(days=20))), purpose=Purpose.FEED, observed_at=NOW)

    assert (LookOutcome.BLIND, "bridge_stalled") == (reading.outcome, reading.reason)


def test_the_date_of_the_newest_post_is_not_that_of_the_building():
    """Atom allows it: a quiet account is then quiet, not unseen. RSS says when the feed was built."""
    at = NOW - timedelta(days=20)
    atom = f"<feed><updated>{at.isoformat()}</updated><entry><id>1</id></entry></feed>".encode()

    assert not is_stalled(atom, NOW, at - timedelta(minutes=1))
    assert is_stalled(atom, NOW, at - timedelta(minutes=1, seconds=1))
    assert is_stalled(a_feed(built(timedelta(days=20))), NOW, at)
