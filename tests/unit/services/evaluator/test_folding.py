"""A look that shows what the look before it showed is folded in without a walk through its list."""

from datetime import timedelta

import pytest

from services.evaluator.dossier import FEED, Dossier, column_key
from services.evaluator.folding import absorb_all, absorbed
from tests.builders import NOW, a_column_look, a_feed_look, days_ago

LATER = NOW + timedelta(hours=7)
LISTED = [days_ago(n) for n in range(1, 16)]
FIRST = a_column_look(NOW, *LISTED, column="c1", complete_since=days_ago(15))


def named(*events):
    return [(str(event.event_id()), event) for event in events]


def then(event, first=FIRST):
    """Folded one after the other, and what was seen again by the second."""
    return absorbed(absorb_all(Dossier("w1"), named(first)), named(event))


def test_the_same_list_seen_again_says_what_both_looks_say_together():
    """Its lines were seen later, and the time up to then is covered."""
    again = a_column_look(LATER, *LISTED, column="c1", complete_since=days_ago(15))

    folded, seen_again = then(again)

    assert {column_key("c1")} == seen_again
    assert absorb_all(Dossier("w1"), named(FIRST, again)) == folded
    assert folded.pages[column_key("c1")].good.at == LATER


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(a_column_look(LATER, days_ago(0), *LISTED, column="c1"), id="one line more"),
        pytest.param(a_column_look(LATER, *LISTED[1:], column="c1", complete_since=days_ago(15)), id="one line less"),
        pytest.param(
            a_column_look(LATER, *LISTED, column="c1", complete_since=days_ago(16)), id="reaches back further"
        ),
        pytest.param(a_column_look(LATER, *LISTED, column="c1"), id="not said how far it reaches back"),
        pytest.param(
            a_column_look(NOW - timedelta(hours=1), *LISTED, column="c1", complete_since=days_ago(15)), id="earlier"
        ),
        pytest.param(a_column_look(LATER, *LISTED, column="c2", complete_since=days_ago(15)), id="another column"),
    ],
)
def test_anything_more_or_less_is_no_repetition(event):
    """It is folded in whole, and comes to the same as in one batch."""
    folded, seen_again = then(event)

    assert not seen_again
    assert absorb_all(Dossier("w1"), named(FIRST, event)) == folded


@pytest.mark.parametrize("published", [[], [None], [days_ago(1), None], [NOW + timedelta(days=3)]])
def test_a_list_that_does_not_date_all_its_lines_is_never_taken_as_known(published):
    """What it does not show is what the judgement is about."""
    first = a_column_look(NOW, *published, column="c1")
    again = a_column_look(LATER, *published, column="c1")

    folded, seen_again = then(again, first)

    assert not seen_again
    assert absorb_all(Dossier("w1"), named(first, again)) == folded


def test_a_line_that_grew_too_old_to_be_followed_is_not_followed():
    """Sixty days after its date it is forgotten, though the list shows it still."""
    first = a_feed_look(NOW, days_ago(1), days_ago(59.9))
    again = a_feed_look(LATER, days_ago(1), days_ago(59.9))

    folded, seen_again = then(again, first)

    assert not seen_again
    assert absorb_all(Dossier("a1"), named(first, again)).pages[FEED] == folded.pages[FEED]
