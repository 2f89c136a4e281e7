"""What the reporter does when something happens: ask for judgements, write the report, remember what was told."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from services.reporter.material import Edition, Material, ReportRules
from services.reporter.metrics import NOTICES, RENDER_SECONDS, REPORTS
from services.reporter.ports import Folder, Judgements, Order, Orders, Plans, Press, Publisher, Registries, State, Told
from services.reporter.report import Report
from shared.clock import CHINA, Clock, local
from shared.contracts import (
    AssessmentReady,
    AssessmentRequested,
    ContactDisabled,
    NoticeFailed,
    NoticeSent,
    ReportReady,
    ReportRequested,
)
from shared.deliveries import Received
from shared.errors import Permanent, Transient
from shared.logs import get_logger
from shared.mongo import is_outage
from shared.streams import REPORTER_ASSESSMENTS

log = get_logger(__name__)

_ASKED = "report-"
"""What the ids of the reporter's own requests begin with; others on the stream are not its business."""


@dataclass(frozen=True, kw_only=True)
class Handlers:
    """The reporter's answers to events. Each may be given the same event again and changes nothing then."""

    orders: Orders
    told: Told
    judgements: Judgements
    registries: Registries
    plans: Plans
    publisher: Publisher
    press: Press
    folder: Folder
    clock: Clock

    async def on_report_requested(self, received: Received) -> None:
        """Ask for the judgements of the period."""
        request = received.event
        assert isinstance(request, ReportRequested)
        order = await self.orders.open(request)
        if order.state is not State.REQUESTED:
            return await self._announce(order)
        today = local(request.requested_at).date()
        if request.period_from > today:
            days = f"{request.period_from} 至 {request.period_to}"
            problem = f"时期 {request.label}（{days}）还没有开始，今天是 {today}：没有可写的内容"
            return await self._announce(await self._failed(order, problem))
        await self.publisher.publish(
            AssessmentRequested(
                request_id=f"{_ASKED}{request.report_id}",
                pack=request.regime,
                as_of=min(end_of(request), request.requested_at),
                period_from=request.period_from,
                period_to=request.period_to,
                requested_at=request.requested_at,
                keep=True,
            )
        )
        log.info("report.judgements_requested", report_id=request.report_id)
        return None

    async def on_assessment_ready(self, received: Received) -> None:
        """Write the report whose judgements these are."""
        ready = received.event
        assert isinstance(ready, AssessmentReady)
        if not ready.request_id.startswith(_ASKED):
            return
        order = await self.orders.get(ready.request_id.removeprefix(_ASKED))
        if order is None:
            log.warning("report.unknown", request_id=ready.request_id)
            return
        if order.state is State.REQUESTED:
            order = await self._write(order, ready, is_last_try=received.delivered >= REPORTER_ASSESSMENTS.tries)
        await self._announce(order)

    async def on_notice(self, received: Received) -> None:
        """Remember what a unit was told, for the reports to count."""
        notice = received.event
        assert isinstance(notice, NoticeSent | NoticeFailed | ContactDisabled)
        await self.told.note(received.id, notice)
        NOTICES.labels(notice.TYPE).inc()

    async def _write(self, order: Order, ready: AssessmentReady, *, is_last_try: bool) -> Order:
        """The finished order. What a person can mend is told as a problem; anything else is tried again first."""
        if ready.problem:
            return await self._failed(order, ready.problem)
        try:
            printed = await self.press.make(await self._material(order, ready.request_id))
            paths = await asyncio.to_thread(self.folder.write, Path(order.request.out), printed.files)
        except Permanent as error:
            return await self._failed(order, str(error))
        except Exception as error:
            if is_last_try and not isinstance(error, Transient) and not is_outage(error):
                await self._announce(await self._failed(order, f"编写通报时程序出错：{error!r}；详见死信和日志"))
            raise
        for output, seconds in printed.seconds.items():
            RENDER_SECONDS.labels(output).observe(seconds)
        report = printed.report
        log.info("report.written", report_id=order.request.report_id, digest=report.digest, folder=order.request.out)
        files = tuple(str(path) for path in paths)
        return await self._finish(
            order,
            report,
            state=State.WRITTEN,
            files=files,
            digest=report.digest,
            version=report.version,
            is_provisional=report.provisional,
            publish_by=report.notice.publish_by,
        )

    async def _material(self, order: Order, request_id: str) -> Material:
        request = order.request
        summary, assessments = await self.judgements.of(request_id)
        first = datetime.combine(request.period_from, time(), CHINA)
        return Material(
            edition=Edition(
                label=request.label, regime=request.regime, first=request.period_from, last=request.period_to
            ),
            summary=summary,
            registry=await self.registries.on(request.period_to),
            assessments=assessments,
            rules=ReportRules.read(summary.report_rules),
            plan=await self.plans.of(request),
            told=await self.told.between(first, end_of(request)),
            previous=await self.orders.previous(request),
            corrected=await self.orders.corrected(request),
            within=await self.orders.within(request),
        )

    async def _failed(self, order: Order, problem: str) -> Order:
        log.warning("report.failed", report_id=order.request.report_id, error=problem)
        return await self._finish(order, None, state=State.FAILED, problem=problem)

    async def _finish(self, order: Order, report: Report | None, **update: object) -> Order:
        finished = order.model_copy(update={**update, "finished_at": self.clock()})
        stands = await self.orders.finish(finished, report)
        if stands == finished:
            REPORTS.labels(finished.state.value).inc()
        return stands

    async def _announce(self, order: Order) -> None:
        """Say how it ended. Said again it is the same event, which the stream keeps once."""
        assert order.finished_at
        await self.publisher.publish(
            ReportReady(
                report_id=order.request.report_id,
                at=order.finished_at,
                files=order.files,
                digest=order.digest,
                problem=order.problem,
            )
        )


def end_of(request: ReportRequested) -> datetime:
    """The last millisecond of the period, in China."""
    return datetime.combine(request.period_to + timedelta(days=1), time(), CHINA) - timedelta(milliseconds=1)
