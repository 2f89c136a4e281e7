"""What one observation says, before it is folded into a dossier."""

from collections.abc import Mapping
from typing import Any

from services.evaluator.dossier import START
from services.evaluator.facts.look import NOTHING_SHOWN, Look
from services.evaluator.facts.said import Said, marks_of, profile_of, tags_of
from shared.contracts.observations import PageVisited, PostListed
from shared.contracts.target import LookOutcome, Purpose

UNREAD = "unreadable"
"""The server answered, but no list was read, and nobody said why."""


def look_of(event_id: str, event: PageVisited | PostListed) -> Look:
    """The look, without what its list showed."""
    ok = event.outcome is LookOutcome.OK
    since = event.complete_since
    if isinstance(event, PageVisited) and event.whole_list:
        # Since ever, if it was read to its end.
        since = START
    return Look(
        at=event.observed_at,
        event_id=event_id,
        reason=None if ok else event.reason,
        failed=event.outcome is LookOutcome.FAILED,
        url=event.url or "",
        complete_since=since if ok else None,
        shown=NOTHING_SHOWN,
        evidence_id=event.evidence_id,
    )


def unread_because(event: PageVisited) -> str:
    """Why a page that answered gave no list, if the crawler says so."""
    told = event.marks.get("unread")
    return told if isinstance(told, str) and told else event.reason or UNREAD


def said_by(base: Look, facts: Mapping[str, Any]) -> Said:
    """What the page says of itself, by this look."""
    return Said(at=base.at, event_id=base.event_id, url=base.url, evidence_id=base.evidence_id, facts=facts)


def said_of(base: Look, event: PageVisited | PostListed) -> Said | None:
    """What a page that was read says of itself, unless it was not understood: what nobody could read lacks nothing."""
    marks = event.marks
    if isinstance(event, PostListed):
        return said_by(base, profile_of(event)) if event.profile or marks else None
    if not marks or "unread" in marks:
        return None
    return said_by(base, marks_of(marks) if event.purpose is Purpose.HOME else tags_of(marks))
