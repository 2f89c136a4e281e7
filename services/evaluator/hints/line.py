"""One line of a list, or one article, as far as a reader of texts is concerned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.evaluator.dossier import Observation
from shared.contracts.event import content_id
from shared.contracts.observations import PageVisited, PostListed
from shared.contracts.records import Hint
from shared.contracts.target import LookOutcome, Purpose, TargetKind

RECENT = timedelta(days=90)
"""What was published longer before the look is left alone: nobody mends the past of years by hints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a reader sees of one text."""

    target_kind: TargetKind
    target_id: str
    page: str
    """Where it stood: `home`, `column:<id>`, `feed`, `article`."""
    title: str
    url: str
    published_at: datetime | None
    seen_at: datetime
    article: dict[str, Any] | None = None
    """What an article says of itself beside its title."""

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from other lines of all targets, however often it is seen."""
        return self.target_id, self.url, self.title

    @property
    def read_as(self) -> str:
        """As what it is read: an article tells more than the line that leads to it."""
        return "article" if self.article else ""

    def hint(self, indicator: str, text: str, *, key: str = "") -> "Suspicion":
        """A suspicion about this line. `key` tells several of one indicator apart."""
        item_id = content_id("hint", indicator, self.url or self.title, self.title, key).hex[:16]
        fields = Hint(
            indicator=indicator, item_id=item_id, name=self.title[:120], text=text, url=self.url, page=self.page
        )
        return Suspicion(self.target_kind, self.target_id, self.seen_at, fields)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something in a text of a target that a person should look at."""

    target_kind: TargetKind
    target_id: str
    seen_at: datetime
    hint: Hint


def lines_of(event: Observation) -> Iterator[Line]:
    """The recent lines that a look shows: of lists, of feeds, or the article itself."""
    match event:
        case PageVisited(outcome=LookOutcome.OK, purpose=Purpose.ARTICLE) if event.article:
            yield from _recent([_article(event, event.article)])
        case PageVisited(outcome=LookOutcome.OK, purpose=Purpose.HOME | Purpose.COLUMN) if event.entries:
            page = "home" if event.purpose is Purpose.HOME else f"column:{event.page_id or ''}"
            yield from _recent([_line(event, page, entry) for entry in event.entries])
        case PostListed(outcome=LookOutcome.OK):
            yield from _recent([_line(event, "feed", post) for post in event.posts])
        case _:
            pass


def _recent(lines: list[Line]) -> Iterator[Line]:
    return (one for one in lines if one.title and (not one.published_at or one.seen_at - one.published_at <= RECENT))


def _line(event: PageVisited | PostListed, page: str, entry: Any) -> Line:
    return Line(
        target_kind=TargetKind.ACCOUNT if isinstance(event, PostListed) else TargetKind.WEBSITE,
        target_id=event.target,
        page=page,
        title=entry.title,
        url=entry.url,
        published_at=entry.published_at,
        seen_at=event.observed_at,
    )


def _article(event: PageVisited, article: dict[str, Any]) -> Line:
    published = article.get("published_at")
    moment = datetime.fromisoformat(published) if isinstance(published, str) else published
    return Line(
        target_kind=TargetKind.WEBSITE,
        target_id=event.target,
        page="article",
        title=str(article.get("title") or ""),
        url=event.url,
        published_at=moment if isinstance(moment, datetime) and moment.tzinfo else None,
        seen_at=event.observed_at,
        article=article,
    )
