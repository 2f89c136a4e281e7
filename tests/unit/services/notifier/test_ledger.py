"""What a message is called, and what it counts as."""

import pytest

from services.notifier.contact import Contact
from services.notifier.ledger import entry_id, gravest
from tests.warning_builders import BUREAU, a_concern, a_line


def test_order_makes_no_other_message():
    """The same findings in another order are the same message."""
    one, two = a_line(step="fault", concern_id="a"), a_line(step="early", concern_id="b")

    assert entry_id("u1", BUREAU, [one, two]) == entry_id("u1", BUREAU, [two, one])


@pytest.mark.parametrize(
    ("unit_id", "contact", "line"),
    [
        ("u2", BUREAU, a_line()),
        ("u1", Contact(channel="smtp", key="other@bureau.example"), a_line()),
        ("u1", Contact(channel="wecom", key=BUREAU.key), a_line()),
        ("u1", BUREAU, a_line(step="reminder-1")),
        ("u1", BUREAU, a_line(item_ids=("c1",))),
        ("u1", BUREAU, a_line(a_concern(unit_id="u1", id="another episode"))),
    ],
    ids=["unit", "contact", "channel", "step", "items", "episode"],
)
def test_anything_else_makes_another_message(unit_id, contact, line):
    """Unit, channel, contact, findings and step name a message; all of them count."""
    assert entry_id("u1", BUREAU, [a_line()]) != entry_id(unit_id, contact, [line])


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["recovery"], "recovery"),
        (["recovery", "early"], "early"),
        (["early", "reminder-2", "reminder-1"], "reminder-1"),
        (["recovery", "fault", "early"], "fault"),
    ],
    ids=["recovery alone", "early", "reminder", "fault"],
)
def test_gravest(steps, expected):
    """A message is counted under the gravest thing it says."""
    assert expected == gravest(a_line(step=step) for step in steps)
