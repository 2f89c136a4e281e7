"""What does the home page show: dated entries of all its blocks, or nothing but ways to other places?"""

from dataclasses import dataclass
from datetime import datetime

from services.crawler.dating.witness import Certainty
from services.crawler.lists.completeness import complete_since
from services.crawler.lists.emptiness import Emptiness, emptiness_of
from services.crawler.lists.listings import Lists
from services.crawler.lists.records import Record
from services.crawler.parsing.page import Page

_FEW_WORDS = 9
_FEWEST_LINKS = 5


@dataclass(frozen=True, slots=True)
class Homepage:
    """The dated entries of all blocks. `navigation_only`: links, but none that could be an article."""

    records: tuple[Record, ...] = ()
    complete_since: datetime | None = None
    navigation_only: bool = False
    certainty: Certainty = Certainty.LOW
    redirect: str | None = None
    reason: str = ""


def read_homepage(page: Page, *, observed_at: datetime | None = None) -> Homepage:
    """Every dated line of the page, each article once; why nothing could be seen, if nothing was."""
    lists = Lists(page, observed_at)
    listings = lists.dated()
    records = _once([record for listing in listings for record in listing.records if record.published_at])
    if records:
        since = complete_since([[record.published_at for record in listing.records] for listing in listings])
        return Homepage(tuple(records), since, certainty=Certainty.HIGH if len(records) >= 5 else Certainty.MEDIUM)
    if page.moved:
        return Homepage(redirect=page.moved, reason="redirect")
    undated = lists.undated()
    if undated:
        return Homepage(tuple(_once([record for listing in undated for record in listing.records])), reason="no_dates")
    kind = emptiness_of(page)
    if kind is Emptiness.SCRIPT and len(page.links) < _FEWEST_LINKS * 4:
        return Homepage(reason="needs_browser")
    words = [word for word in lists.anchors.words if word]
    navigation = (
        len(words) >= _FEWEST_LINKS and sum(map(len, words)) / len(words) < _FEW_WORDS and kind is not Emptiness.SCRIPT
    )
    return Homepage(navigation_only=navigation, certainty=Certainty.MEDIUM, reason="" if navigation else "no_dates")


def _once(records: list[Record]) -> list[Record]:
    """An article that stands in two blocks counts once."""
    seen: dict[tuple[str, str], Record] = {}
    for record in records:
        seen.setdefault((record.url, "" if record.url else record.title), record)
    return list(seen.values())
