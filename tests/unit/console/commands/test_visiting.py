"""Whom `visit` looks at."""

from datetime import UTC, datetime, timedelta

import pytest

from console.commands.visiting import manual_visits
from shared.contracts.target import Purpose, TargetKind
from shared.errors import BadInput
from shared.registry.model import AccountStatus, WebsiteStatus
from tests.registry_builders import a_board, a_column, a_guide, a_registry, a_unit, a_website, an_account

NOW = datetime(2026, 1, 31, tzinfo=UTC)
FEED = "http://127.0.0.1:1/feed.xml"
REGISTRY = a_registry(
    a_unit(),
    a_website("W1"),
    a_website("W2"),
    a_website("W3", status=WebsiteStatus.CLOSED),
    a_column("C1"),
    a_column("C3", website_id="W3"),
    a_board("B1"),
    a_guide("G1"),
    an_account("A1", feed_url=FEED),
    an_account("A2"),
    an_account("A3", feed_url=FEED, status=AccountStatus.CANCELLED),
    an_account("A4", feed_url=FEED, status=AccountStatus.SUSPENDED),
)


def visited(*ids, purpose=None):
    """Target, purpose and page of each visit."""
    return [(due.target_id, due.purpose.value, due.page_id) for due in manual_visits(REGISTRY, ids, purpose, now=NOW)]


def test_without_names_everything_that_is_watched_is_visited():
    """Closed websites, cancelled accounts and those without a feed are left out."""
    assert [
        ("W1", "home", None),
        ("W1", "column", "C1"),
        ("W1", "board", "B1"),
        ("W1", "guide", "G1"),
        ("W2", "home", None),
        ("A1", "feed", None),
        ("A4", "feed", None),
    ] == visited()


def test_a_target_stands_for_all_its_pages_and_a_page_for_itself():
    """Both can be named together."""
    assert [("W1", "column", "C1"), ("W2", "home", None)] == visited("C1", "W2")
    assert 4 == len(visited("W1"))


def test_a_purpose_narrows_what_was_named():
    """Where there is nothing of that kind, nothing is visited."""
    assert [("W1", "board", "B1")] == visited("W1", purpose=Purpose.BOARD)
    assert [] == visited("A1", purpose=Purpose.BOARD)


def test_every_id_nobody_knows_is_named():
    """Nothing is visited then; a closed website is as unknown as one that never was."""
    with pytest.raises(BadInput) as caught:
        visited("W1", "nobody", "W3", "A2")

    assert ["A2", "W3", "nobody"] == caught.value.mistakes


def test_visits_asked_for_together_share_a_slot_and_never_meet_a_scheduled_one():
    """Asking again is a new slot: the second visit is made too."""
    first, second = (
        list(manual_visits(REGISTRY, ["W1"], None, now=NOW)),
        list(manual_visits(REGISTRY, ["W1"], None, now=NOW)),
    )

    assert 1 == len({due.slot for due in first})
    assert {due.slot for due in first}.isdisjoint({due.slot for due in second})
    assert all(due.slot.startswith("manual-") for due in first)
    assert 8 == len({due.event_id() for due in [*first, *second]})


def test_a_visit_is_due_now_and_not_for_ever():
    """What nobody made within two hours is not made any more."""
    due = next(iter(manual_visits(REGISTRY, ["A1"], None, now=NOW)))

    assert (TargetKind.ACCOUNT, FEED) == (due.kind, due.url)
    assert (NOW, NOW + timedelta(hours=2)) == (due.due_at, due.expires_at)
