"""What happens to a visit that is due: made once, repeated once if it fails, reported once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

from services.crawler import sighting as seeing
from services.crawler.fetching.fetch import Problem, is_about_names
from services.crawler.fetching.outcome import OVERLOADED, OWN_NETWORK
from services.crawler.link_visit import Looker
from services.crawler.metrics import (
    BYTES,
    LAST_SEEN,
    OWN_NETWORK_BLIND,
    REPEATED,
    SKIPPED,
    VISIT_SECONDS,
    VISITS,
)
from services.crawler.network import OwnNetwork
from services.crawler.ports import Claim, ClaimState, Evidence, Journal, Publisher, Registries, Slots
from services.crawler.pulse import Pulse
from services.crawler.schedule import is_late, is_manual, slot_id
from services.crawler.sighting import Sighting
from services.crawler.watch import Watch, watch_of
from shared.clock import Clock
from shared.contracts import EVENTS_BY_TYPE
from shared.contracts.event import Event
from shared.contracts.observations import PageVisited, PostListed
from shared.contracts.target import LookOutcome
from shared.contracts.visits import VisitDue
from shared.errors import Transient
from shared.logs import get_logger

log = get_logger(__name__)

_TIMEOUTS = frozenset({Problem.TIMEOUT, Problem.CONNECT_TIMEOUT, Problem.DNS_SILENT})
_MOST_LOST = 0.1
"""A timeout counts for nothing if this process itself stood still for more than this share of it."""

_SOONEST_MANUAL = timedelta(seconds=5)
"""Somebody waits for a visit asked for by hand: it is repeated after this at the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Where the worker keeps what it knows."""

    registries: Registries
    journal: Journal
    slots: Slots
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long things may take."""

    retry_delay: timedelta = timedelta(seconds=60)
    retry_kept: timedelta = timedelta(minutes=15)
    """A repetition is worth making this long after it is due, though its slot is over."""
    lease: timedelta = timedelta(seconds=45)
    """A worker that is not heard of for this long has lost its visit."""
    visit: timedelta = timedelta(minutes=5)


class Worker:
    """Makes the visits that are due."""

    def __init__(
        self,
        visitor: Looker,
        *,
        stores: Stores,
        publisher: Publisher,
        network: OwnNetwork,
        pulse: Pulse,
        patience: Patience,
        clock: Clock,
    ) -> None:
        self._visitor = visitor
        self._stores = stores
        self._journal = stores.journal
        self._publisher = publisher
        self._network = network
        self._pulse = pulse
        self._patience = patience
        self._clock = clock

    async def take(self, visit: VisitDue) -> None:
        """Make the visit and report it; or see that it is over, late, or about something watched no more.

        Raises:
            Transient: it could not be made now.
        """
        if is_late(visit, self._clock()):
            return self._skip(visit, "late")
        watch = await self._watch_of(visit)
        if watch is None:
            return self._skip(visit, "unwatched")
        visit_id = slot_id(visit)
        now = self._clock()
        claim = await self._journal.claim(
            visit_id, attempt=visit.attempt, now=now, lease_until=now + self._patience.lease
        )
        match claim.state:
            case ClaimState.HELD:
                raise Transient(f"visit {visit_id}: another worker is at it")
            case ClaimState.SEEN:
                await self._report(visit_id, _observation_in(claim))
            case ClaimState.MINE:
                await self._make(visit, watch, visit_id, claim.token)
            case ClaimState.OVER:
                log.debug("visit.over", visit_id=visit_id)
        return None

    async def _watch_of(self, visit: VisitDue) -> Watch | None:
        registries = self._stores.registries
        known = watch_of(await registries.registry(), visit)
        # Somebody may have asked for it the moment it was imported.
        return known or watch_of(await registries.registry(anew=True), visit)

    def _skip(self, visit: VisitDue, why: str) -> None:
        SKIPPED.labels(visit.purpose.value, why).inc()
        log.info("visit.skipped", target_id=visit.target_id, purpose=visit.purpose.value, slot=visit.slot, why=why)

    async def _make(self, visit: VisitDue, watch: Watch, visit_id: str, token: str) -> None:
        try:
            async with self._held(visit_id, token):
                sighting = await self._looked(watch)
                await self._publisher.publish_all(sighting.aside)
                if sighting.goes_on is not None:
                    return await self._put_off(visit, token, sighting.goes_on)
                if (sighting.verdict.failed or sighting.verdict.may_be_ours) and visit.attempt == 1:
                    return await self._postpone(visit, sighting, token)
                sighting = await self._weighed(watch, sighting)
                event = await self._kept(watch, sighting, visit_id)
                mine = await self._journal.saw(visit_id, token, event)
        except BaseException:
            with contextlib.suppress(Exception):  # it runs out by itself; released, the visit is taken up sooner
                await asyncio.shield(self._journal.release(visit_id, token))
            raise
        if not mine:
            raise Transient(f"visit {visit_id}: the claim was lost on the way")
        self._measure(watch, sighting)
        await self._report(visit_id, event)
        if sighting.verdict.ok:
            await self._stores.slots.seen(watch.key, sighting.observed_at)
        return None

    async def _looked(self, watch: Watch) -> Sighting:
        try:
            async with asyncio.timeout(self._patience.visit.total_seconds()):
                sighting = await self._visitor.visit(watch)
        except TimeoutError as error:
            raise Transient(f"{watch.key}: the visit took longer than {self._patience.visit}") from error
        for answer in sighting.answers:
            if answer.status is not None:
                self._network.answered(answer.final_url)
        return sighting

    async def _postpone(self, visit: VisitDue, sighting: Sighting, token: str) -> None:
        """A failure is not believed at once. What was seen of it is forgotten; the repetition decides."""
        delay = self._patience.retry_delay
        await self._put_off(visit, token, min(delay, _SOONEST_MANUAL) if is_manual(visit) else delay)
        REPEATED.labels(visit.purpose.value).inc()
        log.info("visit.to_repeat", target_id=visit.target_id, reason=sighting.verdict.reason)

    async def _put_off(self, visit: VisitDue, token: str, delay: timedelta) -> None:
        """Give the visit back, to be taken up again after a while, by whoever is free then."""
        due_at = self._clock() + delay
        again = visit.model_copy(
            update={
                "attempt": visit.attempt + 1,
                "due_at": due_at,
                "expires_at": None if visit.expires_at is None else due_at + self._patience.retry_kept,
            }
        )
        if not await self._journal.postpone(slot_id(visit), token, again=again):
            raise Transient(f"visit {slot_id(visit)}: the claim was lost on the way")

    async def _weighed(self, watch: Watch, sighting: Sighting) -> Sighting:
        """A failure is the site's only if our own network works, and this process kept up."""
        verdict = sighting.verdict
        if not (verdict.failed or verdict.may_be_ours) or (sighting.status is not None and not verdict.may_be_ours):
            return sighting
        took = (sighting.elapsed or timedelta()).total_seconds()
        if verdict.reason in _TIMEOUTS and self._pulse.lost(took) > took * _MOST_LOST:
            return replace(sighting, verdict=OVERLOADED)
        url = sighting.answers[-1].final_url if sighting.answers else watch.url
        by_name = is_about_names(verdict.reason or "", url)
        if not await self._network.is_at_fault(url, may_be_ours=verdict.may_be_ours, by_name=by_name):
            return sighting
        OWN_NETWORK_BLIND.inc()
        return replace(sighting, verdict=OWN_NETWORK)

    async def _kept(self, watch: Watch, sighting: Sighting, visit_id: str) -> PageVisited | PostListed:
        evidence_id = None
        if seeing.worth_keeping(watch, sighting):
            record = seeing.record(watch, sighting, visit_id=visit_id)
            evidence_id = await self._stores.evidence.keep(record, seeing.bodies(sighting))
        return seeing.observation(watch, sighting, visit_id=visit_id, evidence_id=evidence_id)

    async def _report(self, visit_id: str, event: Event) -> None:
        await self._publisher.publish(event)
        await self._journal.finish(visit_id)

    def _measure(self, watch: Watch, sighting: Sighting) -> None:
        purpose, verdict = watch.purpose.value, sighting.verdict
        reason = (verdict.reason or "").partition(":")[0]
        VISITS.labels(purpose, verdict.outcome.value, reason).inc()
        BYTES.labels(purpose).inc(sum(answer.received for answer in sighting.answers))
        if sighting.elapsed is not None:
            VISIT_SECONDS.labels(purpose).observe(sighting.elapsed.total_seconds())
        if verdict.outcome is LookOutcome.OK:
            LAST_SEEN.labels(purpose).set(sighting.observed_at.timestamp())
        log.info(
            "visit.made",
            target_id=watch.target_id,
            purpose=purpose,
            page_id=watch.page_id,
            outcome=verdict.outcome.value,
            reason=verdict.reason,
        )

    @contextlib.asynccontextmanager
    async def _held(self, visit_id: str, token: str) -> AsyncIterator[None]:
        """Keep the claim alive while the visit is made."""

        async def renew() -> None:
            while True:
                await asyncio.sleep(self._patience.lease.total_seconds() / 3)
                try:
                    await self._journal.renew(visit_id, token, self._clock() + self._patience.lease)
                except Exception as error:  # noqa: BLE001 - the claim may be lost by it, which the end of the visit sees
                    log.warning("visit.claim_not_renewed", visit_id=visit_id, error=repr(error))

        task = asyncio.create_task(renew())
        try:
            yield
        finally:
            task.cancel()


def _observation_in(claim: Claim) -> Event:
    return EVENTS_BY_TYPE[claim.observation_type].read(claim.observation or b"")
