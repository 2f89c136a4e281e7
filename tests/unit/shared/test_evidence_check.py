"""Evidence checked: each day sealed, still open, or damaged; and nothing at all is not intact."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.evidence import EvidenceStore
from shared.evidence_check import State, check

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LATER = NOON + 3 * DAY
"""The 23rd, when the three days before it are closed."""


def sha(body):
    return hashlib.sha256(body).hexdigest()


def an_object(root, body):
    return root / f"objects/{sha(body)[:2]}/{sha(body)}.zst"


def keep(store, number, at, body):
    record = {"visit_id": f"v{number}", "answers": [{"url": "http://a.example/", "body_sha256": sha(body)}]}
    return store.keep(record, [body], at=at)


@pytest.fixture
def sealed(tmp_path):
    """Three closed days, a record on each."""
    store = EvidenceStore(tmp_path, writer="w")
    for number in range(3):
        keep(store, number, NOON + number * DAY, b"page %d" % number)
    store.seal(now=LATER)
    assert check(store, now=LATER).intact
    return tmp_path


def checked(root, now=LATER, **span):
    return check(EvidenceStore(root), now=now, **span)


def change(path):
    path.write_bytes(path.read_bytes().replace(b"v1", b"v9"))


def test_nothing_to_check_proves_nothing(tmp_path):
    """An empty directory is neither intact nor damaged."""
    found = checked(tmp_path)

    assert (None, ()) == (found.intact, found.days)


def test_bodies_without_any_record_or_manifest_show(sealed):
    """Whoever takes both away leaves the bodies behind."""
    for path in [*sealed.glob("manifests/*"), *sealed.glob("records/*/*")]:
        path.unlink()
    for folder in sealed.glob("records/*"):
        folder.rmdir()

    assert checked(sealed).intact is False


def test_each_day_says_how_it_stands(sealed):
    """Closed days, and the one under way, with its records counted."""
    store = EvidenceStore(sealed, writer="w")
    keep(store, 7, LATER, b"today")
    keep(store, 8, LATER, b"today")
    found = check(store, now=LATER)

    assert [(20, "sealed", 1), (21, "sealed", 1), (22, "sealed", 1), (23, "open", 2)] == [
        (day.day.day, day.state, day.records) for day in found.days
    ]
    assert found.intact


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (lambda root: change(root / "records/2026-11-21/w.ndjson"), "记录文件 w.ndjson 缺失或被改动"),
        (lambda root: (root / "records/2026-11-21/w.ndjson").unlink(), "记录文件 w.ndjson 缺失或被改动"),
        (
            lambda root: (root / "records/2026-11-21/x.ndjson").write_text("{}\n"),
            "记录文件 x.ndjson 是在当日封存之后加入的",
        ),
        (lambda root: (root / "manifests/2026-11-21.json").unlink(), "没有校验清单"),
        (lambda root: (root / "manifests/2026-11-21.json").write_text("{}"), "当日的校验清单无法读取"),
        (lambda root: an_object(root, b"page 1").unlink(), f"{sha(b'page 1')[:12]}… 缺失或被改动"),
        (lambda root: an_object(root, b"page 1").write_bytes(b"x"), f"{sha(b'page 1')[:12]}… 缺失或被改动"),
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
    [damaged] = [day for day in checked(sealed).days if day.day == date(2026, 11, 21)]

    assert State.DAMAGED == damaged.state
    assert any(expected in damage.what for damage in damaged.damages)


def test_a_manifest_written_anew_breaks_the_chain(sealed):
    """The next day's manifest knows the hash of the true one."""
    record = sealed / "records/2026-11-21/w.ndjson"
    record.write_bytes(record.read_bytes() + b"\n")
    path = sealed / "manifests/2026-11-21.json"
    manifest = json.loads(path.read_text())
    manifest["files"] = {"w.ndjson": sha(record.read_bytes())}
    path.write_text(json.dumps(manifest))

    [damage] = [damage for day in checked(sealed).days for damage in day.damages]

    assert (date(2026, 11, 22), "当日的校验清单与前一日的清单接不上") == (damage.day, damage.what)


@pytest.mark.parametrize("day", [20, 22])
def test_the_first_and_the_last_manifest_are_missed_too(sealed, day):
    """A chain may not be cut off at its ends."""
    (sealed / f"manifests/2026-11-{day}.json").unlink()

    assert checked(sealed).intact is False


def test_a_day_that_just_ended_may_still_be_open(sealed):
    """For an hour; then its manifest should be there."""
    store = EvidenceStore(sealed, writer="w")
    keep(store, 7, LATER, b"today")
    midnight = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)

    assert check(store, now=midnight + timedelta(minutes=59)).intact
    assert not check(store, now=midnight + timedelta(hours=1)).intact


@pytest.mark.parametrize(
    "harm",
    [
        lambda root: an_object(root, b"today").unlink(),
        lambda root: an_object(root, b"today").write_bytes(b"x"),
        lambda root: change(root / "records/2026-11-23/w.ndjson"),
    ],
    ids=["body gone", "body changed", "record changed"],
)
def test_a_day_under_way_is_checked_as_well(sealed, harm):
    """Records by their own ids, bodies by their hashes."""
    store = EvidenceStore(sealed, writer="w")
    keep(store, 1, LATER, b"today")
    harm(sealed)

    assert [23] == [day.day.day for day in check(store, now=LATER).days if day.state is State.DAMAGED]


def test_only_the_days_asked_for_are_checked(sealed):
    """Both ends included; where there are none nothing is proven."""
    change(sealed / "records/2026-11-21/w.ndjson")
    last, damaged = date(2026, 11, 22), date(2026, 11, 21)

    assert checked(sealed, first=last, last=last).intact
    assert not checked(sealed, first=damaged, last=damaged).intact
    assert checked(sealed, first=date(2026, 12, 1)).intact is None
