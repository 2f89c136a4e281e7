"""What one visit saw, and the event that says so."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from services.crawler.facts import MOST_ENTRIES, Facts, bounded
from services.crawler.fetching.fetch import Answer
from services.crawler.fetching.outcome import Verdict
from services.crawler.watch import Watch
from shared.contracts.event import Event
from shared.contracts.observations import PageVisited, PostListed
from shared.contracts.target import LookOutcome, Purpose, TargetKind

_MOST_LINES = (MOST_ENTRIES, 200, 60)
_MOST_VANISHED = 100
_LARGEST = 900_000
"""Bytes; a message of the stream carries a megabyte."""
_SECRET = frozenset({"set-cookie", "authorization", "proxy-authorization", "cookie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One visit: how it is to be taken, what was found, and every answer it rests on."""

    verdict: Verdict
    observed_at: datetime
    facts: Facts = field(default_factory=Facts)
    status: int | None = None
    elapsed: timedelta | None = None
    answers: tuple[Answer, ...] = ()
    unread: str | None = None
    """Why nothing was read from a page that did answer."""
    aside: tuple[Event, ...] = ()
    """What was seen on the way, to be reported beside the visit itself."""
    goes_on: timedelta | None = None
    """Not the end of the visit: it goes on after this pause, and is reported then."""


def observation(
    watch: Watch, sighting: Sighting, *, visit_id: str, evidence_id: str | None
) -> PageVisited | PostListed:
    """The event that reports a visit, cut until a message can carry it."""
    for most in _MOST_LINES:
        event = _observation(watch, sighting, bounded(sighting.facts, most=most), ids=(visit_id, evidence_id))
        if len(event.model_dump_json(exclude_defaults=True).encode()) <= _LARGEST:
            return event
    bare = replace(sighting, verdict=Verdict(LookOutcome.BLIND, "unreadable: too_large"), facts=Facts())
    return _observation(watch, bare, bare.facts, ids=(visit_id, evidence_id))


def _observation(
    watch: Watch, sighting: Sighting, facts: Facts, *, ids: tuple[str, str | None]
) -> PageVisited | PostListed:
    verdict = sighting.verdict
    common: dict[str, Any] = {
        "url": watch.url,
        "observed_at": sighting.observed_at,
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "status": sighting.status,
        "elapsed_ms": None if sighting.elapsed is None else round(sighting.elapsed / timedelta(milliseconds=1)),
        "complete_since": facts.complete_since,
        "visit_id": ids[0],
        "evidence_id": ids[1],
    }
    if watch.kind is TargetKind.ACCOUNT:
        posts = {"posts": facts.posts, "profile": facts.profile, "vanished": facts.vanished[:_MOST_VANISHED]}
        return PostListed(account_id=watch.target_id, **posts, **common)
    return PageVisited(
        website_id=watch.target_id,
        purpose=watch.purpose,
        page_id=watch.page_id,
        entries=facts.entries,
        messages=facts.messages,
        guide=facts.guide,
        marks=_marks(watch, sighting, facts),
        article=facts.article,
        links=facts.links,
        **common,
    )


def _marks(watch: Watch, sighting: Sighting, facts: Facts) -> dict[str, Any]:
    """What the page says of itself, and what the connection says of it."""
    marks: dict[str, Any] = dict(facts.marks)
    first = sighting.answers[0] if sighting.answers else None
    if sighting.unread:
        marks["unread"] = sighting.unread
    if first is None or watch.purpose not in {Purpose.HOME, Purpose.PROBE}:
        return marks
    if first.final_url != watch.url:
        marks["final_url"] = first.final_url
    if first.certificate:
        marks["certificate"] = {
            name: value for name, value in first.certificate.items() if name in {"not_after", "problem"}
        }
    return {name: value for name, value in marks.items() if value not in ({}, None)}


def record(watch: Watch, sighting: Sighting, *, visit_id: str) -> dict[str, Any]:
    """What is kept as evidence of a visit, beside the bodies."""
    return {
        "visit_id": visit_id,
        "target_id": watch.target_id,
        "purpose": watch.purpose.value,
        "page_id": watch.page_id,
        "observed_at": sighting.observed_at.isoformat(),
        "outcome": sighting.verdict.outcome.value,
        "reason": sighting.verdict.reason,
        "answers": [_answer_record(answer) for answer in sighting.answers],
    }


def bodies(sighting: Sighting) -> Iterator[bytes]:
    """The raw bodies the visit rests on."""
    return (answer.body for answer in sighting.answers if answer.body)


def _answer_record(answer: Answer) -> dict[str, Any]:
    found = {
        "url": answer.url,
        "final_url": answer.final_url,
        "hops": list(answer.hops),
        "at": answer.started_at.isoformat(),
        "elapsed_ms": round(answer.elapsed / timedelta(milliseconds=1)),
        "status": answer.status,
        "peer": answer.peer,
        "headers": [[name, value] for name, value in answer.headers if name.lower() not in _SECRET],
        "certificate": dict(answer.certificate),
        "body_sha256": sha256(answer.body).hexdigest() if answer.body else None,
        "body_bytes": len(answer.body),
        "problem": answer.problem.value if answer.problem else None,
        "detail": answer.detail,
    }
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def worth_keeping(watch: Watch, sighting: Sighting) -> bool:
    """Whether what was seen can hurt somebody, or must be shown when somebody asks. Probes that went well cannot."""
    if not sighting.answers:
        return False
    return watch.purpose is not Purpose.PROBE or sighting.verdict.outcome is not LookOutcome.OK
