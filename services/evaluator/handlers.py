"""What the evaluator does with events: safe to call twice, late and out of order."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from pydantic import ValidationError

from services.evaluator.assessor import Assessor
from services.evaluator.bench import Bench, Benches
from services.evaluator.chain import Chain
from services.evaluator.dossier import Observation
from services.evaluator.metrics import EVALUATION_SECONDS, REFUSED, STRANGERS
from services.evaluator.ports import Observations, Seen
from services.evaluator.text_reader import TextReader
from shared.bus import Bus
from shared.clock import Clock
from shared.contracts.observations import PageVisited, PostListed, Recorded
from shared.contracts.records import fields_of, moments_of
from shared.contracts.reports import AssessmentRequested
from shared.deliveries import Received
from shared.errors import Permanent, Transient
from shared.logs import get_logger
from shared.mongo import is_outage
from shared.streams import EVALUATOR_ASSESSMENTS, EVALUATOR_HINTS, EVALUATOR_OBSERVATIONS
from shared.validation import explain

log = get_logger(__name__)

SMALLEST_SHARE = 50
"""Targets below which splitting a batch is not worth its round trips."""

READ_AT_ONCE = 200
"""Observations whose texts are read together."""

READ_LINGER = timedelta(seconds=2)
"""How long they are collected: nobody waits for a hint."""

_OBSERVATIONS = (PageVisited, PostListed, Recorded)

AHEAD = timedelta(minutes=5)
"""How far another machine's clock may run ahead of ours."""


class Intake:
    """Takes observations in, many at a time."""

    def __init__(self, observations: Observations, chain: Chain, benches: Benches, *, clock: Clock) -> None:
        self._observations = observations
        self._chain = chain
        self._benches = benches
        self._clock = clock

    async def on_observations(self, received: Sequence[Received]) -> None:
        """Fold, judge, tell, and only then keep the events: one that is kept has been judged.

        Raises:
            Permanent: an event cannot be true.
            Transient: a server is away.
        """
        now = self._clock()
        seen = [(one.id, _possible(one, now)) for one in received]
        bench = await self._benches.get(now)
        STRANGERS.inc(sum(1 for _, event in seen if event.target not in bench.subjects))
        bodies = {one.id: one.body for one in received if one.body is not None}
        with EVALUATION_SECONDS.labels("observations").time():
            await self._take(_by_target(seen), bodies, bench, now)

    async def _take(
        self, seen: Mapping[str, Sequence[Seen]], bodies: Mapping[str, bytes], bench: Bench, now: datetime
    ) -> None:
        """Some targets are judged while others are loaded and saved. Returns, or raises, when all have ended.

        If one cannot be judged, the others have been all the same; its events come again, each alone.
        """
        targets = iter(seen.items())
        shares = [dict(islice(targets, size)) for size in _sizes(len(seen))]
        ends = await asyncio.gather(
            *(self._take_share(share, bodies, bench, now) for share in shares), return_exceptions=True
        )
        for end in ends:
            if isinstance(end, BaseException):
                raise end

    async def _take_share(
        self, share: Mapping[str, Sequence[Seen]], bodies: Mapping[str, bytes], bench: Bench, now: datetime
    ) -> None:
        failures = await self._chain.advance(share, bench, now, cause="observations")
        for failure in failures.values():
            raise failure
        await self._observations.add([one for seen in share.values() for one in seen], received_at=now, bodies=bodies)


def subscribe(bus: Bus, intake: Intake, assessor: Assessor, *, batch: int, linger: timedelta) -> None:
    """Have the bus hand observations to the intake, and requests to judge to the assessor."""

    async def on_assessment_requested(received: Received) -> None:
        if not isinstance(received.event, AssessmentRequested):
            raise Permanent(f"expected assessment.requested, got {received.event.TYPE}")
        await _answered(assessor, received.event, received.delivered)

    bus.consume_batches(EVALUATOR_OBSERVATIONS, intake.on_observations, size=batch, linger=linger)
    bus.consume(EVALUATOR_ASSESSMENTS, on_assessment_requested)


def subscribe_reader(bus: Bus, reader: TextReader) -> None:
    """Have the bus hand observations to the reader of texts too, at its own pace."""

    async def on_observations(received: Sequence[Received]) -> None:
        await reader.read(one.event for one in received if isinstance(one.event, PageVisited | PostListed))

    bus.consume_batches(EVALUATOR_HINTS, on_observations, size=READ_AT_ONCE, linger=READ_LINGER)


async def _answered(assessor: Assessor, request: AssessmentRequested, delivered: int) -> None:
    """Answer; whoever asked is told even of a failure nobody foresaw, once it is certain not to pass."""
    log.info("assessment.begun", request_id=request.request_id, pack=request.pack, as_of=request.as_of.isoformat())
    try:
        ready = await assessor.answer(request)
    except Transient:
        raise
    except Exception as error:
        if delivered >= EVALUATOR_ASSESSMENTS.tries and not is_outage(error):
            await assessor.refuse(request, f"评判时出错：{error!r}；详见评判服务日志与 xunjian dead-letters list")
        raise
    log.info("assessment.ended", request_id=request.request_id, targets=ready.targets, problem=ready.problem)


def _sizes(count: int) -> list[int]:
    """Into what parts a batch is split, so that the processor works while the database does: smaller and smaller ones.

    For the processor waits for the database at the end of the last of them.
    """
    if count < 2 * SMALLEST_SHARE:
        return [count]
    first = max(count * 2 // 5, SMALLEST_SHARE)
    return [first, *_sizes(count - first)]


def _by_target(seen: Sequence[Seen]) -> dict[str, list[Seen]]:
    grouped: dict[str, list[Seen]] = {}
    for event_id, event in seen:
        grouped.setdefault(event.target, []).append((event_id, event))
    return grouped


def _possible(received: Received, now: datetime) -> Observation:
    event = received.event
    if not isinstance(event, _OBSERVATIONS):
        REFUSED.labels("type").inc()
        raise Permanent(f"expected an observation, got {event.TYPE}")
    if event.occurred_at > now + AHEAD:
        REFUSED.labels("future").inc()
        raise Permanent(
            f"观测时间 {event.occurred_at.isoformat()} 晚于现在（{now.isoformat()}）：请检查观测所在机器的时钟"
        )
    if isinstance(event, Recorded):
        _check_record(event)
    return event


def _check_record(event: Recorded) -> None:
    try:
        fields = fields_of(event.kind, event.fields, event.target_kind)
    except ValidationError as error:
        REFUSED.labels("fields").inc()
        raise Permanent(f"{event.kind} 记录 {event.record_id} 的 fields 有误：{explain(error)}") from error
    except ValueError as error:
        REFUSED.labels("fields").inc()
        raise Permanent(f"记录 {event.record_id} 有误：{error}") from error
    if late := [name for name, moment in moments_of(fields) if moment > event.recorded_at + AHEAD]:
        REFUSED.labels("fields").inc()
        raise Permanent(
            f"record {event.record_id} of kind {event.kind}: {', '.join(late)} lies after it was recorded "
            f"({event.recorded_at.isoformat()}): check the year"
        )
