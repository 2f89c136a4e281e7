"""Works on a round: asks what waits, follows what is the website's own, asks the suspects a second time."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from services.crawler.column_menu import menu_of
from services.crawler.errands import Course, Errands
from services.crawler.fetching.fetch import Answer
from services.crawler.fetching.outcome import Verdict, verdict_of
from services.crawler.links.link_check import Standing, standing_of
from services.crawler.links.link_page import LinkPage, read_link_page
from services.crawler.links.link_round import Kind, Round
from services.crawler.parsing.page import Page
from services.crawler.suspicions import page_alerts
from shared.contracts.target import Purpose
from shared.logs import get_logger

log = get_logger(__name__)

_LARGE = 200_000
"""Bytes; a larger page is read in a thread, so as not to keep the others waiting."""
_MOST_ALERTS = 30
_MOST_KNOWN = 50_000


class LinkWeb(Protocol):
    """The web, asked politely, also for heads alone."""

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, ask_robots: bool = True) -> Answer:
        """The answer; raises Hidden or Busy if it may not be asked for now."""
        ...

    async def head(self, url: str) -> Answer:
        """The answer without its body; raises as `get`."""
        ...


class OwnFault(Protocol):
    """Tells faults of our own network."""

    def answered(self, url: str) -> None:
        """The host of this address answered."""
        ...

    async def is_at_fault(self, url: str, *, may_be_ours: bool, by_name: bool = False) -> bool:
        """Whether this failure is rather ours."""
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """One page of the website that was read on the way."""

    url: str
    seen_at: datetime
    elapsed_ms: int
    page: LinkPage
    article: dict[str, Any] | None
    menu: dict[str, dict[str, str]] = field(default_factory=dict)
    """The columns its menus lead to; only of the home page."""


ReadArticle = Callable[[Page, LinkPage, datetime], dict[str, Any] | None]
"""The facts of an article; None for a page that is none."""


class Alive:
    """Addresses outside that answered a while ago: many websites link to the same ones."""

    def __init__(self, most: int = _MOST_KNOWN) -> None:
        self._known: OrderedDict[str, datetime] = OrderedDict()
        self._most = most

    def add(self, url: str, at: datetime) -> None:
        """It answered."""
        self._known[url] = at
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    def since(self, url: str, moment: datetime) -> bool:
        """Whether it answered since then."""
        known = self._known.get(url)
        return known is not None and known >= moment


class Walker:
    """Asks for the addresses of one round after the other, several at a time."""

    def __init__(
        self,
        web: LinkWeb,
        network: OwnFault,
        *,
        read_article: ReadArticle,
        connections: int = 4,
        alive: Alive | None = None,
    ) -> None:
        self._web = web
        self._network = network
        self._read_article = read_article
        self._connections = connections
        self._alive = alive or Alive()

    async def walk(self, round_: Round, *, stop: Callable[[], bool], see: Callable[[Sight], None]) -> Verdict | None:
        """Ask everything that waits, until all was asked, the host wants us to wait, or it is time to stop.

        Returns the verdict on the home page if it was asked now and could not be seen: then there is no round.
        """
        course = Course(stop)

        async def ask(url: str) -> list[str]:
            return await self._asked(round_, url, course, see)

        await Errands(ask, round_.dropped, course, round_.is_own).run(round_.waiting, self._connections)
        if course.spent:
            round_.cut = "budget"
            round_.given_up()
        return course.home

    async def ask_again(self, round_: Round, *, stop: Callable[[], bool]) -> list[Answer]:
        """Ask everything that seemed dead a second time. What is dead then is dead, if our own network works.

        Returns the answers that prove it.
        """
        course = Course(stop)
        proofs: list[Answer] = []

        async def ask(url: str) -> list[str]:
            answer = await self._web.get(url)
            standing = standing_of(answer)
            ours = standing.dead is not None and await self._is_ours(url, standing)
            if standing.dead is not None and not ours:
                proofs.append(answer)
            round_.judged(url, None if ours else standing.dead)
            return []

        def drop(url: str) -> None:
            round_.judged(url, None)

        await Errands(ask, drop, course, round_.is_own).run(round_.suspects, self._connections)
        if course.spent:
            for url in list(round_.suspects):
                round_.judged(url, None)
        return proofs

    async def _is_ours(self, url: str, standing: Standing) -> bool:
        if not standing.may_be_ours:
            return False
        return await self._network.is_at_fault(url, may_be_ours=True, by_name=standing.by_name)

    async def _asked(self, round_: Round, url: str, course: Course, see: Callable[[Sight], None]) -> list[str]:
        asked = round_.waiting[url]
        if asked.kind is not Kind.PAGE and self._alive.since(url, round_.began_at):
            round_.ended(url)
            return []
        answer = await self._answer(url, asked.kind)
        if url == round_.url and not round_.pages and not (verdict := verdict_of(answer, Purpose.LINK)).ok:
            course.home = verdict
            course.halted = True
            return []
        standing = standing_of(answer)
        if standing.dead is not None:
            round_.suspected(url, standing.dead)
            round_.ended(url)
            return []
        if answer.status is not None:
            self._network.answered(answer.final_url)
        new = await self._read(round_, url, answer, see) if standing.page and asked.kind is Kind.PAGE else []
        if asked.kind is not Kind.PAGE:
            self._alive.add(url, answer.started_at)
        round_.ended(url)
        return new

    async def _answer(self, url: str, kind: Kind) -> Answer:
        if kind is not Kind.PART:
            return await self._web.get(url)
        head = await self._web.head(url)
        # many servers answer a question for the head alone with an error of its own
        return head if head.problem is None and (head.status or 0) < 400 else await self._web.get(url)

    async def _read(self, round_: Round, url: str, answer: Answer, see: Callable[[Sight], None]) -> list[str]:
        """Read a page of the website, unless it led elsewhere, or to a page that is asked for anyway."""
        final = answer.final_url
        if final != url and (not round_.is_own(final) or not round_.first_seen(final)):
            return []
        home = url == round_.url
        try:
            if len(answer.body) > _LARGE:
                sight = await asyncio.to_thread(self._sight, answer, home=home)
            else:
                sight = self._sight(answer, home=home)
        except Exception:  # whatever stands on the page, the other pages are read
            log.exception("link_page.reader_failed", url=final)
            return []
        if len(round_.alerts) < _MOST_ALERTS:
            round_.alerts += page_alerts(final, [sight.page.title])
        see(sight)
        round_.columns |= sight.menu
        new = round_.read(url, final, sight.page)
        refresh = sight.page.refresh
        return new + (round_.also(refresh, url) if refresh else [])

    def _sight(self, answer: Answer, *, home: bool) -> Sight:
        page = Page(answer.body, answer.final_url, answer.header("content-type"))
        read = read_link_page(page)
        article = self._read_article(page, read, answer.started_at)
        took = round(answer.elapsed.total_seconds() * 1000)
        return Sight(answer.final_url, answer.started_at, took, read, article, menu_of(page) if home else {})
