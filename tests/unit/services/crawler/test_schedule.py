"""Slots: the same on every replica, spaced, spread, and over when they are over."""

from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.crawler.schedule import JITTER_SHARE, Timetable, is_late, slot_at, slot_id, visit_due
from services.crawler.settings import CrawlerSettings
from services.crawler.watch import watches
from shared.clock import CHINA
from tests.crawler_builders import NOW, a_registry, a_visit_due, a_watch

HOUR = timedelta(hours=1)
keys = st.text("abcdefgh0123/-", min_size=1, max_size=20)
moments = st.integers(0, 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds))
intervals = st.sampled_from([timedelta(minutes=1), HOUR, timedelta(hours=12), timedelta(days=7)])


@example("badge", timedelta(minutes=1), NOW + timedelta(seconds=2654159))
@given(keys, intervals, moments)
def test_every_moment_lies_in_exactly_one_slot(key, interval, now):
    """The slot at a moment contains it, and both of its ends belong to one slot each."""
    slot = slot_at(key, interval, now)

    assert slot.starts_at <= now < slot.ends_at
    assert slot == slot_at(key, interval, slot.starts_at)
    assert slot.number + 1 == slot_at(key, interval, slot.ends_at).number


@given(keys, intervals, moments)
def test_visits_are_spaced(key, interval, now):
    """Two slots begin at least four fifths of the interval apart."""
    slot = slot_at(key, interval, now)

    assert slot.ends_at - slot.starts_at >= interval * (1 - JITTER_SHARE) - timedelta(milliseconds=2)


def test_a_home_page_is_visited_twenty_times_a_day_at_least():
    """24 slots begin on every day, wherever the day begins."""
    midnight = NOW.astimezone(CHINA).replace(hour=0)
    starts = {slot_at("w1/home/", HOUR, midnight + timedelta(minutes=minute)).starts_at for minute in range(24 * 60)}

    assert 23 <= sum(1 for start in starts if start >= midnight) <= 25


def test_pages_are_spread_over_the_interval():
    """A thousand pages begin their slots at all times of the hour, not all at once."""
    starts = [slot_at(f"w{number}/home/", HOUR, NOW).starts_at for number in range(1000)]
    busiest = max(sum(1 for s in starts if s.minute // 6 == part) for part in range(10))

    assert busiest < 200


def test_a_visit_is_named_by_target_page_and_slot_on_every_replica():
    """Two replicas that look at the timetable at different moments of a slot publish the same event."""
    watch = a_watch()
    slot = slot_at(watch.key, HOUR, NOW)
    later = slot_at(watch.key, HOUR, slot.ends_at - timedelta(milliseconds=1))

    assert visit_due(watch, slot).event_id() == visit_due(watch, later).event_id()
    assert visit_due(watch, slot) == visit_due(watch, later)


@pytest.mark.parametrize(
    ("late_by", "slot", "expected"),
    [
        (timedelta(milliseconds=-1), "2026", False),
        (timedelta(), "2026", True),
        (timedelta(days=3), "manual-1", False),
    ],
    ids=["just in time", "exactly at the end", "asked for by hand"],
)
def test_a_slot_is_late_from_its_end_on(late_by, slot, expected):
    """Unless somebody asked for the visit, who is answered whenever."""
    visit = a_visit_due(slot=slot)

    assert expected == is_late(visit, visit.expires_at + late_by)


def test_a_visit_without_an_end_is_never_late():
    """Nothing says when it would be."""
    assert not is_late(a_visit_due(expires_at=None), NOW + timedelta(days=99))


def test_the_repetition_belongs_to_the_slot():
    """The observation carries the id of the slot's first visit, whichever attempt made it."""
    visit = a_visit_due()

    assert str(visit.event_id()) == slot_id(visit) == slot_id(visit.model_copy(update={"attempt": 2}))


def test_the_first_look_at_a_timetable_finds_all_slots_under_way():
    """And the second finds nothing new."""
    table = Timetable([a_watch(target_id=f"w{n}") for n in range(5)], lambda _: HOUR)

    assert {f"w{n}" for n in range(5)} == {watch.target_id for watch, _ in table.due(NOW)}
    assert [] == table.due(NOW)


def test_what_was_slept_through_is_not_piled_up():
    """After three days of silence each page is due once, in the slot under way."""
    table = Timetable([a_watch()], lambda _: HOUR)
    table.due(NOW)
    now = NOW + timedelta(days=3)

    [(_, slot)] = table.due(now)

    assert slot.starts_at <= now < slot.ends_at


def test_what_is_due_is_found_when_it_is_due():
    """Followed from one beginning to the next, every slot of a day is found once and in order."""
    table = Timetable([a_watch()], lambda _: HOUR)
    found = [slot.number for _, slot in table.due(NOW)]
    while table.next_at() < NOW + timedelta(days=1):
        found += [slot.number for _, slot in table.due(table.next_at())]

    assert list(range(found[0], found[0] + len(found))) == found
    assert 24 <= len(found) <= 26


def test_an_empty_timetable_has_nothing_due():
    """A registry without websites is no error."""
    table = Timetable([], lambda _: HOUR)

    assert ([], None, 0) == (table.due(NOW), table.next_at(), len(table))


def test_intervals_follow_purpose_and_category():
    """The home page hourly, a column of news more often than one of personnel."""
    settings = CrawlerSettings()
    found = {watch.key: settings.interval(watch.purpose, watch.category) for watch in watches(a_registry())}

    assert {
        "w1/home/": HOUR,
        "w1/column/c1": timedelta(hours=12),
        "w1/board/b1": timedelta(hours=12),
        "w1/guide/g1": timedelta(days=7),
        "w1/link/": timedelta(days=7),
        "a1/feed/": timedelta(hours=4),
    } == found
