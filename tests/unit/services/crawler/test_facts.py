"""Facts of several pages put together, and cut to what an event may carry."""

from datetime import timedelta

from services.crawler.facts import MOST_ENTRIES, Facts, bounded, facts_of, joined, with_detail, with_known_replies
from shared.contracts.observations import Entry
from tests.crawler_builders import NOW, a_message, a_reading, an_entry


def facts(*days, **fields):
    return facts_of(a_reading(*(an_entry(day) for day in days), **fields))


def since(days):
    return NOW - timedelta(days=days)


def test_two_pages_are_one_list():
    """The promise reaches back to the end of the second."""
    both = joined(facts(1, 2, 3), facts(4, 5, 6))

    assert [an_entry(day) for day in range(1, 7)] == list(both.entries)
    assert since(6) == both.complete_since


def test_lines_that_slid_onto_the_next_page_are_there_once():
    """Something was published while we turned the page."""
    assert 4 == len(joined(facts(1, 2, 3), facts(3, 4)).entries)


def test_a_next_page_that_is_the_same_page_ends_the_list():
    """The server ignores the page number."""
    assert joined(facts(1, 2), facts(1, 2)) is None


def test_a_next_page_that_promises_nothing_adds_no_promise():
    """Its lines count all the same."""
    both = joined(facts(1, 2), facts(4, 3, complete_since=None))

    assert (4, since(2)) == (len(both.entries), both.complete_since)


def test_a_list_without_a_promise_gets_none_from_its_next_page():
    """What is missing on the first page is still missing."""
    assert joined(facts(1, complete_since=None), facts(3)).complete_since is None


def test_the_second_page_of_a_board_adds_its_letters():
    """By id."""
    both = joined(Facts(messages=(a_message("m1"),)), Facts(messages=(a_message("m1"), a_message("m2"))))

    assert ["m1", "m2"] == [message.id for message in both.messages]


def test_a_letter_takes_its_answer_from_its_own_page():
    """What the list says stays; what it lacks is added."""
    found = with_detail(
        a_message("m1", title="路灯"),
        a_message("other", title="路灯不亮", replied_at=NOW, replying_unit="住建局", missing=("status",)),
    )

    assert ("m1", "路灯", NOW, "住建局", ("status",)) == (
        found.id,
        found.title,
        found.replied_at,
        found.replying_unit,
        found.missing,
    )


def test_answers_read_before_are_not_forgotten():
    """The list itself does not show them."""
    known = {"m1": a_message("m1", replied_at=NOW)}

    assert [NOW, None] == [m.replied_at for m in with_known_replies([a_message("m1"), a_message("m2")], known)]


def test_an_answer_is_not_given_to_another_letter_of_the_same_number():
    """Boards begin their numbers anew each year."""
    known = {"m1": a_message("m1", asked_at=since(400), replied_at=since(390))}

    [found] = with_known_replies([a_message("m1")], known)

    assert found.replied_at is None


def test_a_giant_list_is_cut_and_promises_less():
    """Only what came after the newest line that was cut off."""
    entries = [an_entry(day / 10) for day in range(MOST_ENTRIES + 50)]
    cut = bounded(facts_of(a_reading(*entries)))

    assert MOST_ENTRIES == len(cut.entries)
    assert entries[MOST_ENTRIES].published_at == cut.complete_since


def test_a_giant_list_cut_at_an_undated_line_promises_nothing():
    """Nobody knows when it was published."""
    entries = [an_entry(day / 10) for day in range(MOST_ENTRIES)] + [Entry(title="无日期")]

    assert bounded(facts_of(a_reading(*entries, complete_since=since(99)))).complete_since is None


def test_endless_titles_are_cut():
    """An event has a size."""
    assert 200 == len(bounded(facts_of(a_reading(an_entry(title="长" * 5000)))).entries[0].title)


def test_marks_without_content_are_left_out():
    """Only what was found is said."""
    found = facts_of(a_reading(marks={"icp": "", "site_code": "1234567890", "psb": None}, navigation_only=True))

    assert {"site_code": "1234567890", "navigation_only": True} == found.marks


def test_a_page_that_was_skipped_ends_the_promise():
    """A week of lines, and then nothing for two months: the link led too far. The lines count all the same."""
    both = joined(facts(1, 4, 7), facts(70, 80))

    assert (5, since(7)) == (len(both.entries), both.complete_since)


def test_a_list_with_few_lines_a_year_may_have_wide_gaps():
    """Two years of lines, then one of the year before."""
    assert since(1000) == joined(facts(100, 400, 800), facts(1000)).complete_since
