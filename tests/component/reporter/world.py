"""A reporter in memory: the test places orders, plays the evaluator, and looks at what came of it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from services.reporter.handlers import Handlers
from shared.contracts import AssessmentReady, AssessmentRequested, ReportReady, ReportRequested
from shared.contracts.plan import InspectionPlan
from shared.deliveries import Received
from tests.fakes.reporter_stores import (
    FakeFolder,
    FakeJudgements,
    FakeOrders,
    FakePlans,
    FakePress,
    FakePublisher,
    FakeRegistries,
    FakeTold,
)
from tests.report_builders import a_prefecture, a_summary

NOW = datetime(2023, 11, 23, 1, tzinfo=UTC)
OUT = Path("/out")


def a_request(report_id="r1", **given):
    fields = {"label": "2023Q4", "regime": "national", "out": str(OUT), "requested_at": NOW}
    fields |= {"period_from": date(2023, 8, 1), "period_to": date(2023, 10, 31)}
    return ReportRequested(report_id=report_id, **fields | given)


def a_ready(report_id="r1", **given):
    return AssessmentReady(request_id=f"report-{report_id}", targets=8, at=NOW, **given)


def a_plan(targets, **given):
    fields = {"regime": "national", "label": "2023Q4", "first": date(2023, 8, 1), "last": date(2023, 10, 31)}
    fields |= {"registry_version": 1, "seed": "x", "drawn_at": NOW, "targets": targets}
    return InspectionPlan(**fields | given)


class World:
    """The handlers and everything around them."""

    def __init__(self, *, failures=(), registry=True):
        self.material = a_prefecture()
        self.orders, self.told, self.judgements = FakeOrders(), FakeTold(), FakeJudgements()
        self.plans = FakePlans()
        self.publisher, self.press, self.folder = FakePublisher(), FakePress(*failures), FakeFolder()
        self.now = NOW
        self.handlers = Handlers(
            orders=self.orders,
            told=self.told,
            judgements=self.judgements,
            registries=FakeRegistries(self.material.registry if registry else None),
            plans=self.plans,
            publisher=self.publisher,
            press=self.press,
            folder=self.folder,
            clock=self.clock,
        )

    def clock(self):
        """Each look a second later."""
        self.now += timedelta(seconds=1)
        return self.now

    async def request(self, event, delivered=1):
        await self.handlers.on_report_requested(self._received(event, delivered))

    async def ready(self, event, delivered=1):
        await self.handlers.on_assessment_ready(self._received(event, delivered))

    async def notice(self, event):
        await self.handlers.on_notice(self._received(event, 1))

    def _received(self, event, delivered):
        return Received(event, str(event.event_id()), delivered)

    async def judge(self, report_id="r1", **given):
        """Leave judgements as the evaluator does."""
        request_id = f"report-{report_id}"
        given.setdefault("report_rules", {"rounding": "half_up", "decimals": 2, "denominator": "checked"})
        await self.judgements.leave(a_summary(request_id=request_id, **given), self.material.assessments)

    async def whole(self, report_id="r1", **given):
        """From the request to the finished report."""
        await self.request(a_request(report_id, **given))
        await self.judge(report_id)
        await self.ready(a_ready(report_id))
        return self.answers()[-1]

    def asked(self):
        return self.publisher.of(AssessmentRequested)

    def answers(self):
        return self.publisher.of(ReportReady)
