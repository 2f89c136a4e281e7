"""A line of a list as a document of the database, for whoever keeps lines to compare others with."""

from services.evaluator.hints.line import Line
from shared.contracts.target import TargetKind
from shared.mongo import Document


def document_of(line: Line) -> Document:
    """Where it stood and what it said."""
    return {
        "target_id": line.target_id,
        "page": line.page,
        "title": line.title,
        "url": line.url,
        "published_at": line.published_at,
        "seen_at": line.seen_at,
    }


def line_of(document: Document) -> Line:
    """The line of a website that `document_of` wrote."""
    return Line(
        target_kind=TargetKind.WEBSITE,
        target_id=document["target_id"],
        page=document["page"],
        title=document["title"],
        url=document["url"],
        published_at=document["published_at"],
        seen_at=document["seen_at"],
    )
