"""What a page or profile says of itself, by the latest look that read it: marks, elements of a guide, dead links."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.evaluator.facts.fact import fact
from shared.clock import CHINA, local
from shared.contracts.observations import BrokenLink, Guide, Links, PostListed, Profile

MOST_LINKS = 30
"""Dead links kept of one round, those of the home page first."""

MOST_ARTICLES = 24
"""Articles kept of one website, the newest by their own dates."""

MOST_ARCHIVED = 24
"""Pages kept that say they are archived, those looked at last: by their own dates they are older than all articles."""

_LONGEST = 200
_ARTICLE = (
    "title",
    "published_at",
    "date_origin",
    "date_future",
    "source",
    "archived",
    "archived_on",
    "attachments",
    "related",
    "text_length",
)


@fact(frozen=True, slots=True, kw_only=True)
class Said:
    """The facts one look read, ordered by time, then by event id, so that all replicas keep the same one."""

    at: datetime
    event_id: str
    url: str = ""
    evidence_id: str | None = None
    facts: Mapping[str, Any]

    def document(self) -> list[Any]:
        """Plain values, in the order of the fields."""
        return [self.at, self.event_id, self.url, self.evidence_id, dict(self.facts)]

    @classmethod
    def read(cls, document: list[Any]) -> "Said":
        """What `document` wrote."""
        at, event_id, url, evidence_id, facts = document
        return cls(at=at, event_id=event_id, url=url, evidence_id=evidence_id, facts=facts)


ArticleKey = tuple[str, str]
"""Its own day and its address: an article that changes its date is another one here."""


def latest(one: Said | None, other: Said | None) -> Said | None:
    """The later of the two, whichever was heard of first."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda said: (said.at, said.event_id))


def marks_of(marks: Mapping[str, Any]) -> dict[str, Any]:
    """The marks of a home page, long texts cut."""
    return {name: _cut(value) for name, value in sorted(marks.items())}


def tags_of(marks: Mapping[str, Any]) -> dict[str, Any]:
    """Of a column page only which tags it has."""
    tags = marks.get("tags")
    names = tags if isinstance(tags, dict) else {}
    return {"tags": sorted(name for name, value in names.items() if value)}


def elements_of(guide: Guide) -> dict[str, Any]:
    """The elements of a guide by what became of them; those that are there are only counted."""
    lacking = {name: str(value) for name, value in sorted(guide.elements.items()) if value != "present"}
    return {"elements": len(guide.elements), "present": len(guide.elements) - len(lacking), "lacking": lacking}


def links_of(links: Links, home: str) -> dict[str, Any]:
    """One round of link checking: how many, how many dead on the home page and elsewhere, and the first of them."""
    broken = sorted(links.broken, key=lambda link: (not _on_home(link, home), link.on or "", link.url))
    at_home = sum(1 for link in broken if _on_home(link, home))
    shown = [[link.url[:500], link.status, (link.on or "")[:500]] for link in broken[:MOST_LINKS]]
    return {"checked": links.checked, "home": at_home, "other": len(broken) - at_home, "broken": shown}


def article_of(
    article: Mapping[str, Any], marks: Mapping[str, Any], *, url: str, seen_at: datetime
) -> tuple[ArticleKey, dict[str, Any]]:
    """What an article says of itself, with its tags, and what names it; without a date, the day it was seen on."""
    facts = {name: _cut(article[name]) for name in _ARTICLE if article.get(name) not in (None, "", [])}
    tags = marks.get("tags")
    if isinstance(tags, dict):
        facts["tags"] = {name: _cut(value) for name, value in sorted(tags.items())}
    return (local(moment_in(facts.get("published_at")) or seen_at).date().isoformat(), url), facts


def moment_in(value: object) -> datetime | None:
    """The moment a fact holds, as text or as such; None when it is none. Without a zone it is China's."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=CHINA)


def profile_of(event: PostListed) -> dict[str, Any]:
    """What an account says of itself, and what another system said of it."""
    profile = event.profile or Profile()
    told = {name: _cut(value) for name, value in profile.model_dump(mode="json").items() if value not in (None, "")}
    return {**marks_of(event.marks), **told}


def newest(articles: Mapping[ArticleKey, Said]) -> dict[ArticleKey, Said]:
    """The newest articles by their own dates: what is cut off is older than all that stays, in any order."""
    if len(articles) <= MOST_ARTICLES:
        return dict(articles)
    return {key: articles[key] for key in sorted(articles, reverse=True)[:MOST_ARTICLES]}


def last_seen(archived: Mapping[str, Said]) -> dict[str, Said]:
    """The pages looked at last: what is cut off was looked at before all that stays, in any order."""
    if len(archived) <= MOST_ARCHIVED:
        return dict(archived)
    ordered = sorted(archived, key=lambda url: (archived[url].at, archived[url].event_id, url), reverse=True)
    return {url: archived[url] for url in ordered[:MOST_ARCHIVED]}


def _on_home(link: BrokenLink, home: str) -> bool:
    return link.on is None or link.on.rstrip("/") == home.rstrip("/")


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return value[:_LONGEST]
    if isinstance(value, dict):
        return {name: _cut(inner) for name, inner in sorted(value.items())}
    return [_cut(inner) for inner in value[:20]] if isinstance(value, list | tuple) else value
