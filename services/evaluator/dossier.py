"""What is known about one target, folded from its observations in any order."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.evaluator.facts import slots
from services.evaluator.facts.fact import fact
from services.evaluator.facts.letters import Letters
from services.evaluator.facts.page import Page
from services.evaluator.facts.record import Record, RecordKey
from services.evaluator.facts.said import (
    ArticleKey,
    Said,
)
from services.evaluator.facts.visits import Visits
from services.evaluator.window import day_in_china
from shared.contracts.observations import PageVisited, PostListed, Recorded
from shared.contracts.target import Purpose

Observation = PageVisited | PostListed | Recorded
"""Everything a dossier is folded from."""

HISTORY_DAYS = 400
"""Facts by day are kept this long: a year and a month, so that last year's letters can still be judged."""

VISIT_DAYS = 12
"""Single visits are kept this long: the seven days of the rule and some slack."""

EDITION = 5
"""Which facts a stored dossier can have. One of an older edition is read as it is: a fact it does not have yet comes
with the next look at its page, and until then what is asked of it is undetermined; requests refold everything."""

HOME = "home"
FEED = "feed"

START = datetime(2015, 1, 1, tzinfo=UTC)
"""Before everything that is watched."""


@fact(frozen=True, slots=True)
class Dossier:
    """All facts on one target. Absorbing is commutative, associative and idempotent, and the size is bounded.

    What is too old is dropped relative to the latest moment seen, each fact by its own time: so the order in which
    events arrive leaves no trace.
    """

    target_id: str
    seen_until: datetime = START
    """The latest moment anything was observed or recorded."""
    pages: Mapping[str, Page] = field(default_factory=dict)
    """By key: `home`, `feed`, `column:<id>`, `board:<id>` …"""
    visits: Visits = field(default_factory=Visits)
    letters: Letters = field(default_factory=Letters)
    records: Mapping[RecordKey, Record] = field(default_factory=dict)
    articles: Mapping[ArticleKey, Said] = field(default_factory=dict)
    """What the newest articles that were visited say of themselves."""
    archived: Mapping[str, Said] = field(default_factory=dict)
    """By address: the pages looked at last of those that say they are archived (已归档)."""

    @property
    def history_floor(self) -> date:
        """The first day whose facts are kept."""
        return day_in_china(self.seen_until) - timedelta(days=HISTORY_DAYS)

    @property
    def visits_floor(self) -> datetime:
        """Visits before this moment are forgotten."""
        day = day_in_china(self.seen_until) - timedelta(days=VISIT_DAYS)
        return slots.start_of(slots.first_slot(day))

    def page(self, key: str) -> Page | None:
        """The facts on one page, if anything is known."""
        return self.pages.get(key)

    def document(self) -> dict[str, Any]:
        """Plain values for the database, without its key."""
        return {name: plain(self) for name, plain in _PLAIN.items()} | {"edition": EDITION}

    def changes(self, before: "Dossier") -> dict[str, Any]:
        """What its document says that the document of an earlier state does not, by place, such as `pages.3`.

        Facts are never changed in place, so the same object is the same fact.
        """
        parts = [name for name in _PLAIN if getattr(self, name) is not getattr(before, name)]
        changes = {name: _PLAIN[name](self) for name in parts if name != "pages"} | {"edition": EDITION}
        if list(before.pages) != list(self.pages)[: len(before.pages)]:
            return changes | {"pages": _PLAIN["pages"](self)}
        pages = enumerate(self.pages.items())
        others = [(place, key, page) for place, (key, page) in pages if page is not before.pages.get(key)]
        return changes | {f"pages.{place}": [key, page.document(before.pages.get(key))] for place, key, page in others}

    @classmethod
    def read(cls, target_id: str, document: Mapping[str, Any]) -> "Dossier":
        """The dossier that `document` wrote."""
        records = [Record.read(record) for record in document["records"]]
        return cls(
            target_id,
            seen_until=document["seen_until"],
            pages={key: Page.read(page) for key, page in document["pages"]},
            visits=Visits.read(document["visits"]),
            letters=Letters.read(document["letters"]),
            records={record.key: record for record in records},
            articles={(day, url): Said.read(said) for day, url, said in document.get("articles", ())},
            archived={url: Said.read(said) for url, said in document.get("archived", ())},
        )


_PLAIN: Mapping[str, Callable[[Dossier], Any]] = {
    "seen_until": lambda one: one.seen_until,
    "pages": lambda one: [[key, page.document()] for key, page in one.pages.items()],
    "visits": lambda one: one.visits.document(),
    "letters": lambda one: one.letters.document(),
    "records": lambda one: [record.document() for record in one.records.values()],
    "articles": lambda one: [[*key, said.document()] for key, said in one.articles.items()],
    "archived": lambda one: [[url, said.document()] for url, said in one.archived.items()],
}
"""The parts of a dossier as plain values."""


def column_key(page_id: str) -> str:
    """Where the facts on a column are kept."""
    return f"{Purpose.COLUMN}:{page_id}"


def board_key(page_id: str) -> str:
    """Where the facts on a board are kept."""
    return f"{Purpose.BOARD}:{page_id}"


def guide_key(page_id: str) -> str:
    """Where the facts on a service guide are kept."""
    return f"{Purpose.GUIDE}:{page_id}"


def links_key(key: str) -> str:
    """Where the dead links that were found from a page are kept."""
    return f"links:{key}"
