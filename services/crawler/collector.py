"""What a collector is given and what it gives back. Collectors share the parsed page and know nothing of each other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.crawler.dating.witness import Certainty
from services.crawler.lists.paging import Paging
from services.crawler.parsing.page import Page
from shared.clock import local
from shared.contracts.observations import Entry, Guide, Message, Post, Profile
from shared.contracts.target import LookOutcome, Purpose


@dataclass(frozen=True, slots=True)
class Look:
    """One page, when it was looked at (None: nobody knows, as with a file), and the registry's selectors."""

    page: Page
    observed_at: datetime | None = None
    list_selector: str | None = None
    date_selector: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts one look gave, as the contracts name them, and what was not understood."""

    outcome: LookOutcome = LookOutcome.OK
    reason: str | None = None
    certainty: Certainty = Certainty.LOW
    entries: tuple[Entry, ...] | None = None
    complete_since: datetime | None = None
    messages: tuple[Message, ...] | None = None
    details: tuple[str, ...] = ()
    """Addresses of the detail pages of `messages`, in their order; empty where there is none."""
    guide: Guide | None = None
    article: dict[str, Any] | None = None
    posts: tuple[Post, ...] = ()
    profile: Profile | None = None
    paging: Paging | None = None
    redirect: str | None = None
    """Where a meta refresh leads: what was asked for stands there."""
    navigation_only: bool = False
    notes: tuple[str, ...] = ()
    """In Chinese, what was not understood or is not certain."""
    marks: dict[str, Any] = field(default_factory=dict)
    links: tuple[Any, ...] = ()


Collector = Callable[[Look], Reading]
"""Pure: the same look gives the same reading."""


def blind(reason: str, *notes: str) -> Reading:
    """A reading that says why nothing could be seen."""
    return Reading(outcome=LookOutcome.BLIND, reason=reason, notes=notes)


def as_data(
    reading: Reading, *, purpose: Purpose, url: str, observed_at: datetime | None, status: int | None
) -> dict[str, Any]:
    """The reading as recorded observations are written, times as a clock in China shows them."""
    data: dict[str, Any] = {
        "purpose": purpose.value,
        "url": url,
        "observed_at": observed_at,
        "outcome": reading.outcome.value,
    }
    data |= {"reason": reading.reason, "status": status, "complete_since": reading.complete_since}
    if reading.entries is not None:
        data["entries"] = [_plain(entry) for entry in reading.entries]
    if reading.messages is not None:
        data["messages"] = [_plain(message) for message in reading.messages]
    if reading.guide is not None:
        data["guide"] = _plain(reading.guide)
    if purpose is Purpose.FEED:
        data["posts"] = [_plain(post) for post in reading.posts]
        data["profile"] = _plain(reading.profile) if reading.profile else None
    data["marks"] = reading.marks or None
    data |= _more(reading)
    return {name: _timed(value) for name, value in data.items() if value is not None}


def _more(reading: Reading) -> dict[str, Any]:
    more: dict[str, Any] = {"certainty": reading.certainty.value, **(reading.article or {})}
    if reading.paging and not reading.paging.whole:
        more["next_url"] = reading.paging.next_url
        more["pages"] = reading.paging.pages
    more["redirect"] = reading.redirect
    more["navigation_only"] = reading.navigation_only or None
    more["not_understood"] = list(reading.notes) or None
    return more


def _plain(fact: Any) -> dict[str, Any]:
    return {name: _timed(value) for name, value in fact.model_dump().items() if value not in (None, ())}


def _timed(value: Any) -> Any:
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, dict):
        return {name: _timed(inner) for name, inner in value.items()}
    return [_timed(inner) for inner in value] if isinstance(value, list | tuple) else value
