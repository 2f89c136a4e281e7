"""One visit, from the page to the facts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.crawler.collector import Reading, blind
from services.crawler.fetching.fetch import Problem
from services.crawler.fetching.outcome import ROBOTS
from services.crawler.lists.paging import Paging
from services.crawler.politeness import Busy, Hidden
from services.crawler.visit import Reach, Visitor
from shared.contracts.target import LookOutcome, Purpose
from tests.crawler_builders import (
    COLUMN,
    HOME,
    NOW,
    Clock,
    a_message,
    a_problem,
    a_reading,
    a_watch,
    an_answer,
    an_entry,
)
from tests.fakes.crawler_stores import FakeFetcher, FakeMemory

MODIFIED = (("ETag", '"1"'), ("Last-Modified", "Fri, 20 Nov 2026 01:00:00 GMT"))


class World:
    """A visitor with a prepared web and prepared readings."""

    def __init__(self, answers, readings=None, details=None, **reach):
        self.web = FakeFetcher(answers)
        self.memory = FakeMemory()
        self.readings = readings or {}
        self.details = details or {}
        self.clock = Clock()
        self.visitor = Visitor(
            self.web,
            self.memory,
            read=self.read,
            read_message=lambda answer, message_id: self.details.get(answer.url),
            reach=Reach(**reach),
            clock=self.clock,
        )

    def read(self, body, *, url, **_):
        found = self.readings.get(url, a_reading(an_entry()))
        return found.pop(0) if isinstance(found, list) else found

    async def visit(self, watch=None):
        return await self.visitor.visit(watch or a_watch())

    @property
    def asked(self):
        return [url for url, _ in self.web.asked]


def answering(**pages):
    """Every address answers with a page of its own; named ones as told."""

    def answer(url, _):
        return pages.get(url, an_answer(url=url, final_url=url))

    return answer


def page(number):
    return f"{COLUMN}index_{number}.html"


def a_column_page(*days, following=None, **fields):
    return a_reading(*(an_entry(day) for day in days), paging=Paging(next_url=following), **fields)


async def test_a_page_is_fetched_and_read():
    """The facts, the status, the time it took, and the answer as evidence."""
    world = World(answering())
    sighting = await world.visit()

    assert sighting.verdict.ok
    assert (an_entry(),) == sighting.facts.entries
    assert (200, timedelta(milliseconds=120), NOW) == (sighting.status, sighting.elapsed, sighting.observed_at)
    assert [HOME] == [answer.url for answer in sighting.answers]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (a_problem(Problem.DNS), ("failed", "dns")),
        (an_answer(b"x", 404), ("failed", "http_404")),
        (an_answer(b"x", 412), ("blind", "blocked: 412")),
        (a_problem(Problem.ADDRESS_REFUSED), ("blind", "address_refused")),
        (an_answer(b"", 304), ("blind", "unreadable: not_modified")),
    ],
    ids=["no such name", "not found", "firewall", "private address", "unasked for: not modified"],
)
async def test_what_is_not_seen_is_not_read(answer, expected):
    """There are no facts, only the reason; the answer is kept."""
    world = World(lambda *_: answer)
    sighting = await world.visit(a_watch(Purpose.COLUMN))

    assert expected == (sighting.verdict.outcome.value, sighting.verdict.reason)
    assert sighting.facts.entries is None
    assert 1 == len(sighting.answers)


async def test_a_home_page_whose_list_cannot_be_read_was_reached():
    """It counts as open, and its list as unseen."""
    sighting = await World(answering(), {HOME: blind("needs_browser")}).visit()

    assert sighting.verdict.ok
    assert "needs_browser" == sighting.unread
    assert sighting.facts.entries is None


@pytest.mark.parametrize(
    ("purpose", "reason", "expected"),
    [
        (Purpose.HOME, "blocked", "blocked"),
        (Purpose.HOME, "captcha", "blocked: captcha"),
        (Purpose.COLUMN, "selector_lost", "unreadable: selector_lost"),
        (Purpose.COLUMN, "needs_browser", "needs_browser"),
        (Purpose.BOARD, "board_not_recognised", "unreadable: board_not_recognised"),
        (Purpose.FEED, "bridge_login", "bridge_broken: login"),
    ],
)
async def test_a_page_that_cannot_be_read_is_blind(purpose, reason, expected):
    """Under the word by which others know the reason."""
    watch = a_watch(purpose)
    sighting = await World(answering(), {watch.url: blind(reason)}).visit(watch)

    assert (LookOutcome.BLIND, expected) == (sighting.verdict.outcome, sighting.verdict.reason)


async def test_a_page_that_says_it_does_not_exist_has_failed():
    """What the reader finds out counts too, for the home page as for others."""
    gone = Reading(outcome=LookOutcome.FAILED, reason="soft_not_found")
    sighting = await World(answering(), {HOME: gone}).visit()

    assert (LookOutcome.FAILED, "soft_not_found") == (sighting.verdict.outcome, sighting.verdict.reason)


async def test_a_feed_that_is_down_is_blind():
    """The bridge is ours."""
    sighting = await World(lambda *_: a_problem(Problem.CONNECT_REFUSED)).visit(a_watch(Purpose.FEED))

    assert (LookOutcome.BLIND, "bridge_broken: connect_refused") == (
        sighting.verdict.outcome,
        sighting.verdict.reason,
    )


async def test_a_page_that_leads_on_by_itself_is_followed():
    """Meta refresh, three times at most; the time of all counts."""
    world = World(answering(), {HOME: replace(blind("redirect"), redirect=COLUMN)})
    sighting = await world.visit()

    assert [HOME, COLUMN] == world.asked
    assert (an_entry(),) == sighting.facts.entries
    assert timedelta(milliseconds=240) == sighting.elapsed


async def test_pages_that_lead_on_in_a_circle_are_blind():
    """For a column; the home page was reached."""
    world = World(answering(), {COLUMN: replace(blind("redirect"), redirect=COLUMN)})
    sighting = await world.visit(a_watch(Purpose.COLUMN))

    assert [COLUMN] * 3 == world.asked
    assert "unreadable: redirect" == sighting.verdict.reason


async def test_a_page_that_breaks_the_reader_is_unreadable():
    """It breaks nothing else."""
    watch = a_watch(Purpose.COLUMN)
    world = World(answering())
    world.visitor._read = _broken
    sighting = await world.visit(watch)

    assert (LookOutcome.BLIND, "unreadable: reader_failed") == (sighting.verdict.outcome, sighting.verdict.reason)


async def test_a_letter_that_breaks_the_reader_stays_as_the_list_shows_it():
    """The board is seen."""
    board = Reading(messages=(a_message("m1"),), details=(f"{COLUMN}m1.html",))
    world = World(answering(), {COLUMN: board})
    world.visitor._read_message = _broken
    sighting = await world.visit(a_watch(Purpose.BOARD))

    assert (a_message("m1"),) == sighting.facts.messages


def _broken(*_, **__):
    raise RuntimeError("a page nobody thought of")


async def test_robots_leave_a_look_without_an_answer():
    """Blind, with the reason."""
    sighting = await World(lambda *_: Hidden(ROBOTS)).visit()

    assert (ROBOTS, ()) == (sighting.verdict, sighting.answers)


async def test_a_busy_host_is_no_look_at_all():
    """The visit comes again."""
    with pytest.raises(Busy):
        await World(lambda *_: Busy("later")).visit()


# -- lists of several pages --------------------------------------------------------------------------------------------


async def test_a_list_is_read_back_over_its_window():
    """And no further: the page that reaches beyond it is the last."""
    readings = {
        COLUMN: a_column_page(1, 50, following=page(1)),
        page(1): a_column_page(100, 150, following=page(2)),
        page(2): a_column_page(180, 210, following=page(3)),
    }
    world = World(answering(), readings)
    sighting = await world.visit(a_watch(Purpose.COLUMN))

    assert [COLUMN, page(1), page(2)] == world.asked
    assert 6 == len(sighting.facts.entries)
    assert an_entry(210).published_at == sighting.facts.complete_since
    assert timedelta(milliseconds=120) == sighting.elapsed


async def test_a_list_has_a_most_number_of_pages():
    """An endless calendar is left after so many."""
    readings = {page(n): a_column_page(n / 100, following=page(n + 1)) for n in range(1, 100)}
    world = World(answering(), {COLUMN: a_column_page(0.001, following=page(1)), **readings}, max_pages=5)
    await world.visit(a_watch(Purpose.COLUMN))

    assert 5 == len(world.asked)


async def test_a_list_that_leads_back_to_itself_ends():
    """No page is asked for twice."""
    readings = {COLUMN: a_column_page(1, following=page(1)), page(1): a_column_page(2, following=COLUMN)}
    world = World(answering(), readings)
    await world.visit(a_watch(Purpose.COLUMN))

    assert [COLUMN, page(1)] == world.asked


@pytest.mark.parametrize(
    "broken", [an_answer(b"x", 500), a_problem(Problem.TIMEOUT), Hidden(ROBOTS)], ids=["500", "timeout", "robots"]
)
async def test_a_further_page_that_fails_takes_nothing_away(broken):
    """The look stands with what the first page shows and promises."""
    world = World(answering(**{page(1): broken}), {COLUMN: a_column_page(1, 2, following=page(1))})
    sighting = await world.visit(a_watch(Purpose.COLUMN))

    assert sighting.verdict.ok
    assert (2, an_entry(2).published_at) == (len(sighting.facts.entries), sighting.facts.complete_since)


async def test_the_next_look_reads_back_to_the_last_one():
    """Two days beyond it, so that looks join without a hole; the whole window again after a week."""
    readings = {
        COLUMN: a_column_page(1, 5, following=page(1)),
        page(1): a_column_page(50, 210, following=page(2)),
    }
    world = World(answering(), readings)
    watch = a_watch(Purpose.COLUMN)
    await world.visit(watch)
    world.web.asked.clear()

    world.clock.pass_(days=1)
    await world.visit(watch)
    assert [COLUMN] == world.asked

    world.clock.pass_(days=7)
    await world.visit(watch)
    assert [COLUMN, COLUMN, page(1)] == world.asked


# -- boards ----------------------------------------------------------------------------------------------------------


async def test_letters_without_an_answer_are_opened():
    """The answer may stand on the letter's own page only."""
    letters = (a_message("m1"), a_message("m2", replied_at=NOW))
    board = Reading(messages=letters, details=(f"{COLUMN}m1.html", f"{COLUMN}m2.html"))
    world = World(answering(), {COLUMN: board}, {f"{COLUMN}m1.html": a_message("x", replied_at=NOW)})
    sighting = await world.visit(a_watch(Purpose.BOARD))

    assert [COLUMN, f"{COLUMN}m1.html"] == world.asked
    assert [NOW, NOW] == [message.replied_at for message in sighting.facts.messages]


async def test_no_more_letters_are_opened_than_agreed():
    """The newest first."""
    letters = tuple(a_message(f"m{n}", asked_at=NOW - timedelta(days=n)) for n in range(9))
    board = Reading(messages=letters, details=tuple(f"{COLUMN}{letter.id}" for letter in letters))
    world = World(answering(), {COLUMN: board}, max_details=2)
    await world.visit(a_watch(Purpose.BOARD))

    assert [COLUMN, f"{COLUMN}m0", f"{COLUMN}m1"] == world.asked


async def test_an_answer_that_was_read_is_not_read_again():
    """It is remembered, and told again."""
    board = Reading(messages=(a_message("m1"),), details=(f"{COLUMN}m1.html",))
    world = World(answering(), {COLUMN: board}, {f"{COLUMN}m1.html": a_message("x", replied_at=NOW)})
    watch = a_watch(Purpose.BOARD)
    await world.visit(watch)
    sighting = await world.visit(watch)

    assert [COLUMN, f"{COLUMN}m1.html", COLUMN] == world.asked
    assert NOW == sighting.facts.messages[0].replied_at


# -- unchanged pages ---------------------------------------------------------------------------------------------------


def modified_or_not(url, _number):
    return an_answer(url=url, final_url=url, headers=MODIFIED)


async def test_an_unchanged_page_shows_its_facts_again():
    """It is asked for by its tag, and the look is a look."""
    world = World(modified_or_not)
    await world.visit()
    world.clock.pass_(hours=1)
    world.web.answer = lambda *_: an_answer(b"", 304, started_at=world.clock.now)
    sighting = await world.visit()

    assert {"If-None-Match": '"1"', "If-Modified-Since": MODIFIED[1][1]} == world.web.asked[-1][1]
    assert sighting.verdict.ok
    assert (an_entry(),) == sighting.facts.entries
    assert NOW + timedelta(hours=1) == sighting.observed_at


async def test_a_page_is_read_in_full_once_a_day():
    """A server that says "unchanged" for ever is not believed for ever."""
    world = World(modified_or_not)
    await world.visit()
    for hours in (23, 1):
        world.clock.pass_(hours=hours)
        await world.visit()

    assert [True, False] == [bool(headers) for _, headers in world.web.asked[1:]]


async def test_a_board_is_always_read_in_full():
    """An answer may have come on its second page."""
    world = World(modified_or_not, {COLUMN: Reading(messages=(a_message(),))})
    await world.visit(a_watch(Purpose.BOARD))
    await world.visit(a_watch(Purpose.BOARD))

    assert {} == world.web.asked[-1][1]


async def test_a_page_that_leads_on_is_always_read_in_full():
    """What it leads to may have changed."""
    world = World(modified_or_not, {HOME: replace(blind("redirect"), redirect=COLUMN)})
    await world.visit()
    await world.visit()

    assert [{}, {}, {}, {}] == [headers for _, headers in world.web.asked]


async def test_another_address_is_another_page():
    """What was read at the old one is forgotten."""
    world = World(modified_or_not)
    await world.visit()
    await world.visit(a_watch(url="http://new.example/"))

    assert {} == world.web.asked[-1][1]


async def test_a_failure_changes_nothing_that_is_remembered():
    """The next look asks for changes since the last reading."""
    world = World(modified_or_not)
    await world.visit()
    kept = dict(world.memory.kept)
    world.web.answer = lambda *_: an_answer(b"x", 500)
    await world.visit()

    assert kept == world.memory.kept
