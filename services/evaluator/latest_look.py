"""One more look at one list, later than all before it, put in at once: most events are that, and show nothing new."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from services.evaluator.dossier import FEED, HOME, Dossier, Observation, column_key
from services.evaluator.facts.look import Look
from services.evaluator.facts.looks import Numbers, Shown
from services.evaluator.facts.page import FUTURE_SLACK, Page
from services.evaluator.facts.visits import code_of
from services.evaluator.observed import look_of, said_of
from services.evaluator.window import day_in_china
from shared.contracts.observations import Entry, PageVisited, Post, PostListed, Recorded
from shared.contracts.target import LookOutcome, Purpose


class PutIn(NamedTuple):
    """A dossier with one more look."""

    dossier: Dossier
    key: str
    """The page that was looked at."""
    is_again: bool
    """It showed the very list that the look before it showed."""


def put_in(known: Dossier, event_id: str, event: Observation, numbers: Numbers) -> PutIn | None:
    """The dossier with the look: what folding it says, in a fraction of the time.

    None where there may be more to it: whatever it is, it must be folded then.
    """
    if isinstance(event, Recorded) or event.occurred_at < known.seen_until or (found := _list_of(event)) is None:
        return None
    key, entries = found
    page = known.pages.get(key)
    if page is None or not page.listed or page.marked:
        return None
    today = day_in_china(event.occurred_at)
    if today != day_in_china(known.seen_until):
        # With each day something becomes too old to be kept.
        return None
    base, number = look_of(event_id, event), numbers.of(event_id, entries)
    if page.listed == number:
        more = page.join_again(base, number)
    else:
        more = _with_others(page, base, entries, numbers, known.history_floor)
    if more is None:
        return None
    if said := said_of(base, event):
        more = more.join_said(said)
    return PutIn(_with(known, key, more, base, event), key, is_again=page.listed == number)


def _with(known: Dossier, key: str, page: Page, base: Look, event: PageVisited | PostListed) -> Dossier:
    visits = known.visits
    if isinstance(event, PageVisited) and event.purpose is Purpose.HOME:
        visits = visits.join([(base.at, code_of(event.elapsed_ms))], [])
    return Dossier(
        known.target_id,
        seen_until=event.occurred_at,
        pages={**known.pages, key: page},
        visits=visits,
        letters=known.letters,
        records=known.records,
        articles=known.articles,
        archived=known.archived,
    )


def _with_others(page: Page, base: Look, entries: Sequence[Entry | Post], numbers: Numbers, floor: date) -> Page | None:
    """The page with a list that is another than before, where each line says its date, and nothing else of its own."""
    horizon = base.at + FUTURE_SLACK
    dated = [(at, entry) for entry in entries if (at := entry.published_at) and at <= horizon]
    if len(dated) != len(entries) or _tell_of_originals(entries):
        return None
    return page.join_latest(Shown(base, dated, entries, numbers), floor)


def _tell_of_originals(entries: Sequence[Entry | Post]) -> bool:
    return any(isinstance(entry, Post) and entry.original is not None for entry in entries)


def _list_of(event: PageVisited | PostListed) -> tuple[str, Sequence[Entry | Post]] | None:
    """The page and the list of a look that read one, and nothing more but what the page says of itself."""
    if event.outcome is not LookOutcome.OK or event.links:
        return None
    if isinstance(event, PostListed):
        return FEED, event.posts
    if not event.entries:
        return None
    if event.purpose is Purpose.HOME:
        return HOME, event.entries
    return (column_key(event.page_id), event.entries) if event.purpose is Purpose.COLUMN and event.page_id else None
