"""The parts of a dossier: which of them are others now, and what an answer rests on."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from services.evaluator.dossier import Dossier
from services.evaluator.facts.day_counts import DayCounts
from services.evaluator.facts.page import Page
from services.evaluator.facts.said import Said
from services.evaluator.facts.sightings import Sightings
from services.evaluator.indicator import Stands

Part = tuple[str, Hashable]
"""A part of a dossier an indicator may read: a field, a page by its key and one of its facts, or what is told of it."""

Parts = frozenset[Part]

FACTS = tuple(one.name for one in fields(Page) if one.init and one.compare)
"""What is known of a page."""

_SHOWN = frozenset({"good", "filled", "covered", "sightings"})
"""The facts of a page that a look changes which shows what the look before it showed."""

_ANEW = {name: f"{name} anew" for name in FACTS}

WAS_READ = "was_read"
"""Stands for its list having been read at all."""

LACKS = "lacks"
"""Stands for a list that may not show a line it should."""

LATE = "late"
"""Stands for a list that shows what came late."""

THERE = ""
"""Stands for a page being known at all."""

TOLD = "told"
"""Stands for what is told of a page."""

ANY: Part = ("any", "")
"""Stands for whatever is made of several parts: it is another whenever anything is."""

_OTHERS: Mapping[Stands, Mapping[Hashable, Hashable]] = {
    Stands.AS_READ: {},
    Stands.SEEN_AGAIN: {name: _ANEW[name] for name in _SHOWN},
    Stands.NOTHING_LACKS: dict.fromkeys(_SHOWN, LACKS),
    Stands.NOTHING_LATE: dict.fromkeys(_SHOWN, LATE),
}
"""What an answer rests on in place of what was read for it."""

_EVERYTHING = (THERE, WAS_READ, LACKS, LATE, *FACTS, *_ANEW.values())

_COMPARED = (dict, datetime, int, DayCounts, Sightings)

FIELDS = tuple(one.name for one in fields(Dossier))
"""What a dossier is made of."""

_fields, _facts = attrgetter(*FIELDS), attrgetter(*FACTS)


def changed_parts(then: Dossier, now: Dossier, again: Collection[str] = (), *, among: Sequence[Parts] = ()) -> Parts:
    """The parts that are others now: facts are never changed in place, so the same object is the same fact.

    `again`: the pages of which the looks showed nothing but what was known. `among`: what anybody rests on, if known;
    what a list lacks or what came late on it is looked for only where it is among these.
    """
    if then is now:
        return frozenset()
    changed: list[Part] = [ANY]
    for name, after, was in zip(FIELDS, _fields(now), _fields(then), strict=True):
        if after is not was and (name == "pages" or not _same(after, was)):
            changed.append(("field", name))
    known = then.pages
    for key, page in now.pages.items():
        if page is not (before := known.get(key)):
            is_again = key in again
            changed += _changed_facts(key, before, page, is_again=is_again)
            if before and not is_again:
                changed += _shown_otherwise(key, before, page, among)
    for key in known.keys() - now.pages.keys():
        changed += _changed_facts(key, known[key], None, is_again=False)
    return frozenset(changed)


@lru_cache(maxsize=100_000)
def repeated_parts(key: str) -> Parts:
    """The parts that can be others where a list was seen again and nothing else: one set for each page."""
    return frozenset([ANY, ("field", "seen_until"), ("field", "pages"), *((key, name) for name in _SHOWN)])


def shown_parts(key: str, before: Page, after: Page, *, among: Sequence[Parts]) -> Parts:
    """The parts that can be others where one look at a list that was read before showed another, and nothing else."""
    return _parts_of_a_list(key).union(_shown_otherwise(key, before, after, among))


@lru_cache(maxsize=100_000)
def _parts_of_a_list(key: str) -> Parts:
    names = (*_SHOWN, "days")
    return repeated_parts(key) | {(key, "days"), *((key, anew(name)) for name in names)}


def _changed_facts(key: str, before: Page | None, after: Page | None, *, is_again: bool) -> list[Part]:
    if before is None or after is None:
        return [(key, name) for name in _EVERYTHING]
    pairs = zip(FACTS, _facts(before), _facts(after), strict=True)
    names = [name for name, then, now in pairs if now is not then and not _same(now, then)]
    told = [(key, anew(name)) for name in names if not (is_again and name in _SHOWN)]
    if "said" in names and _says_the_same(before.said, after.said):
        told.remove((key, anew("said")))
    if before.was_read is not after.was_read:
        told.append((key, WAS_READ))
    return [*((key, name) for name in names), *told]


def _shown_otherwise(key: str, before: Page, after: Page, among: Sequence[Parts]) -> list[Part]:
    """What the list may lack, or what may have come late on it."""
    lacks, late = (key, LACKS), (key, LATE)
    parts: list[Part] = [lacks] if _is_among(lacks, among) and after.lacks else []
    return [*parts, late] if _is_among(late, among) and after.brings_late(before) else parts


def _is_among(part: Part, among: Sequence[Parts]) -> bool:
    return not among or any(part in parts for parts in among)


def _says_the_same(before: Said | None, after: Said | None) -> bool:
    return before is not None and after is not None and (before.url, before.facts) == (after.url, after.facts)


def anew(name: str) -> str:
    """Stands for a fact of a page that is another by more than that the same was seen again."""
    return _ANEW[name]


@lru_cache(maxsize=1_000)
def _shared(parts: Parts) -> Parts:
    """The same set for all targets of which the same was read."""
    return parts


def rested_on(parts: set[Part], stands: Stands) -> Parts:
    """What an answer rests on of what was read for it."""
    if stands is Stands.WHATEVER_COMES:
        return frozenset()
    others = _OTHERS[stands]
    return _shared(frozenset([(key, others.get(name, name)) for key, name in parts]))


def _same(now: Any, then: Any) -> bool:
    """Some facts are equal without being the same."""
    return isinstance(now, _COMPARED) and bool(now == then)
