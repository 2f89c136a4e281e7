"""Looks put together first are the same as looks joined one by one."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.evaluator.facts.look import Look
from services.evaluator.facts.looks import Looks, Numbers, Shown
from services.evaluator.facts.page import Page
from services.evaluator.facts.sightings import Sighting
from shared.contracts.observations import Entry
from tests.builders import NOW, days_ago

HOURS = st.integers(0, 300).map(lambda hours: NOW - timedelta(hours=hours))
LISTS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 80).map(days_ago)), max_size=4)
SOME = st.lists(LISTS, min_size=1, max_size=3).flatmap(
    lambda lists: st.lists(st.tuples(HOURS, st.sampled_from(lists), st.booleans()), min_size=1, max_size=9)
)
"""Looks of which many show the very same list, as they do."""


def a_look(at: datetime, lines: list[tuple[str, datetime]], *, whole: bool) -> Shown:
    base = Look(at=at, event_id=f"{at.timestamp():.0f}", complete_since=days_ago(60) if whole else None)
    dated = [(published_at, Entry(title=name, published_at=published_at)) for name, published_at in lines]
    entries = [entry for _, entry in dated]
    return Shown(base, dated, entries, Numbers())


def joined(*groups: list[Shown]) -> Page:
    page = Page()
    for group in groups:
        looks = Looks()
        for shown in group:
            looks.add(shown)
        page = page.join_looks(looks)
    return page


@given(SOME)
def test_together_or_one_by_one(some: list[tuple[datetime, list[tuple[str, datetime]], bool]]) -> None:
    """However many show the same."""
    looks = [a_look(at, lines, whole=whole) for at, lines, whole in {look[0]: look for look in some}.values()]

    together, apart = joined(looks), joined(*([look] for look in looks))

    assert together == apart
    assert together.document() == apart.document()


def test_a_list_that_repeats_itself_is_seen_from_its_first_look_to_its_last() -> None:
    """In whatever order the looks come."""
    lines = [("a", days_ago(3))]

    page = joined([a_look(days_ago(n), lines, whole=False) for n in (1, 2, 0)])

    assert [(days_ago(2), days_ago(0))] == [(line.first_at, line.last_at) for line in seen(page)]
    assert 1 == page.days.on(days_ago(3).date())


def test_another_list_in_between_ends_what_repeats() -> None:
    """What it does not show was not seen then."""
    one, other = [("a", days_ago(3))], [("b", days_ago(3))]

    page = joined(
        [
            a_look(days_ago(2), one, whole=False),
            a_look(days_ago(1), other, whole=False),
            a_look(NOW, other, whole=False),
        ]
    )

    assert {(days_ago(2), days_ago(2)), (days_ago(1), days_ago(0))} == {
        (line.first_at, line.last_at) for line in seen(page)
    }


def seen(page: Page) -> list[Sighting]:
    return list(page.sightings)
