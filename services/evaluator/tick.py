"""Time is an input too: judges again whom the mere passing of time, the registry or the rules can have changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from services.evaluator.bench import Bench, Benches
from services.evaluator.chain import Chain
from services.evaluator.metrics import (
    DECIDED,
    FALSE_ALARMS,
    FRESHNESS,
    OPEN_QUESTIONS,
    OVERDUE_SECONDS,
    PACK_USABLE,
    TARGETS,
    UNSAID,
    WAITING,
)
from services.evaluator.ports import Dossiers
from shared.contracts.target import Result

SURVEY_EVERY = timedelta(seconds=30)
"""How often it is counted where all targets stand."""

AUDIT_EVERY = timedelta(minutes=10)
"""How often all targets are compared with the registry and the rules, even if neither has changed."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did."""

    judged: int
    more: bool
    """There is more to do at once."""
    failures: Mapping[str, Exception]
    """Targets that cannot be judged, and why; they are left alone for a while."""


@dataclass
class _Looked:
    """What this replica has looked at last."""

    bench: Bench | None = None
    audited_at: datetime | None = None
    surveyed_at: datetime | None = None
    waiting: dict[str, None] = field(default_factory=dict)
    """Targets to be judged, in order."""
    postponed: dict[str, datetime] = field(default_factory=dict)
    """Targets that cannot be judged, and until when nobody tries."""


class Tick:
    """One look for what is due. Replicas may tick at the same time: the chain of each target stays linear."""

    def __init__(
        self, dossiers: Dossiers, chain: Chain, benches: Benches, *, batch: int, look_interval: timedelta
    ) -> None:
        self._dossiers = dossiers
        self._chain = chain
        self._benches = benches
        self._batch = batch
        self._look_interval = look_interval
        self._looked = _Looked()

    async def step(self, now: datetime) -> Ticked:
        """Judge at most one batch; spread over many steps, so that a new registry does not hold up what is observed.

        Raises:
            Transient: a server is away; the next step goes on where this one ended.
        """
        unsaid = await self._dossiers.unsaid(self._batch)
        if unsaid:
            await self._chain.finish(unsaid)
        bench = await self._benches.get(now)
        PACK_USABLE.set(self._benches.problem is None)
        if self._must_audit(bench, now):
            await self._audit(bench, now)
        due = await self._due(now)
        failures = await self._chain.advance(dict.fromkeys(due, ()), bench, now, cause="tick")
        self._done(due)
        self._postpone(failures, now)
        await self._survey(bench, now)
        more = bool(self._looked.waiting) or len(due) >= self._batch
        return Ticked(len(due) - len(failures), more=more, failures=failures)

    async def _due(self, now: datetime) -> list[str]:
        """The next batch: those whose time has come, then those that wait in line."""
        postponed = self._looked.postponed
        due = await self._dossiers.due(now, self._batch + len(postponed))
        chosen = dict.fromkeys([target_id for target_id in due if target_id not in postponed][: self._batch])
        chosen |= dict.fromkeys(islice(self._looked.waiting, max(0, self._batch - len(chosen))))
        return list(chosen)

    def _postpone(self, failures: Mapping[str, Exception], now: datetime) -> None:
        """Leave those alone that cannot be judged, or they would be the most overdue for ever."""
        known = self._looked.postponed
        kept = {target_id: until for target_id, until in known.items() if until > now}
        self._looked.postponed = kept | dict.fromkeys(failures, now + AUDIT_EVERY)

    def _done(self, judged: list[str]) -> None:
        waiting = self._looked.waiting
        for target_id in judged:
            waiting.pop(target_id, None)
        WAITING.set(len(waiting))

    def _must_audit(self, bench: Bench, now: datetime) -> bool:
        audited_at = self._looked.audited_at
        return bench is not self._looked.bench or audited_at is None or now - audited_at >= AUDIT_EVERY

    async def _audit(self, bench: Bench, now: datetime) -> None:
        """Line up every target that was not judged under what is in force, and those that are in force no more."""
        judged = await self._dossiers.judged_under()
        stale = [target_id for target_id, under in bench.under.items() if judged.get(target_id) != under]
        retired = [target_id for target_id, under in judged.items() if under and target_id not in bench.under]
        self._looked.waiting = dict.fromkeys([*stale, *retired])
        self._looked.bench, self._looked.audited_at = bench, now

    async def _survey(self, bench: Bench, now: datetime) -> None:
        surveyed_at = self._looked.surveyed_at
        if surveyed_at and now - surveyed_at < SURVEY_EVERY:
            return
        self._looked.surveyed_at = now
        standing = await self._dossiers.standing(list(bench.under), now=now, looked_since=now - self._look_interval)
        for result in Result:
            TARGETS.labels(result.value).set(standing.results.get(result.value, 0))
        OPEN_QUESTIONS.clear()
        for reason, count in standing.reasons.items():
            OPEN_QUESTIONS.labels(reason).set(count)
        FRESHNESS.set(standing.looked_at / len(bench.under) if bench.under else 1)
        overdue = standing.overdue_since
        OVERDUE_SECONDS.set((now - overdue).total_seconds() if overdue else 0)
        UNSAID.set(standing.unsaid)
        _tell_decisions(standing.decided)


def _tell_decisions(decided: Mapping[tuple[str, str], int]) -> None:
    for gauge in (DECIDED, FALSE_ALARMS):
        gauge.clear()
    for (indicator, step), count in decided.items():
        DECIDED.labels(indicator, step).set(count)
    for indicator in {indicator for indicator, _ in decided}:
        dismissed = decided.get((indicator, "dismiss"), 0)
        FALSE_ALARMS.labels(indicator).set(dismissed / (dismissed + decided.get((indicator, "confirm"), 0)))
