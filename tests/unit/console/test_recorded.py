"""Lines of recorded observations, good and bad."""

import json

import pytest

from console.recorded import BadLine, read_line
from shared.contracts import PageVisited, PostListed, Recorded

PAGE = {
    "website_id": "W1",
    "purpose": "probe",
    "url": "http://www.example.gov.cn/",
    "observed_at": "2026-01-31T08:00:00+08:00",
    "outcome": "ok",
}
POSTS = {"account_id": "A1", "observed_at": "2026-01-31T08:00:00+08:00", "outcome": "ok", "posts": []}
RECORD = {
    "kind": "ticket",
    "target_kind": "website",
    "target_id": "W1",
    "record_id": "t-1",
    "recorded_at": "2026-01-31T08:00:00+08:00",
}


def line(**given):
    """A good line; a test names only what matters to it. None leaves an attribute out."""
    envelope = {"specversion": "1.0", "type": "page.visited", "source": "test", "subject": "W1", "data": PAGE, **given}
    return json.dumps({name: value for name, value in envelope.items() if value is not None})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(line(), PageVisited, id="page"),
        pytest.param(line(type="post.listed", subject="A1", data=POSTS), PostListed, id="posts"),
        pytest.param(line(type="record.ticket", data=RECORD), Recorded, id="record of a kind"),
        pytest.param(line(subject=None), PageVisited, id="without a subject"),
        pytest.param(line(traceparent="00-1"), PageVisited, id="with an extension of CloudEvents"),
    ],
)
def test_a_good_line_is_the_event_it_says(text, kind):
    """Each type that can be replayed is read."""
    assert kind is type(read_line(text).event)


def test_a_line_keeps_its_id_and_without_one_gets_that_of_its_content():
    """The same content has the same id, so that replaying twice is replaying once."""
    named, one, other = read_line(line(id="seen-1")), read_line(line()), read_line(line(id=""))

    assert "seen-1" == named.id
    assert str(one.event.event_id()) == one.id == other.id


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("{not json", "不是 JSON", id="no JSON"),
        pytest.param("[]", "JSON 对象", id="no object"),
        pytest.param("[" * 100_000, "嵌套太深", id="brackets without end"),
        pytest.param(line(specversion="0.3"), "specversion", id="another edition of CloudEvents"),
        pytest.param(line(type="page.guessed"), "page.guessed", id="unknown type"),
        pytest.param(line(type=7), "type", id="type that is no text"),
        pytest.param(line(type="verdict.changed"), "page.visited", id="type that nobody may replay"),
        pytest.param(line(data=None), "data", id="no data"),
        pytest.param(line(data="x"), "data", id="data that is no object"),
        pytest.param(line(data={**PAGE, "mood": "sunny"}), "mood", id="unknown field"),
        pytest.param(line(data={**PAGE, "outcome": "failed"}), "reason", id="a failure that does not say why"),
        pytest.param(line(data={**PAGE, "observed_at": "soon"}), "observed_at", id="no moment"),
        pytest.param(line(subject="W2"), "W2", id="a subject that contradicts the data"),
        pytest.param(line(subject=None, data={**PAGE, "website_id": "W 1"}), "W 1", id="an id that is none"),
        pytest.param(line(id="x" * 300), "id", id="an id too long"),
        pytest.param(line(id="两"), "id", id="an id that no header can carry"),
        pytest.param(line(id=7), "id", id="an id that is no text"),
        pytest.param(line(Extra="x"), "Extra", id="an attribute CloudEvents does not allow"),
    ],
)
def test_a_bad_line_says_what_is_wrong(text, reason):
    """The reason names the place."""
    with pytest.raises(BadLine, match=reason):
        read_line(text)
