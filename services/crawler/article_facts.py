"""The facts of an article, for a visit to one and for a round that comes by."""

from datetime import datetime
from typing import Any

from services.crawler.collectors.article import Article, read_article
from services.crawler.links.link_page import LinkPage
from services.crawler.parsing.page import Page
from services.crawler.text_marks import text_marks
from shared.clock import local


def read_article_on_the_way(page: Page, read: LinkPage, observed_at: datetime) -> dict[str, Any] | None:
    """The facts of a page that a round came by, if it is an article: one that says when it was published."""
    if not read.dated:
        return None
    facts = article_facts(page, observed_at)
    return facts if facts.get("published_at") else None


def article_facts(page: Page, observed_at: datetime) -> dict[str, Any]:
    """The facts of a page taken for an article, whatever it looks like."""
    return facts_of_article(read_article(page, observed_at=observed_at))


def facts_of_article(found: Article) -> dict[str, Any]:
    """What an article says of itself, as the contracts and `xunjian read` name it; nothing that is not there."""
    said = found.publication
    facts: dict[str, Any] = {
        "title": found.headline.text or None,
        "title_origin": found.headline.origin,
        "published_at": said.at,
        "date_origin": said.origin or None,
        "date_certainty": said.certainty.value if said.at else None,
        "date_future": said.future or None,
        "dates": [{"origin": item.origin, "at": local(item.at).isoformat()} for item in said.witnesses],
        "source": found.source,
        "archived": True if found.archived else None,
        "archived_on": found.archived.on.isoformat() if found.archived and found.archived.on else None,
        "attachments": [{"title": title, "url": address} for title, address in found.attachments] or None,
        "related": [{"title": title, "url": address} for title, address in found.interpretations] or None,
        "text_length": len(found.text),
        **text_marks(found.text),
    }
    return {name: value for name, value in facts.items() if value is not None}
