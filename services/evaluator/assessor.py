"""Judges on request: any targets, as of any moment, over any period, under any pack, from what was observed."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.evaluator.assessment import assess, judged_at
from services.evaluator.bench import Bench, bench_of
from services.evaluator.dossier import Dossier, absorb_all
from services.evaluator.evaluate import evaluate
from services.evaluator.facts.visits import Visits
from services.evaluator.indicator import Period
from services.evaluator.metrics import ASSESSED, ASSESSING, ASSESSMENTS
from services.evaluator.ports import Packs, Publisher, Roll, Seen, Stores
from services.evaluator.rulebook import Rules
from shared.clock import Clock, local
from shared.contracts.assessment import Assessment, AssessmentSummary
from shared.contracts.reports import AssessmentReady, AssessmentRequested
from shared.contracts.target import TargetKind
from shared.errors import BadInput

CHUNK = 200
"""Targets whose dossiers are in memory at a time."""


@dataclass
class _Refolded:
    """One target's dossier while it is folded again."""

    dossier: Dossier
    visits: Visits | None = None
    """Those known at the end of the period; None while nothing later was folded."""
    ids: list[str] = field(default_factory=list)

    def fold(self, seen: Sequence[Seen], end: datetime) -> None:
        """With more observations, in the order of their time."""
        self.ids.extend(event_id for event_id, _ in seen)
        early = [one for one in seen if one[1].occurred_at <= end]
        self.dossier = absorb_all(self.dossier, early)
        if len(early) < len(seen):
            self.visits = self.visits or self.dossier.visits
            self.dossier = absorb_all(self.dossier, seen[len(early) :])


class Unanswerable(BadInput):
    """The request asks for something there is not. The text is Chinese and says how to mend it."""


class Assessor:
    """Answers requests to judge. Doing it again gives the same answer."""

    def __init__(
        self, stores: Stores, packs: Packs, publisher: Publisher, *, clock: Clock, pack: str, kept_for: timedelta
    ) -> None:
        self._subjects = stores.subjects
        self._observations = stores.observations
        self._assessments = stores.assessments
        self._packs = packs
        self._publisher = publisher
        self._clock = clock
        self._pack = pack
        self._kept_for = kept_for

    async def answer(self, request: AssessmentRequested) -> AssessmentReady:
        """Judge, keep the judgements, and publish that they are ready; or why it cannot be done.

        Raises:
            Transient: a server is away; it can be answered later.
        """
        summary = await self._assessments.finished(request.request_id)
        try:
            summary = summary or await self._judge(request)
        except BadInput as error:
            return await self.refuse(request, str(error))
        at = summary.answered_at or request.requested_at
        ready = AssessmentReady(request_id=request.request_id, targets=summary.targets, at=at)
        await self._publisher.publish(ready)
        ASSESSMENTS.labels("ready").inc()
        return ready

    async def refuse(self, request: AssessmentRequested, problem: str) -> AssessmentReady:
        """Publish why it cannot be done."""
        refused = AssessmentReady(request_id=request.request_id, at=self._clock(), problem=problem)
        await self._publisher.publish(refused)
        ASSESSMENTS.labels("refused").inc()
        return refused

    async def _judge(self, request: AssessmentRequested) -> AssessmentSummary:
        day = judged_on(request)
        rules = self._rules(request.pack or self._pack, day)
        roll = await self._subjects.on(day)
        targets = chosen(roll, request)
        run = _Run(request, bench_of(roll, rules), None if request.keep else self._clock() + self._kept_for)
        ASSESSING.set(0)
        for start in range(0, len(targets), CHUNK):
            await self._judge_some(targets[start : start + CHUNK], run)
            ASSESSING.set((start + CHUNK) / len(targets))
        ASSESSING.set(1)
        summary = run.summary(roll, targets, answered_at=self._clock())
        await self._assessments.finish(summary, expires_at=run.expires_at)
        return summary

    def _rules(self, pack: str, day: date) -> Rules:
        try:
            return self._packs.rules(pack, day)
        except BadInput as error:
            raise Unanswerable(
                f"指标体系“{pack}”在 {day} 不可用，请用 xunjian packs list 查看可用的指标体系：{error.summary}",
                error.mistakes,
            ) from error

    async def _judge_some(self, target_ids: Sequence[str], run: "_Run") -> None:
        folded = {target_id: _Refolded(Dossier(target_id)) for target_id in target_ids}
        histories = self._observations.histories(target_ids, until=run.request.as_of, known_by=run.request.known_by)
        async for target_id, seen in histories:
            folded[target_id].fold(seen, run.end)
        await self._assessments.write(list(run.assessed(folded)), expires_at=run.expires_at)


@dataclass
class _Run:
    """One request while it is answered."""

    request: AssessmentRequested
    bench: Bench
    expires_at: datetime | None
    events: int = 0
    targets: int = 0
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @property
    def period(self) -> Period | None:
        """The days asked for."""
        return period_of(self.request)

    @property
    def end(self) -> datetime:
        """The moment that is judged."""
        return judged_at(self.period, self.request.as_of) if self.period else self.request.as_of

    def assessed(self, folded: Mapping[str, _Refolded]) -> Iterable[Assessment]:
        """The judgements of these targets; none of those out of scope."""
        for target_id, one in folded.items():
            self.events += len(one.ids)
            ids = hashlib.sha256("\n".join(sorted(one.ids)).encode()).hexdigest()
            self._digest.update(f"{target_id} {ids}\n".encode())
            assessment = self._assessed(one)
            if assessment:
                self.targets += 1
                ASSESSED.inc()
                yield assessment

    def _assessed(self, one: _Refolded) -> Assessment | None:
        request_id = self.request.request_id
        case = self.bench.case(one.dossier, self.request.as_of, self.period)
        if self.period:
            return assess(case, self.bench.indicators, request_id=request_id, visits=one.visits)
        evaluation = evaluate(case, self.bench.indicators)
        if evaluation is None:
            return None
        return Assessment(
            request_id=request_id,
            target_kind=case.subject.kind,
            target_id=case.subject.id,
            verdict=evaluation.verdict,
            checked=bool(one.ids),
        )

    def summary(self, roll: Roll, asked: Sequence[str], *, answered_at: datetime) -> AssessmentSummary:
        """What the judgements rest on."""
        rules = self.bench.rules
        self._digest.update(f"{rules.id} {rules.version}".encode())
        return AssessmentSummary(
            request_id=self.request.request_id,
            pack_id=rules.id,
            pack_version=rules.version,
            as_of=self.request.as_of,
            period_from=self.request.period_from,
            period_to=self.request.period_to,
            events=self.events,
            digest=self._digest.hexdigest(),
            registry_version=roll.version,
            targets=self.targets,
            notes=tuple(_notes(self.request, roll, rules, asked)),
            report_rules=rules.report.model_dump(mode="json"),
            answered_at=answered_at,
        )


def period_of(request: AssessmentRequested) -> Period | None:
    """The days asked for; None for a moment."""
    if request.period_from is None or request.period_to is None:
        return None
    return Period(request.period_from, request.period_to)


def judged_on(request: AssessmentRequested) -> date:
    """The day whose registry and edition of the pack count: the last one of the period, or of what is known."""
    known = local(request.as_of).date()
    return min(request.period_to, known) if request.period_to else known


def chosen(roll: Roll, request: AssessmentRequested) -> list[str]:
    """The targets asked for, sorted.

    Raises:
        Unanswerable: there is none of them.
    """
    wanted, units = set(request.target_ids), set(request.unit_ids)
    everybody = not wanted and not units
    found = sorted(s.id for s in roll.subjects.values() if everybody or s.id in wanted or s.unit_id in units)
    if not found and not everybody:
        raise Unanswerable(
            f"{judged_on(request)} 的名录中没有所要评判的对象：{'、'.join(sorted(wanted | units))}；请检查编号是否正确"
        )
    return found


def _notes(request: AssessmentRequested, roll: Roll, rules: Rules, asked: Sequence[str]) -> Iterable[str]:
    if roll.is_fallback:
        yield f"名录自 {roll.effective_from} 起才有记录，此前的时点以该日名录为准"
    missing = set(request.target_ids) - set(asked)
    if missing:
        yield f"名录中没有：{'、'.join(sorted(missing))}"
    websites = [roll.subjects[one] for one in asked if roll.subjects[one].kind is TargetKind.WEBSITE]
    bare = [subject.name for subject in websites if subject.in_scope and not subject.columns]
    if bare:
        yield f"{len(bare)} 个网站未登记栏目，栏目更新情况无法判定"
    if rules.placeholders():
        yield f"以下数值未见原文，为暂定值：{'、'.join(rules.placeholders())}"
