"""A visit that checks links: one step of a round, or its last, which reports what the whole round found."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from typing import Protocol

from services.crawler.facts import Facts
from services.crawler.fetching.outcome import OK
from services.crawler.link_walk import Sight, Walker
from services.crawler.links.link_round import Bounds, Round
from services.crawler.ports import Rounds
from services.crawler.sighting import Sighting
from services.crawler.watch import Watch
from shared.clock import Clock
from shared.contracts.observations import PageVisited
from shared.contracts.target import LookOutcome, Purpose
from shared.logs import get_logger

log = get_logger(__name__)

_PAUSE = timedelta(seconds=5)
"""Between two steps; others get their turn."""
_OLDEST = timedelta(days=3)
"""A round that takes longer is begun anew: what it saw first is no news any more."""
_MOST_STEPS = 300
_MOST_BROKEN = 2_000
_MOST_PROOFS = 200


class Looker(Protocol):
    """Makes visits."""

    async def visit(self, watch: Watch) -> Sighting:
        """What is seen now. Raises Transient if nothing could be."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Strides:
    """How a round is walked."""

    bounds: Bounds
    step: timedelta = timedelta(minutes=2)
    recheck: timedelta = timedelta(minutes=5)


class LinkVisitor:
    """Makes the visits of purpose `link`."""

    def __init__(self, walker: Walker, rounds: Rounds, *, strides: Strides, clock: Clock) -> None:
        self._walker = walker
        self._rounds = rounds
        self._strides = strides
        self._clock = clock

    async def visit(self, watch: Watch) -> Sighting:
        """One step. What it ends with says whether the round goes on, or what it found."""
        round_ = await self._begun(watch)
        round_.steps += 1
        until = monotonic() + self._strides.step.total_seconds()

        def stop() -> bool:
            return monotonic() >= until

        sights: list[Sight] = []
        if round_.again_at is not None:
            return await self._second(watch, round_, stop)
        home = await self._walker.walk(round_, stop=stop, see=self._collector(round_, sights))
        if home is not None:
            return Sighting(verdict=home, observed_at=round_.began_at)
        aside = tuple(_article(watch, sight) for sight in sights)
        if round_.steps >= _MOST_STEPS and not round_.walked:
            round_.cut = round_.cut or "steps"
            round_.given_up()
        if not round_.walked:
            await self._rounds.keep(watch.key, round_.kept())
            return self._goes_on(_PAUSE, aside)
        if round_.suspects:
            round_.again_at = self._clock() + self._strides.recheck
            await self._rounds.keep(watch.key, round_.kept())
            return self._goes_on(self._strides.recheck, aside)
        return await self._told(watch, round_, aside)

    async def _begun(self, watch: Watch) -> Round:
        """The round that is under way, unless it is of another address or too old; else a new one."""
        kept = await self._rounds.under_way(watch.key)
        if kept and kept.url == watch.url and self._clock() - kept.began_at <= _OLDEST:
            return Round.resumed(kept, self._strides.bounds)
        return Round(watch.url, self._clock(), self._strides.bounds)

    async def _second(self, watch: Watch, round_: Round, stop: Callable[[], bool]) -> Sighting:
        """What seemed dead is asked for once more."""
        now = self._clock()
        if round_.again_at is not None and now < round_.again_at:
            return self._goes_on(round_.again_at - now)
        proofs = await self._walker.ask_again(round_, stop=stop)
        if round_.suspects and round_.steps < _MOST_STEPS:
            await self._rounds.keep(watch.key, round_.kept())
            return self._goes_on(_PAUSE)
        return replace(await self._told(watch, round_), answers=tuple(proofs[:_MOST_PROOFS]))

    async def _told(self, watch: Watch, round_: Round, aside: tuple[PageVisited, ...] = ()) -> Sighting:
        links = round_.links()
        log.info(
            "round.over", target_id=watch.target_id, pages=round_.pages, checked=links.checked, dead=len(links.broken)
        )
        links = links.model_copy(update={"broken": links.broken[:_MOST_BROKEN]})
        await self._rounds.over(watch.key, round_.columns, website_id=watch.target_id, at=self._clock())
        return Sighting(
            verdict=OK,
            observed_at=self._clock(),
            facts=Facts(links=links, marks=self._marks(round_)),
            aside=aside,
        )

    def _marks(self, round_: Round) -> dict[str, object]:
        found = {"pages": round_.pages, "cut": round_.cut, "alerts": round_.alerts}
        return {name: value for name, value in found.items() if value}

    def _goes_on(self, pause: timedelta, aside: tuple[PageVisited, ...] = ()) -> Sighting:
        return Sighting(verdict=OK, observed_at=self._clock(), aside=aside, goes_on=pause)

    def _collector(self, round_: Round, sights: list[Sight]) -> Callable[[Sight], None]:
        """Keeps the articles that come by, as many as a round may report."""

        def see(sight: Sight) -> None:
            if sight.article and round_.articles < self._strides.bounds.articles:
                round_.articles += 1
                sights.append(sight)

        return see


def _article(watch: Watch, sight: Sight) -> PageVisited:
    """An article that a round came by: nobody asked for it, so it answers no visit."""
    return PageVisited(
        website_id=watch.target_id,
        purpose=Purpose.ARTICLE,
        url=sight.url,
        observed_at=sight.seen_at,
        outcome=LookOutcome.OK,
        status=200,
        elapsed_ms=sight.elapsed_ms,
        article=sight.article,
        marks={"tags": sight.page.tags} if sight.page.tags else {},
    )


class Lookers:
    """Visits of every purpose: rounds of link checking by one, all others by another."""

    def __init__(self, pages: Looker, links: LinkVisitor) -> None:
        self._pages = pages
        self._links = links

    async def visit(self, watch: Watch) -> Sighting:
        """What is seen now."""
        return await (self._links if watch.purpose is Purpose.LINK else self._pages).visit(watch)
