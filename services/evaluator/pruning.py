"""What is too old is dropped from a dossier, each fact by its own time."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from services.evaluator.dossier import Dossier
from services.evaluator.facts import slots
from services.evaluator.facts.page import Page
from services.evaluator.facts.record import kept_of
from services.evaluator.facts.said import ArticleKey, Said

_NO_PAGE = Page()


def pruned(dossier: Dossier, known: Dossier, again: Collection[str]) -> Dossier:
    """Without what is too old. Within one day only what changed is looked at again: the rest was pruned already."""
    floor = dossier.history_floor
    if floor == known.history_floor:
        return _pruned_today(dossier, known, again, floor)
    start = slots.start_of(slots.first_slot(floor))
    pages = {key: page.since(floor) for key, page in dossier.pages.items()}
    return replace(
        dossier,
        pages={key: page for key, page in pages.items() if page != _NO_PAGE},
        visits=dossier.visits.since(dossier.visits_floor),
        letters=dossier.letters.since(start),
        records=kept_of(dossier.records, start),
        articles=_articles_since(floor, dossier),
        archived=_archived_since(start, dossier),
    )


def _pruned_today(dossier: Dossier, known: Dossier, again: Collection[str], floor: date) -> Dossier:
    """Only what was added can be too old."""
    pages: dict[str, Page] = {}
    for key, page in dossier.pages.items():
        before = known.pages.get(key)
        # What was shown again is younger than what showed it before.
        if page is before or (key in again and before and page.grew_by_its_list(before)):
            pages[key] = page
        elif (kept := page.since(floor)) is page or kept != _NO_PAGE:
            pages[key] = kept
    start = slots.start_of(slots.first_slot(floor))
    return Dossier(
        dossier.target_id,
        seen_until=dossier.seen_until,
        pages=pages,
        visits=dossier.visits if dossier.visits is known.visits else dossier.visits.since(dossier.visits_floor),
        letters=dossier.letters if dossier.letters is known.letters else dossier.letters.since(start),
        records=dossier.records if dossier.records is known.records else kept_of(dossier.records, start),
        articles=dossier.articles if dossier.articles is known.articles else _articles_since(floor, dossier),
        archived=dossier.archived if dossier.archived is known.archived else _archived_since(start, dossier),
    )


def _articles_since(floor: date, dossier: Dossier) -> Mapping[ArticleKey, Said]:
    return {key: said for key, said in dossier.articles.items() if key[0] >= floor.isoformat()}


def _archived_since(start: datetime, dossier: Dossier) -> Mapping[str, Said]:
    return {url: said for url, said in dossier.archived.items() if said.at >= start}
