"""Some targets judged anew from their observations: the piece of a request that one process does at a time."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from services.evaluator.assessment import MONTH_WORDS, assess, judged_at
from services.evaluator.bench import Bench
from services.evaluator.dossier import Dossier, Observation
from services.evaluator.evaluate import evaluate
from services.evaluator.facts.visits import Visits
from services.evaluator.folding import absorb_all, absorb_later, with_visits
from services.evaluator.indicator import Case, Period
from services.evaluator.ports import Assessments, Observations, Seen
from services.evaluator.tally import Tally, tally_of
from shared.contracts.assessment import Assessment
from shared.contracts.observations import Entry, PageVisited, Post, PostListed
from shared.contracts.reports import AssessmentRequested
from shared.contracts.target import Outcome
from shared.contracts.verdicts import IndicatorKind

LOOKING_BACK = timedelta(days=45)
"""How long after a period looks at its lists still count for it."""


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
        if later := [(id_, _of_before(event, end)) for id_, event in seen if event.occurred_at > end]:
            self.then = self.then or self.dossier
            self.dossier = absorb_later(self.dossier, later)

    @property
    def digest(self) -> str:
        """Of the ids, in any order of arrival."""
        return hashlib.sha256("\n".join(sorted(self.ids)).encode()).hexdigest()


def _of_before(event: Observation, end: datetime) -> Observation:
    """What a later look says of the time before: what was published since is not of it, not even later the same day."""
    match event:
        case PageVisited(entries=[_, *_] as entries):
            return event.model_copy(update={"entries": tuple(one for one in entries if _is_of(one, end))})
        case PostListed(posts=[_, *_] as posts):
            return event.model_copy(update={"posts": tuple(one for one in posts if _is_of(one, end))})
    return event


def _is_of(line: Entry | Post, end: datetime) -> bool:
    return line.published_at is None or line.published_at <= end


class Refold:
    """A job under way: pieces of histories in, judgements out, target by target."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._waiting = list(job.target_ids)
        self._folding: _Folding | None = None

    def take(self, target_id: str, seen: Sequence[Seen]) -> list["Judged"]:
        """Fold a piece. Returns the judgements of the targets before this one; targets come in the job's order."""
        judged = list(self._until(lambda waiting: waiting == target_id))
        if self._folding is None:
            self._folding = _Folding(Dossier(target_id))
        self._folding.fold(seen, self._job.end)
        return judged

    def rest(self) -> list["Judged"]:
        """The judgements of all targets that are left."""
        return list(self._until(lambda _: False))

    def _until(self, is_next: Callable[[str], bool]) -> Iterator["Judged"]:
        while self._waiting and not is_next(self._waiting[0]):
            judged = self._closed(self._folding or _Folding(Dossier(self._waiting[0])))
            self._folding = None
            self._waiting.pop(0)
            yield judged

    def _closed(self, one: _Folding) -> "Judged":
        case = self._job.bench.case(one.dossier, self._job.request.as_of, self._job.period)
        assessment = self._assessed(one, case)
        tally = tally_of(case, assessment) if assessment else None
        return Judged(one.dossier.target_id, assessment, tally, len(one.ids), one.digest)

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


@dataclass(frozen=True)
class Judged:
    """One target as it was judged."""

    target_id: str
    assessment: Assessment | None
    """None: it is out of scope."""
    tally: Tally | None
    events: int
    digest: str

    @property
    def unknowns(self) -> int:
        """How many vetoes and months could not be judged."""
        if self.assessment is None:
            return 0
        vetoes = (one for one in self.assessment.verdict.findings if one.kind is IndicatorKind.VETO)
        months = sum(1 for word in self.assessment.months.values() if word == MONTH_WORDS[Outcome.UNDETERMINED])
        return months + sum(1 for one in vetoes if one.outcome is Outcome.UNDETERMINED)


def _together(judged: Sequence[Judged]) -> Refolded:
    return Refolded(
        targets=sum(1 for one in judged if one.assessment),
        events=sum(one.events for one in judged),
        digests=tuple((one.target_id, one.digest) for one in judged),
        tallies=tuple(one.tally for one in judged if one.tally),
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
            judged = {one.target_id: one for one in await self._judged(job)}
            if looking_back := _looking_back(job, judged.values()):
                again = await self._judged(looking_back)
                judged |= {one.target_id: one for one in again if one.unknowns < judged[one.target_id].unknowns}
            found = [one.assessment for one in judged.values() if one.assessment]
            await self._assessments.write(found, expires_at=job.expires_at)
            yield _together(list(judged.values()))

    async def _judged(self, job: Job) -> list[Judged]:
        refold, request = Refold(job), job.request
        judged: list[Judged] = []
        histories = self._observations.histories(
            job.target_ids, until=request.as_of, recorded_until=request.requested_at, known_by=request.known_by
        )
        async for target_id, seen in histories:
            judged += refold.take(target_id, seen)
        return judged + refold.rest()


def _looking_back(job: Job, judged: Iterable[Judged]) -> Job | None:
    """The targets of a period that could not be judged wholly, with what was seen of them soon afterwards.

    An inspection that begins after a period sees what was published in it. Where nothing is unknown nothing later is
    looked at, so that a report made anew says the same.
    """
    request = job.request
    until = min(request.requested_at, request.as_of + LOOKING_BACK)
    open_ones = tuple(one.target_id for one in judged if one.unknowns)
    if job.period is None or not open_ones or request.known_by or until <= request.as_of:
        return None
    return replace(job, target_ids=open_ones, request=request.model_copy(update={"as_of": until}))


def period_of(request: AssessmentRequested) -> Period | None:
    """The days asked for; None for a moment."""
    if request.period_from is None or request.period_to is None:
        return None
    return Period(request.period_from, request.period_to)
