"""Judges on request: any targets, as of any moment, over any period, under any pack, from what was observed."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from services.evaluator.bench import Bench, bench_of
from services.evaluator.indicators import ORG_INDICATORS
from services.evaluator.metrics import ASSESSED, ASSESSING, ASSESSMENTS
from services.evaluator.phrases import listed
from services.evaluator.ports import Packs, Publisher, Roll, Stores
from services.evaluator.refold import Here, Job, Refolded, Workshop, period_of
from services.evaluator.regulator import judge_regulator
from services.evaluator.rulebook import Rules
from services.evaluator.tally import Tally
from services.evaluator.unit_scoring import unit_scores
from shared.clock import Clock, local
from shared.contracts.assessment import AssessmentSummary
from shared.contracts.reports import AssessmentReady, AssessmentRequested
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import Finding
from shared.errors import BadInput

CHUNK = 50
"""Targets of one job."""


class Unanswerable(BadInput):
    """The request asks for something there is not. The text is Chinese and says how to mend it."""


class Assessor:
    """Answers requests to judge. Doing it again gives the same answer."""

    def __init__(
        self,
        stores: Stores,
        packs: Packs,
        publisher: Publisher,
        *,
        clock: Clock,
        pack: str,
        kept_for: timedelta,
        workshop: Workshop | None = None,
    ) -> None:
        self._subjects = stores.subjects
        self._assessments = stores.assessments
        self._workshop = workshop or Here(stores.observations, stores.assessments)
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
        rules = self._rules(request, day)
        roll = await self._subjects.on(day)
        targets = chosen(roll, request)
        bench = bench_of(roll, rules)
        expires_at = None if request.keep else self._clock() + self._kept_for
        ended = await self._refolded(_jobs(request, bench, targets, expires_at))
        summary = _summary(request, roll, rules, ended).model_copy(
            update={"notes": tuple(_notes(request, roll, rules, targets)), "answered_at": self._clock()}
        )
        await self._assessments.finish(summary, expires_at=expires_at)
        return summary

    async def _refolded(self, jobs: Sequence[Job]) -> list[Refolded]:
        ended: list[Refolded] = []
        ASSESSING.set(0)
        async for one in self._workshop.work(jobs):
            ended.append(one)
            ASSESSED.inc(one.targets)
            ASSESSING.set(len(ended) / len(jobs))
        return ended

    def _rules(self, request: AssessmentRequested, day: date) -> Rules:
        pack = request.pack or self._pack
        try:
            if request.pack_text is not None:
                return self._packs.trial(request.pack_text, day)
            return self._packs.rules(pack, day)
        except BadInput as error:
            raise Unanswerable(
                f"指标体系“{pack}”在 {day} 不可用，请用 xunjian packs list 查看可用的指标体系：{error.summary}",
                error.mistakes,
            ) from error


def _jobs(request: AssessmentRequested, bench: Bench, targets: Sequence[str], expires_at: datetime | None) -> list[Job]:
    starts = range(0, len(targets), CHUNK)
    return [Job(request, bench, tuple(targets[start : start + CHUNK]), expires_at) for start in starts]


def _summary(request: AssessmentRequested, roll: Roll, rules: Rules, ended: Sequence[Refolded]) -> AssessmentSummary:
    """What the judgements rest on."""
    digests = sorted(digest for one in ended for digest in one.digests)
    tallies = [tally for one in ended for tally in one.tallies]
    return AssessmentSummary(
        request_id=request.request_id,
        pack_id=rules.id,
        pack_version=rules.version,
        as_of=request.as_of,
        period_from=request.period_from,
        period_to=request.period_to,
        events=sum(one.events for one in ended),
        digest=hashlib.sha256(repr((rules.id, rules.version, digests)).encode()).hexdigest(),
        registry_version=roll.version,
        targets=sum(one.targets for one in ended),
        # Only what the packs say: what they leave open the template of the regime may say.
        report_rules=rules.report.model_dump(mode="json", exclude_unset=True),
        unit_scores=unit_scores(tallies, rules.scoring),
        org_findings=_of_regulator(request, rules, tallies),
    )


def _of_regulator(request: AssessmentRequested, rules: Rules, tallies: Sequence[Tally]) -> tuple[Finding, ...]:
    """The regulator's own work is judged over all its targets and a whole period, or not at all."""
    period = period_of(request)
    if period is None or request.target_ids or request.unit_ids:
        return ()
    return judge_regulator(tallies, rules, period=period, as_of=request.as_of, indicators=ORG_INDICATORS)


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
        names = listed(list(rules.placeholders()), most=10)
        yield f"以下数值未见原文，为暂定值：{names}；全部见 xunjian packs show {rules.id}"
