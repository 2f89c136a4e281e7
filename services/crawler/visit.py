"""One visit: fetch the page, follow where it leads, read the list back as far as its window, open letters."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from services.crawler.collector import Reading
from services.crawler.facts import Facts, facts_of, joined, with_detail, with_known_replies
from services.crawler.fetching.fetch import Answer
from services.crawler.fetching.outcome import OK, Verdict, feed_verdict, verdict_of
from services.crawler.metrics import UNCHANGED
from services.crawler.politeness import Hidden
from services.crawler.ports import Memory, Remembered
from services.crawler.sighting import Sighting
from services.crawler.unread import unread
from services.crawler.watch import Watch
from services.crawler.window import window_of
from shared.clock import Clock
from shared.contracts.observations import Message
from shared.contracts.target import LookOutcome, Purpose
from shared.logs import get_logger

log = get_logger(__name__)

_MOST_REFRESHES = 3
_OVERLAP = timedelta(days=2)
"""A list is read back this far beyond the last look, so that looks join without a hole."""


class Web(Protocol):
    """The web, asked politely."""

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, ask_robots: bool = True) -> Answer:
        """The answer; raises Hidden or Busy if it may not be asked for now."""
        ...


Read = Callable[..., Reading]
"""`services.crawler.reading.read`, or what stands in for it."""

ReadMessage = Callable[[Answer, str], Message | None]
"""The letter a detail page shows, under the id the list gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far one visit goes."""

    max_pages: int = 8
    max_details: int = 15
    full_after: timedelta = timedelta(days=1)
    deep_after: timedelta = timedelta(days=7)


@dataclass(slots=True)
class _Course:
    """How far a visit has come."""

    watch: Watch
    now: datetime
    known: Remembered | None
    answers: list[Answer] = field(default_factory=list)
    conditional: bool = False
    """The page was asked for only if it has changed."""
    refreshed: bool = False
    """The page led on to another by itself."""
    deep: bool = False
    """The list is read back over its whole window."""


class Visitor:
    """Makes visits."""

    def __init__(
        self, web: Web, memory: Memory, *, read: Read, read_message: ReadMessage, reach: Reach, clock: Clock
    ) -> None:
        self._web = web
        self._memory = memory
        self._read = read
        self._read_message = read_message
        self._reach = reach
        self._clock = clock

    async def visit(self, watch: Watch) -> Sighting:
        """What is seen now.

        Raises:
            Busy: the host has too much to do; nothing was seen.
        """
        now = self._clock()
        course = _Course(watch, now, await self._recall(watch))
        try:
            return await self._seen(course)
        except Hidden as hidden:
            return Sighting(verdict=hidden.verdict, observed_at=now, answers=tuple(course.answers))

    async def _recall(self, watch: Watch) -> Remembered | None:
        if watch.purpose in {Purpose.PROBE, Purpose.LINK, Purpose.ARTICLE}:
            return None
        known = await self._memory.recall(watch.key)
        return known if known and known.url == watch.url else None

    async def _seen(self, course: _Course) -> Sighting:
        verdict, reading = await self._opened(course)
        shown = course.answers[-1]
        elapsed = sum((answer.elapsed for answer in course.answers), timedelta())
        base = Sighting(verdict=verdict, observed_at=course.answers[0].started_at, status=shown.status, elapsed=elapsed)
        if not verdict.ok or reading is None:
            return await self._unchanged(course, base) if verdict.ok else _of(course, base)
        if reading.outcome is not LookOutcome.OK:
            return _of(course, unread(course.watch, base, reading))
        facts = await self._followed(course, reading)
        await self._remember(course, facts)
        return _of(course, replace(base, facts=facts))

    async def _opened(self, course: _Course) -> tuple[Verdict, Reading | None]:
        """The page, and where it leads on by itself; no reading if it was not seen, or has not changed."""
        url, headers = course.watch.url, self._conditions(course)
        course.conditional = bool(headers)
        verdict, reading = OK, None
        for _ in range(_MOST_REFRESHES):
            answer = await self._get(course, url, headers)
            verdict = self._judged(course.watch, answer)
            if not verdict.ok or answer.status == 304:
                return verdict, None
            reading = await self._reading(course.watch, answer)
            if not reading.redirect:
                break
            url, headers = reading.redirect, {}
            course.refreshed, course.conditional = True, False
        return verdict, reading

    async def _get(self, course: _Course, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        answer = await self._web.get(url, headers=headers, ask_robots=course.watch.purpose is not Purpose.FEED)
        course.answers.append(answer)
        return answer

    def _judged(self, watch: Watch, answer: Answer) -> Verdict:
        verdict = verdict_of(answer, watch.purpose)
        return feed_verdict(verdict) if watch.purpose is Purpose.FEED else verdict

    def _conditions(self, course: _Course) -> dict[str, str]:
        """Ask only for changes: not of boards, whose answers stand on further pages, and never for too long."""
        known = course.known
        if known is None or course.watch.purpose is Purpose.BOARD:
            return {}
        if course.now - known.full_at >= self._reach.full_after:
            return {}
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in conditions.items() if value}

    async def _unchanged(self, course: _Course, base: Sighting) -> Sighting:
        """The facts of the last reading, seen again. Nobody believes "unchanged" who did not ask for changes."""
        if course.known is None or not course.conditional:
            return _of(course, replace(base, verdict=Verdict(LookOutcome.BLIND, "unreadable: not_modified")))
        UNCHANGED.labels(course.watch.purpose.value).inc()
        known = course.known.model_copy(update={"read_at": base.observed_at})
        await self._memory.remember(course.watch.key, known)
        return _of(course, replace(base, facts=known.facts))

    async def _reading(self, watch: Watch, answer: Answer) -> Reading:
        """Read in a thread: a giant page must not keep the others waiting. What breaks the reader is unreadable."""
        try:
            return await self._read_in_thread(watch, answer)
        except Exception:  # whatever stands on the page, the other pages are read
            log.exception("page.reader_failed", url=answer.final_url, purpose=watch.purpose.value)
            return Reading(outcome=LookOutcome.BLIND, reason="unreadable: reader_failed")

    async def _read_in_thread(self, watch: Watch, answer: Answer) -> Reading:
        return await asyncio.to_thread(
            self._read,
            answer.body,
            url=answer.final_url,
            headers=answer.header_map,
            status=answer.status,
            purpose=watch.purpose,
            observed_at=answer.started_at,
            list_selector=watch.list_selector or None,
            date_selector=watch.date_selector or None,
        )

    async def _followed(self, course: _Course, reading: Reading) -> Facts:
        """The facts of the page and, for lists, of the further pages its window needs."""
        facts = facts_of(reading)
        if course.watch.purpose not in {Purpose.COLUMN, Purpose.BOARD}:
            return facts
        facts, details = await self._paged(course, reading, facts)
        return await self._detailed(course, facts, details) if facts.messages else facts

    async def _paged(self, course: _Course, reading: Reading, facts: Facts) -> tuple[Facts, dict[str, str]]:
        wanted = self._wanted_since(course)
        details = _details(reading)
        seen = {course.watch.url, course.answers[-1].final_url}
        for _ in range(self._reach.max_pages - 1):
            url = reading.paging.next_url if reading.paging else None
            oldest = facts.oldest_at
            if not url or url in seen or (oldest is not None and oldest <= wanted):
                break
            seen.add(url)
            more = await self._next_page(course, url)
            together = joined(facts, facts_of(more)) if more else None
            if more is None or together is None:
                break
            facts, reading = together, more
            details |= _details(more)
        return facts, details

    async def _next_page(self, course: _Course, url: str) -> Reading | None:
        """A further page of the list; None if it cannot be seen, which takes nothing from the pages before it."""
        try:
            answer = await self._get(course, url)
        except Hidden:
            return None
        if not self._judged(course.watch, answer).ok:
            return None
        reading = await self._reading(course.watch, answer)
        return reading if reading.outcome is LookOutcome.OK else None

    def _wanted_since(self, course: _Course) -> datetime:
        """How far back the list is read: over the whole window now and then, else up to the last look."""
        window = course.now - window_of(course.watch)
        known = course.known
        deep_at = known.deep_at if known else None
        if course.watch.purpose is Purpose.BOARD or known is None or deep_at is None:
            course.deep = True
            return window
        if course.now - deep_at >= self._reach.deep_after or known.facts.complete_since is None:
            course.deep = True
            return window
        return max(window, known.read_at - _OVERLAP)

    async def _detailed(self, course: _Course, facts: Facts, details: Mapping[str, str]) -> Facts:
        """Letters with the answers that stand on their own pages; the newest without an answer first."""
        before = {one.id: one for one in (course.known.facts.messages or ())} if course.known else {}
        messages = {one.id: one for one in with_known_replies(facts.messages or (), before)}
        open_ones = [one for one in messages.values() if not one.replied_at and details.get(one.id)]
        open_ones.sort(key=lambda one: (not one.reply_excerpt, one.asked_at or course.now), reverse=True)
        for message in open_ones[: self._reach.max_details]:
            try:
                answer = await self._get(course, details[message.id])
            except Hidden:
                break
            if not self._judged(course.watch, answer).ok:
                continue
            detail = await self._letter(answer, message.id)
            if detail is not None:
                messages[message.id] = with_detail(message, detail)
        return facts.model_copy(update={"messages": tuple(messages.values())})

    async def _letter(self, answer: Answer, message_id: str) -> Message | None:
        try:
            return await asyncio.to_thread(self._read_message, answer, message_id)
        except Exception:  # same
            log.exception("letter.reader_failed", url=answer.final_url)
            return None

    async def _remember(self, course: _Course, facts: Facts) -> None:
        if course.watch.purpose in {Purpose.PROBE, Purpose.LINK, Purpose.ARTICLE}:
            return
        first = course.answers[0]
        known = course.known
        refreshed = course.refreshed  # what it leads to may change while the first page stays as it is
        await self._memory.remember(
            course.watch.key,
            Remembered(
                url=course.watch.url,
                etag="" if refreshed else first.header("etag"),
                last_modified="" if refreshed else first.header("last-modified"),
                read_at=first.started_at,
                full_at=first.started_at,
                deep_at=first.started_at if course.deep or known is None else known.deep_at,
                facts=facts,
            ),
        )


def _of(course: _Course, sighting: Sighting) -> Sighting:
    return replace(sighting, answers=tuple(course.answers))


def _details(reading: Reading) -> dict[str, str]:
    """The detail page of each letter that has one."""
    messages = reading.messages or ()
    return {message.id: url for message, url in zip(messages, reading.details, strict=False) if url}
