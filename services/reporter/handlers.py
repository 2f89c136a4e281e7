"""What the reporter does when something happens: ask for judgements, write the report, remember what was told."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from services.reporter.compose import compose
from services.reporter.material import Edition, Material, ReportRules
from services.reporter.metrics import NOTICES, RENDER_SECONDS, REPORTS
from services.reporter.output import Output
from services.reporter.ports import Folder, Judgements, Order, Orders, Publisher, Registries, State, Told
from services.reporter.report import Report
from shared.clock import CHINA, Clock
from shared.contracts import (
    AssessmentReady,
    AssessmentRequested,
    NoticeFailed,
    NoticeSent,
    ReportReady,
    ReportRequested,
)
from shared.deliveries import Received
from shared.errors import BadInput, Permanent
from shared.logs import get_logger

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
    publisher: Publisher
    folder: Folder
    outputs: tuple[Output, ...]
    clock: Clock

    async def on_report_requested(self, received: Received) -> None:
        """Ask for the judgements of the period."""
        request = received.event
        assert isinstance(request, ReportRequested)
        order = await self.orders.open(request)
        if order.state is not State.REQUESTED:
            return await self._announce(order)
        await self.publisher.publish(
            AssessmentRequested(
                request_id=f"{_ASKED}{request.report_id}",
                pack=request.regime,
                as_of=min(end_of(request), request.requested_at),
                period_from=request.period_from,
                period_to=request.period_to,
                requested_at=request.requested_at,
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
            order = await self._write(order, ready)
        await self._announce(order)

    async def on_notice(self, received: Received) -> None:
        """Remember what a unit was told, for the reports to count."""
        notice = received.event
        assert isinstance(notice, NoticeSent | NoticeFailed)
        await self.told.note(received.id, notice)
        NOTICES.labels(notice.TYPE).inc()

    async def _write(self, order: Order, ready: AssessmentReady) -> Order:
        """The finished order. What a person can mend is told as a problem; anything else is tried again."""
        try:
            if ready.problem:
                raise BadInput(ready.problem)
            material = await self._material(order, ready.request_id)
            report = await asyncio.to_thread(compose, material)
            files = await asyncio.to_thread(self._render, report)
            paths = await asyncio.to_thread(self.folder.write, Path(order.request.out), files)
        except Permanent as error:
            log.warning("report.failed", report_id=order.request.report_id, error=str(error))
            return await self._finish(order, None, state=State.FAILED, problem=str(error))
        digest = report.digest
        log.info("report.written", report_id=order.request.report_id, digest=digest, folder=order.request.out)
        written = tuple(str(path) for path in paths)
        return await self._finish(order, report, state=State.WRITTEN, files=written, digest=digest)

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
            told=await self.told.between(first, end_of(request)),
            previous=await self.orders.previous(request),
        )

    def _render(self, report: Report) -> list[tuple[str, bytes]]:
        files = []
        for output in self.outputs:
            with RENDER_SECONDS.labels(output.name).time():
                files.append((output.filename, output.render(report)))
        return files

    async def _finish(self, order: Order, report: Report | None, **update: object) -> Order:
        finished = order.model_copy(update={**update, "finished_at": self.clock()})
        await self.orders.finish(finished, report)
        REPORTS.labels(finished.state.value).inc()
        return finished

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
