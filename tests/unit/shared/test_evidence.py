"""Evidence: kept once, found again, and sealed day by day."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.errors import BadInput
from shared.evidence import EvidenceStore

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
    assert [] == store.verify()


def test_two_processes_close_a_day_once(store, tmp_path):
    """Both look at the same files and one is faster."""
    keep(store)
    EvidenceStore(tmp_path, writer="other").keep(a_record(2), [BODY], at=NOON)
    store.seal(now=NOON + DAY)
    manifest = json.loads((tmp_path / "manifests" / "2026-11-20.json").read_text())

    assert [] == EvidenceStore(tmp_path, writer="other").seal(now=NOON + DAY)
    assert {"other.ndjson", "w.ndjson"} == set(manifest["files"])


def test_a_store_without_a_closed_day_has_nothing_to_verify(store):
    """Nor anything to seal when it is empty."""
    assert ([], []) == (store.seal(now=NOON), store.verify())
    keep(store)
    assert [] == store.verify()


@pytest.fixture
def sealed(store, tmp_path):
    """Three closed days, a record on each."""
    for number in range(3):
        keep(store, number, at=NOON + number * DAY, body=b"page %d" % number)
    store.seal(now=NOON + 3 * DAY)
    assert [] == store.verify()
    return tmp_path


def change(path):
    path.write_bytes(path.read_bytes().replace(b"v1", b"v9"))


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (lambda root: change(root / "records/2026-11-21/w.ndjson"), "记录文件 w.ndjson 缺失或被改动"),
        (lambda root: (root / "records/2026-11-21/w.ndjson").unlink(), "记录文件 w.ndjson 缺失或被改动"),
        (
            lambda root: (root / "records/2026-11-21/x.ndjson").write_text("{}\n"),
            "记录文件 x.ndjson 是在当日封存之后加入的",
        ),
        (lambda root: (root / "manifests/2026-11-21.json").unlink(), "当日的校验清单缺失或无法读取"),
        (
            lambda root: (root / "manifests/2026-11-21.json").write_text("{}"),
            "当日的校验清单缺失或无法读取",
        ),
        (
            lambda root: (root / f"objects/{sha(b'page 1')[:2]}/{sha(b'page 1')}.zst").unlink(),
            f"的网页原文 {sha(b'page 1')[:12]}… 缺失或被改动",
        ),
        (
            lambda root: (root / f"objects/{sha(b'page 1')[:2]}/{sha(b'page 1')}.zst").write_bytes(b"x"),
            f"的网页原文 {sha(b'page 1')[:12]}… 缺失或被改动",
        ),
    ],
    ids=[
        "record changed",
        "records gone",
        "records added",
        "manifest gone",
        "manifest emptied",
        "body gone",
        "body changed",
    ],
)
def test_whatever_is_changed_shows(sealed, harm, expected):
    """On its day, in words."""
    harm(sealed)
    found = EvidenceStore(sealed).verify()

    assert any(damage.day == date(2026, 11, 21) and expected in damage.what for damage in found)


def test_a_manifest_written_anew_breaks_the_chain(sealed):
    """The next day's manifest knows the hash of the true one."""
    record = sealed / "records/2026-11-21/w.ndjson"
    change(record)
    path = sealed / "manifests/2026-11-21.json"
    manifest = json.loads(path.read_text())
    manifest["files"] = {"w.ndjson": sha(record.read_bytes())}
    path.write_text(json.dumps(manifest))

    [damage] = EvidenceStore(sealed).verify()

    assert (date(2026, 11, 22), "当日的校验清单与前一日的清单接不上") == (
        damage.day,
        damage.what,
    )


def test_only_the_days_asked_for_are_verified(sealed):
    """Both ends included."""
    change(sealed / "records/2026-11-21/w.ndjson")
    store = EvidenceStore(sealed)

    assert [] == store.verify(date(2026, 11, 22), date(2026, 11, 22))
    assert 1 == len(store.verify(date(2026, 11, 21), date(2026, 11, 21)))


def test_a_line_a_dying_writer_left_half_hurts_nothing(store, tmp_path):
    """Nothing refers to it, and what follows stands on a line of its own."""
    keep(store, 1)
    path = tmp_path / "records/2026-11-20/w.ndjson"
    path.write_bytes(path.read_bytes() + b'{"id":"half')
    record_id, _ = EvidenceStore(tmp_path, writer="w").keep(a_record(2), [BODY], at=NOON)
    store.seal(now=NOON + DAY)

    assert [] == store.verify()
    assert a_record(2) == store.show(record_id).record


def test_a_place_that_cannot_be_written_to_is_found_out_before_it_is_needed(tmp_path):
    """A file stands where the directory should."""
    (tmp_path / "file").write_text("")
    EvidenceStore(tmp_path / "new").check()

    with pytest.raises(OSError, match="file"):
        EvidenceStore(tmp_path / "file" / "evidence").check()
