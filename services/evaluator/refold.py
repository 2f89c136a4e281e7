"""Some targets judged anew from their observations: the piece of a request that one process does at a time."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from services.evaluator.assessment import assess, judged_at
from services.evaluator.bench import Bench
from services.evaluator.dossier import Dossier
from services.evaluator.evaluate import evaluate
from services.evaluator.facts.visits import Visits
from services.evaluator.folding import absorb_all, with_visits
from services.evaluator.indicator import Case, Period
from services.evaluator.ports import Assessments, Observations, Seen
from services.evaluator.tally import Tally, tally_of
from shared.contracts.assessment import Assessment
from shared.contracts.reports import AssessmentRequested


@dataclass(frozen=True)
class Job:
    """Targets to judge, and all that is needed for it beside what was observed."""

    request: AssessmentRequested
    bench: Bench
    target_ids: tuple[str, ...]
    expires_at: datetime | None
    """When its judgements may be forgotten."""

    @property
    def period(self) -> Period | None:
        """The days asked for."""
        return period_of(self.request)

    @property
    def end(self) -> datetime:
        """The moment that is judged."""
        return judged_at(self.period, self.request.as_of) if self.period else self.request.as_of


class Refolded(NamedTuple):
    """What a job came to, beside its judgements."""

    targets: int
    events: int
    digests: tuple[tuple[str, str], ...]
    """For each target a digest of the ids of its observations."""
    tallies: tuple[Tally, ...] = ()
    """What the scores of units and the regulator's own assessment need of each."""


@dataclass
class _Folding:
    """One target's dossier while it is folded again."""

    dossier: Dossier
    visits: Visits = field(default_factory=Visits)
    """Those up to the end of the period, however long ago: a dossier keeps the last days only."""
    then: Dossier | None = None
    """What was known at the end of the period; None while nothing later was folded."""
    ids: list[str] = field(default_factory=list)

    def fold(self, seen: Sequence[Seen], end: datetime) -> None:
        """With more observations, in the order of their time."""
        self.ids.extend(event_id for event_id, _ in seen)
        early = [one for one in seen if one[1].occurred_at <= end]
        self.visits = with_visits(self.visits, early)
        self.dossier = absorb_all(self.dossier, early)
        if len(early) < len(seen):
            self.then = self.then or self.dossier
            self.dossier = absorb_all(self.dossier, seen[len(early) :])

    @property
    def digest(self) -> str:
        """Of the ids, in any order of arrival."""
        return hashlib.sha256("\n".join(sorted(self.ids)).encode()).hexdigest()


class Refold:
    """A job under way: pieces of histories in, judgements out, target by target."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._waiting = list(job.target_ids)
        self._folding: _Folding | None = None
        self._targets = 0
        self._events = 0
        self._digests: list[tuple[str, str]] = []
        self._tallies: list[Tally] = []

    def take(self, target_id: str, seen: Sequence[Seen]) -> list[Assessment]:
        """Fold a piece. Returns the judgements of the targets before this one; targets come in the job's order."""
        judged = list(self._until(lambda waiting: waiting == target_id))
        if self._folding is None:
            self._folding = _Folding(Dossier(target_id))
        self._folding.fold(seen, self._job.end)
        return judged

    def rest(self) -> list[Assessment]:
        """The judgements of all targets that are left."""
        return list(self._until(lambda _: False))

    def done(self) -> Refolded:
        """What it came to."""
        return Refolded(self._targets, self._events, tuple(self._digests), tuple(self._tallies))

    def _until(self, is_next: Callable[[str], bool]) -> Iterator[Assessment]:
        while self._waiting and not is_next(self._waiting[0]):
            assessment = self._closed(self._folding or _Folding(Dossier(self._waiting[0])))
            self._folding = None
            self._waiting.pop(0)
            if assessment:
                self._targets += 1
                yield assessment

    def _closed(self, one: _Folding) -> Assessment | None:
        self._events += len(one.ids)
        self._digests.append((one.dossier.target_id, one.digest))
        case = self._job.bench.case(one.dossier, self._job.request.as_of, self._job.period)
        assessment = self._assessed(one, case)
        if assessment:
            self._tallies.append(tally_of(case, assessment))
        return assessment

    def _assessed(self, one: _Folding, case: Case) -> Assessment | None:
        request_id = self._job.request.request_id
        if self._job.period:
            return assess(case, self._job.bench.indicators, request_id=request_id, visits=one.visits, then=one.then)
        evaluation = evaluate(case, self._job.bench.indicators)
        if evaluation is None:
            return None
        return Assessment(
            request_id=request_id,
            target_kind=case.subject.kind,
            target_id=case.subject.id,
            verdict=evaluation.verdict,
            checked=bool(one.ids),
        )


class Workshop(Protocol):
    """Where jobs are done: here, or in processes of their own."""

    def work(self, jobs: Sequence[Job]) -> AsyncIterator[Refolded]:
        """Each job's end, in whatever order they end, once its judgements are kept."""
        ...


class Here:
    """Works on jobs in this process, one after the other."""

    def __init__(self, observations: Observations, assessments: Assessments) -> None:
        self._observations = observations
        self._assessments = assessments

    async def work(self, jobs: Sequence[Job]) -> AsyncIterator[Refolded]:
        """Each job's end, once its judgements are kept."""
        for job in jobs:
            refold = Refold(job)
            judged: list[Assessment] = []
            request = job.request
            histories = self._observations.histories(job.target_ids, until=request.as_of, known_by=request.known_by)
            async for target_id, seen in histories:
                judged += refold.take(target_id, seen)
            judged += refold.rest()
            await self._assessments.write(judged, expires_at=job.expires_at)
            yield refold.done()


def period_of(request: AssessmentRequested) -> Period | None:
    """The days asked for; None for a moment."""
    if request.period_from is None or request.period_to is None:
        return None
    return Period(request.period_from, request.period_to)
