"""Asking politely: robots.txt, one queue a host, slower when a host is pressed, never more than a day's budget."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from services.crawler.fetching.fetch import Answer, Fetcher
from services.crawler.fetching.outcome import BUDGET, ROBOTS, Verdict
from services.crawler.fetching.robots import EVERYTHING, Robots, read_robots
from services.crawler.metrics import PRESSED, WAITED
from services.crawler.ports import Hosts, Pace, Refusal
from shared.clock import Clock
from shared.errors import Transient

_ROBOTS_KEPT = timedelta(hours=24)
_ROBOTS_UNREAD_KEPT = timedelta(hours=1)
_MOST_ROBOTS = 20_000
_LONGEST_PAUSE = timedelta(hours=1)
_USUAL_PAUSE = timedelta(seconds=30)
_SLOW = timedelta(seconds=2)


class Busy(Transient):
    """The host's queue is longer than a visit waits: the visit goes back into ours."""


class Hidden(Exception):
    """The page may not be asked for now; the verdict says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


class PoliteWeb:
    """The web, asked no faster than each host likes."""

    def __init__(
        self,
        fetcher: Fetcher,
        hosts: Hosts,
        *,
        pace: Pace,
        connections: int,
        token: str,
        obey_robots: bool,
        clock: Clock,
    ) -> None:
        self._fetcher = fetcher
        self._hosts = hosts
        self._pace = pace
        self._connections = connections
        self._token = token
        self._obey = obey_robots
        self._clock = clock
        self._lanes: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._robots: dict[str, tuple[datetime, Robots]] = {}
        self._reading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None, ask_robots: bool = True) -> Answer:
        """Wait for the host's turn and ask.

        Raises:
            Hidden: robots.txt forbids it, or the day's budget is used up.
            Busy: the turn would come too late.
        """
        robots = await self._robots_of(url) if self._obey and ask_robots else EVERYTHING
        if not robots.allows(url):
            raise Hidden(ROBOTS)
        return await self._ask(url, headers, robots.delay)

    async def head(self, url: str) -> Answer:
        """Wait for the host's turn and ask for the head alone; raises as `get`."""
        robots = await self._robots_of(url) if self._obey else EVERYTHING
        if not robots.allows(url):
            raise Hidden(ROBOTS)
        return await self._ask(url, None, robots.delay, head=True)

    async def _ask(
        self, url: str, headers: Mapping[str, str] | None, delay: timedelta | None, *, head: bool = False
    ) -> Answer:
        host = host_of(url)
        async with self._lane(host):
            pressed = await self._turn(host, delay)
            answer = await (self._fetcher.head(url) if head else self._fetcher.get(url, headers=headers))
            await self._learn(host, answer, pressed)
        return answer

    @asynccontextmanager
    async def _lane(self, host: str) -> AsyncIterator[None]:
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = asyncio.Semaphore(self._connections)
        try:
            async with asyncio.timeout(self._pace.patience.total_seconds() + 1):
                await lane.acquire()
        except TimeoutError as error:
            raise Busy(f"{host}: too many visits are under way") from error
        try:
            yield
        finally:
            lane.release()

    async def _turn(self, host: str, delay: timedelta | None) -> int:
        """Wait for the turn. Returns how pressed the host is."""
        now = self._clock()
        interval = max(self._pace.interval, delay or timedelta())
        pace = Pace(
            interval=interval,
            burst=self._pace.burst if not delay else 1,
            patience=max(self._pace.patience, 2 * interval),
            budget=self._pace.budget,
        )
        turn = await self._hosts.take_turn(host, pace, now)
        if turn.refusal is Refusal.BUDGET:
            raise Hidden(BUDGET)
        if turn.at is None:
            raise Busy(f"{host}: its queue is longer than {pace.patience.total_seconds():g} s")
        wait = max(0.0, (turn.at - now).total_seconds())
        WAITED.observe(wait)
        if wait:
            await asyncio.sleep(wait)
        return turn.pressed

    async def _learn(self, host: str, answer: Answer, pressed: int) -> None:
        now = self._clock()
        pause = asked_pause(answer, now)
        if pause is not None:
            PRESSED.inc()
            await self._hosts.press(host, until=now + min(pause * 2**pressed, _LONGEST_PAUSE))
        elif answer.elapsed > _SLOW:
            await self._hosts.rest(host, now + answer.elapsed / 2)
        elif pressed:
            await self._hosts.relax(host)

    async def _robots_of(self, url: str) -> Robots:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        lock = self._reading.get(origin)
        if lock is None:
            lock = self._reading[origin] = asyncio.Lock()
        async with lock:
            kept = self._robots.get(origin)
            now = self._clock()
            if kept and now < kept[0]:
                return kept[1]
            robots, read = await self._read_robots(origin)
            if not read and kept:
                robots = kept[1]
            if len(self._robots) >= _MOST_ROBOTS:
                self._robots.clear()
            self._robots[origin] = (now + (_ROBOTS_KEPT if read else _ROBOTS_UNREAD_KEPT), robots)
            return robots

    async def _read_robots(self, origin: str) -> tuple[Robots, bool]:
        """The rules, and whether they were really read. A host that does not answer is for the visit to find out."""
        if urlsplit(origin).scheme not in {"http", "https"}:
            return EVERYTHING, False
        answer = await self._ask(f"{origin}/robots.txt", None, None)
        if answer.problem is not None or answer.status is None:
            return EVERYTHING, False
        if answer.status == 200:
            return read_robots(answer.body, self._token), True
        return EVERYTHING, 400 <= answer.status < 500 and answer.status != 429


def host_of(url: str) -> str:
    """The host and port of an address, as queues are named."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def asked_pause(answer: Answer, now: datetime) -> timedelta | None:
    """How long a host asks to be left alone; None if it does not ask."""
    if answer.status not in {429, 503}:
        return None
    said = answer.header("retry-after").strip()
    if not said:
        return _USUAL_PAUSE if answer.status == 429 else None
    if said.isdigit():
        return min(timedelta(seconds=int(said[:6])), _LONGEST_PAUSE)
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return _USUAL_PAUSE
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta(seconds=1)), _LONGEST_PAUSE)
