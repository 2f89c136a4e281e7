"""One more look that shows the very list that the look before it showed: most looks are that, and cost little then."""

from collections.abc import Sequence

from services.evaluator.dossier import FEED, HOME, Dossier, Observation, column_key
from services.evaluator.facts.looks import Numbers
from services.evaluator.facts.visits import code_of
from services.evaluator.observed import look_of, said_of
from services.evaluator.window import day_in_china
from shared.contracts.observations import Entry, PageVisited, Post, PostListed, Recorded
from shared.contracts.target import LookOutcome, Purpose


def repeated(known: Dossier, event_id: str, event: Observation, numbers: Numbers) -> tuple[str, Dossier] | None:
    """The page, and the dossier with the look: what folding it says.

    None where there may be more to it: whatever it is, it must be folded then.
    """
    if isinstance(event, Recorded) or event.occurred_at < known.seen_until or (found := _list_of(event)) is None:
        return None
    key, shown = found
    page = known.pages.get(key)
    if page is None or not page.listed or page.marked or page.listed != (number := numbers.of(event_id, shown)):
        return None
    if day_in_china(event.occurred_at) != day_in_china(known.seen_until):
        # With each day something becomes too old to be kept.
        return None
    base = look_of(event_id, event)
    again = page.join_again(base, number, said_of(base, event))
    if again is None:
        return None
    visits = known.visits
    if isinstance(event, PageVisited) and event.purpose is Purpose.HOME:
        visits = visits.join([(base.at, code_of(event.elapsed_ms))], [])
    dossier = Dossier(
        known.target_id,
        seen_until=event.occurred_at,
        pages={**known.pages, key: again},
        visits=visits,
        letters=known.letters,
        records=known.records,
        articles=known.articles,
        archived=known.archived,
    )
    return key, dossier


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
