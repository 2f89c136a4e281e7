"""What the world is told of a message."""

import pytest

from services.notifier.ledger import State
from services.notifier.recording import notice_of
from shared.contracts.notices import NoticeFailed, NoticeSent
from tests.warning_builders import NOON, a_concern, a_line, an_entry, an_item, columns

CONCERN = a_concern(columns(an_item("c1")))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.SENT, NoticeSent),
        (State.CONFIRMED, NoticeSent),
        (State.DEAD, NoticeFailed),
        (State.QUEUED, None),
        (State.CLAIMED, None),
        (State.RETRY, None),
        (State.MAYBE_SENT, None),
        (State.WITHDRAWN, None),
    ],
    ids=str,
)
def test_only_what_ended_is_announced(state, expected):
    """Sent and failed are said; what is unclear is neither."""
    notice = notice_of(an_entry(state=state, finished_at=NOON, answer="250 OK"))

    assert expected is (type(notice) if notice else None)


def test_the_notice_says_what_was_told():
    """Each finding with its things and its step, and the provider's words."""
    entry = an_entry("e1", a_line(CONCERN, "reminder-2"), state=State.SENT, finished_at=NOON, answer="250 OK")
    notice = notice_of(entry)

    assert [("w1", "website.veto.columns_stale.core", ("c1",), "reminder-2")] == [
        (told.target_id, told.indicator, told.item_ids, told.step) for told in notice.told
    ]
    assert ("u1", "250 OK", NOON) == (notice.target, notice.detail, notice.occurred_at)


def test_the_same_entry_is_the_same_event():
    """Published again after a crash it changes nothing."""
    entry = an_entry(state=State.SENT, finished_at=NOON)

    assert notice_of(entry).event_id() == notice_of(entry).event_id()
