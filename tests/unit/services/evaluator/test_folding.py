"""A look that shows what the look before it showed is folded in without a walk through its list."""

from datetime import timedelta

import pytest

from services.evaluator.dossier import FEED, Dossier, column_key
from services.evaluator.folding import absorb_all, absorbed
from shared.contracts.observations import Post
from shared.contracts.target import LookOutcome
from tests.builders import NOW, a_column_look, a_feed_look, an_entry, days_ago

LATER = NOW + timedelta(hours=7)
LISTED = [days_ago(n) for n in range(1, 16)]
FIRST = a_column_look(NOW, *LISTED, column="c1", complete_since=days_ago(15))


def named(*events):
    return [(str(event.event_id()), event) for event in events]


def then(event, first=FIRST):
    """Folded one after the other, and what was seen again by the second."""
    return absorbed(absorb_all(Dossier("w1"), named(first)), named(event))[:2]


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
        pytest.param(
            a_column_look(LATER, *LISTED, column="c1", complete_since=days_ago(15), url="https://x.gov.cn/"),
            id="another address",
        ),
        pytest.param(a_column_look(LATER, *LISTED, days_ago(401), column="c1"), id="a line too old to be kept"),
        pytest.param(a_column_look(LATER, *LISTED, days_ago(61), column="c1"), id="a line too old to be followed"),
        pytest.param(a_column_look(LATER, *LISTED[1:], column="c1", whole_list=True), id="the whole list"),
        pytest.param(a_column_look(LATER, *LISTED, None, column="c1"), id="a line without a date"),
        pytest.param(a_column_look(LATER, *LISTED, LATER + timedelta(days=2), column="c1"), id="a date to come"),
        pytest.param(a_column_look(NOW + timedelta(seconds=9), *LISTED[2:], column="c1"), id="in the same minute"),
        pytest.param(a_column_look(LATER + timedelta(days=1), *LISTED[1:], column="c1"), id="the next day"),
        pytest.param(a_column_look(LATER, *LISTED[1:], column="c1", marks={"tags": {"a": "b"}}), id="with its tags"),
        pytest.param(a_column_look(LATER, column="c1"), id="nothing any more"),
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


def a_line(number, days):
    return an_entry(days_ago(days)).model_copy(update={"url": f"https://www.example.gov.cn/{number}.html"})


LONG = [a_line(number, 5 + number) for number in range(30)]
TWICE = [a_line(1, 4), a_line(1, 4)]


@pytest.mark.parametrize("lines", [LONG, TWICE], ids=["more lines than are kept", "a line twice"])
def test_what_another_look_of_the_same_minute_showed_is_not_seen_again(lines):
    """Moments are kept by the minute: the sightings do not tell whose the lines were, in whatever order they came."""
    minute = NOW.replace(second=0)
    other = a_column_look(minute, column="c1", entries=[a_line(99, 1)])
    first = a_column_look(minute + timedelta(seconds=30), column="c1", entries=lines)
    again = a_column_look(minute + timedelta(minutes=9), column="c1", entries=lines)
    together = absorb_all(Dossier("w1"), named(other, first, again))

    for groups in ([[other], [first], [again]], [[other, first], [again]], [[first], [other], [again]]):
        dossier = Dossier("w1")
        for group in groups:
            dossier = absorb_all(dossier, named(*group))
        assert together == dossier


OLD_POSTS = [Post(id=str(days), title="", published_at=days_ago(days), original=True) for days in (3, 500)]


@pytest.mark.parametrize(
    ("first", "then_seen"),
    [
        pytest.param(a_feed_look(NOW, posts=OLD_POSTS), [a_feed_look(LATER, posts=OLD_POSTS)], id="a post of its own"),
        pytest.param(
            a_feed_look(NOW, days_ago(1)),
            [a_feed_look(LATER, days_ago(1)), a_feed_look(days_ago(450), outcome=LookOutcome.BLIND)],
            id="a look",
        ),
    ],
)
def test_what_is_too_old_is_dropped_beside_a_list_that_is_seen_again(first, then_seen):
    """What came with the list is as old as it is."""
    apart = absorb_all(absorb_all(Dossier("a1"), named(first)), named(*then_seen))

    assert absorb_all(Dossier("a1"), named(first, *then_seen)) == apart
    assert not apart.pages[FEED].bad
    assert not apart.pages[FEED].originals.on(days_ago(500).date())
