"""Events on the wire: what was published once can be read for ever, and keeps its id."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.contracts import EVENTS, EVENTS_BY_TYPE
from shared.contracts.event import Event
from shared.streams import STREAMS

GOLDEN = Path(__file__).parent / "golden"
"""One file an event and edition, kept for ever: `<type>.<edition>.json` with type, subject, id and data."""


def _goldens() -> list[Any]:
    return [pytest.param(json.loads(path.read_text("utf-8")), id=path.stem) for path in sorted(GOLDEN.glob("*.json"))]


@pytest.mark.parametrize("golden", _goldens())
def test_what_was_published_once_is_still_read(golden: dict[str, Any]):
    """An old event is read, its subject and id are what they were, and it says the same when written again."""
    event = EVENTS_BY_TYPE[golden["type"]].read(json.dumps(golden["data"]))

    assert golden["subject"] == event.subject
    assert golden["id"] == str(event.event_id())
    assert golden["data"] == event.content()


def test_every_event_has_a_golden():
    """A new event comes with its first golden."""
    assert {event.TYPE for event in EVENTS} == {golden.values[0]["type"] for golden in _goldens()}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_every_event_has_a_stream_that_takes_it(event: type[Event]):
    """The subjects of an event belong to the stream it names, and to no other."""
    taking = [
        stream.name
        for stream in STREAMS
        for subject in stream.subjects
        if f"{event.TYPE}.".startswith(subject.removesuffix(">"))
    ]

    assert [event.STREAM] == taking


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_unknown_fields_are_refused(event: type[Event]):
    """Nothing is dropped in silence."""
    golden = next(golden.values[0] for golden in _goldens() if golden.values[0]["type"] == event.TYPE)

    with pytest.raises(ValueError, match="colour"):
        event.read(json.dumps(golden["data"] | {"colour": "red"}))


def test_a_moment_without_a_zone_is_chinas():
    """08:00 on a page in China is midnight in Greenwich."""
    data = {"website_id": "w", "purpose": "home", "observed_at": "2026-01-01T08:00:00", "outcome": "ok"}

    assert "2026-01-01T00:00:00Z" == EVENTS_BY_TYPE["page.visited"].read(json.dumps(data)).content()["observed_at"]


def test_a_look_that_saw_nothing_says_why():
    """Blind or failed without a reason is refused."""
    data = {"website_id": "w", "purpose": "home", "observed_at": "2026-01-01T08:00:00", "outcome": "blind"}

    with pytest.raises(ValueError, match="reason"):
        EVENTS_BY_TYPE["page.visited"].read(json.dumps(data))
