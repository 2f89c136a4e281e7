"""Evidence: kept once, found again, and sealed day by day."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.errors import BadInput
from shared.evidence import EvidenceStore
from shared.evidence_check import check

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BODY = b"<html>" + b"page " * 500 + b"</html>"


def sha(body):
    return hashlib.sha256(body).hexdigest()


def a_record(number=1, body=BODY):
    return {"visit_id": f"v{number}", "answers": [{"url": "http://a.example/", "body_sha256": sha(body)}]}


@pytest.fixture
def store(tmp_path):
    """An empty one."""
    return EvidenceStore(tmp_path, writer="w")


def keep(store, number=1, at=NOON, body=BODY):
    return store.keep(a_record(number, body), [body], at=at)


def files(tmp_path, pattern):
    return sorted(path for path in tmp_path.rglob(pattern) if path.is_file())


def test_what_is_kept_is_found(store):
    """Record and body, by the id that was told."""
    record_id, _ = keep(store)
    shown = store.show(record_id)

    assert (a_record(), {sha(BODY): BODY}) == (shown.record, shown.bodies)
    assert record_id.startswith("2026-11-20-")


def test_an_unchanged_page_costs_a_line(store, tmp_path):
    """Its body is kept once, compressed."""
    _, first = keep(store, 1)
    _, second = keep(store, 2, at=NOON + timedelta(hours=1))

    assert 0 < first < len(BODY)
    assert 0 == second
    assert 1 == len(files(tmp_path, "*.zst"))


def test_the_day_is_that_of_china(store):
    """Eight in the evening in London is the next day there."""
    record_id, _ = keep(store, at=datetime(2026, 11, 20, 20, 0, tzinfo=UTC))

    assert record_id.startswith("2026-11-21-")


@pytest.mark.parametrize("record_id", ["", "../../etc/passwd", "2026-11-20-xyz", "2026-11-20-" + "0" * 32])
def test_an_id_nobody_gave_out_is_refused(store, record_id):
    """Saying what an id looks like."""
    keep(store)
    with pytest.raises(BadInput, match="证据"):
        store.show(record_id)


def test_a_day_is_closed_when_it_is_over(store):
    """A quarter of an hour after midnight in China, once."""
    keep(store)
    midnight = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

    assert [] == store.seal(now=midnight + timedelta(minutes=14))
    assert [date(2026, 11, 20)] == store.seal(now=midnight + timedelta(minutes=15))
    assert [] == store.seal(now=midnight + timedelta(minutes=16))


def test_days_without_evidence_are_closed_too(store):
    """So that a day that was taken away shows."""
    keep(store)

    assert [date(2026, 11, day) for day in (20, 21, 22)] == store.seal(now=NOON + 3 * DAY)


def test_two_processes_close_a_day_once(store, tmp_path):
    """Both look at the same files and one is faster."""
    keep(store)
    EvidenceStore(tmp_path, writer="other").keep(a_record(2), [BODY], at=NOON)
    store.seal(now=NOON + DAY)
    manifest = json.loads((tmp_path / "manifests" / "2026-11-20.json").read_text())

    assert [] == EvidenceStore(tmp_path, writer="other").seal(now=NOON + DAY)
    assert {"other.ndjson", "w.ndjson"} == set(manifest["files"])


def test_a_line_a_dying_writer_left_half_hurts_nothing(store, tmp_path):
    """Nothing refers to it, and what follows stands on a line of its own."""
    keep(store, 1)
    path = tmp_path / "records/2026-11-20/w.ndjson"
    path.write_bytes(path.read_bytes() + b'{"id":"half')
    record_id, _ = EvidenceStore(tmp_path, writer="w").keep(a_record(2), [BODY], at=NOON)
    store.seal(now=NOON + DAY)

    assert check(store, now=NOON + DAY).intact
    assert a_record(2) == store.show(record_id).record


def test_a_place_that_cannot_be_written_to_is_found_out_before_it_is_needed(tmp_path):
    """A file stands where the directory should."""
    (tmp_path / "file").write_text("")
    EvidenceStore(tmp_path / "new").check()

    with pytest.raises(OSError, match="file"):
        EvidenceStore(tmp_path / "file" / "evidence").check()
