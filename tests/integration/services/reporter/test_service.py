"""The whole reporter on a real nats-server and mongod; the test plays the console and the evaluator."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import nats
import pytest

from services.reporter.app import build
from services.reporter.settings import ReporterSettings
from shared.bus import Bus
from shared.contracts import AssessmentReady, AssessmentRequested, NoticeSent, ReportReady, ReportRequested
from shared.contracts.collections import ASSESSMENT_RUNS, ASSESSMENTS
from shared.contracts.target import Result
from shared.mongo import connect
from shared.registry.model import Registry
from shared.registry.store import import_registry
from shared.streams import reconcile
from tests import registry_builders as registry
from tests.report_builders import a_finding, a_summary, a_website, an_assessment

NOW = datetime(2024, 1, 8, 1, tzinfo=UTC)
REGISTRY = Registry.of([registry.a_unit("u1"), registry.a_website("w1", unit_id="u1")])
NAMES = ["report.json", "notice.docx", "annex.xlsx", "report.html", "notice.pdf"]


class Scene:
    """Both ends of the reporter."""

    def __init__(self, bus, database, out):
        self.bus, self.database, self.out = bus, database, out

    async def ask(self, report_id="r1", *, times=1, **given):
        """The console asks, as often as it likes."""
        fields = {"label": "2023Q4", "regime": "national", "out": str(self.out), "requested_at": NOW}
        fields |= {"period_from": date(2023, 10, 1), "period_to": date(2023, 12, 31)}
        for _ in range(times):
            await self.bus.publish(ReportRequested(report_id=report_id, **fields | given))

    async def heard(self, kind, name):
        """The one event of that name the reporter published."""

        async def last():
            try:
                return await self.bus.js.get_last_msg("REPORTS", f"{kind.TYPE}.{name}")
            except nats.js.errors.NotFoundError:
                return None

        return kind.read((await self._until(last)).data)

    async def judge(self, request_id, *, times=1, **given):
        """The evaluator leaves its judgements and says so."""
        website = a_website("w1", unit_id="u1")
        judged = an_assessment(website, Result.UNQUALIFIED, a_finding(), request_id=request_id)
        await self.database[ASSESSMENTS].insert_one(judged.model_dump(mode="python"))
        summary = a_summary(request_id=request_id, targets=1, **given)
        await self.database[ASSESSMENT_RUNS].insert_one({"_id": request_id, **summary.model_dump(mode="json")})
        for _ in range(times):
            await self.bus.publish(AssessmentReady(request_id=request_id, targets=1, at=NOW))

    async def count(self, kind):
        """How many events of a kind there are on the stream."""
        info = await self.bus.js.stream_info("REPORTS", subjects_filter=f"{kind.TYPE}.>")
        return sum((info.state.subjects or {}).values())

    async def settled(self):
        """Everything that was published has been handled."""

        async def idle():
            infos = [await self.bus.js.consumer_info("REPORTS", name) for name in ("reporter", "reporter-assessments")]
            return all(info.num_pending == 0 and info.num_ack_pending == 0 for info in infos)

        await self._until(idle)

    async def _until(self, question):
        async with asyncio.timeout(60):
            while not (answer := await question()):  # noqa: ASYNC110 - what is awaited happens elsewhere
                await asyncio.sleep(0.05)
            return answer


@asynccontextmanager
async def a_scene(nats_url, mongo_url, name, out):
    connection = await nats.connect(nats_url)
    await reconcile(connection.jetstream())
    await connection.close()
    database = connect(mongo_url, name)
    await import_registry(database, REGISTRY, effective_from=date(2023, 1, 1), imported_at=NOW, source="test")
    bus = Bus(nats_url, name="reporter", retry_base=timedelta(milliseconds=50))
    reporter = await build(ReporterSettings(), bus, database)
    await bus.start(seconds=20)
    await reporter.start()
    try:
        yield Scene(bus, database, out)
    finally:
        await bus.stop(seconds=5)
        await reporter.stop()
        database.client.close()


@pytest.fixture
async def scene(nats_url, mongo_url, mongo_database, tmp_path):
    async with a_scene(nats_url, mongo_url, mongo_database, tmp_path / "out") as made:
        yield made


async def test_from_the_request_to_the_files(scene):
    """Each event that comes again, past the server's own deduplication, changes nothing; the loop was never blocked."""
    await scene.bus.publish(
        NoticeSent(warning_id="n1", unit_id="u1", channel="smtp", step="fault", at=datetime(2023, 11, 5, tzinfo=UTC))
    )
    lags = Lags()
    watching = asyncio.create_task(lags.watch())
    await scene.ask(times=2)
    asked = await scene.heard(AssessmentRequested, "report-r1")
    await scene.judge(asked.request_id, times=2)
    ready = await scene.heard(ReportReady, "r1")
    watching.cancel()
    written = {path: path.stat().st_mtime_ns for path in map(Path, ready.files)}
    await _again(scene.bus, "report.requested.r1")
    await _again(scene.bus, "assessment.ready.report-r1")
    await scene.settled()

    assert ready.problem is None
    assert NAMES == [Path(path).name for path in ready.files[:5]]
    assert ready.digest == sha256((scene.out / "report.json").read_bytes()).hexdigest()
    assert (1, 1) == (await scene.count(AssessmentRequested), await scene.count(ReportReady))
    assert written == {path: path.stat().st_mtime_ns for path in map(Path, ready.files)}
    assert lags.longest < 2.5


async def test_a_problem_is_answered(scene, tmp_path):
    """Of the evaluator, and of a folder that is a file."""
    await scene.ask("r1")
    await scene.heard(AssessmentRequested, "report-r1")
    await scene.bus.publish(AssessmentReady(request_id="report-r1", at=NOW, problem="没有这个指标体系"))
    first = await scene.heard(ReportReady, "r1")
    (tmp_path / "file").write_text("in the way")
    await scene.ask("r2", out=str(tmp_path / "file"))
    await scene.heard(AssessmentRequested, "report-r2")
    await scene.judge("report-r2")
    second = await scene.heard(ReportReady, "r2")

    assert "没有这个指标体系" == first.problem
    assert "不能写入" in second.problem


async def _again(bus, subject):
    """The same message with another id for the server: only the handlers' own idempotency helps."""
    message = await bus.js.get_last_msg("REPORTS", subject)
    headers = {name: value for name, value in message.headers.items() if not name.startswith("Nats-")}
    await bus.js.publish(subject, message.data, stream="REPORTS", headers=headers)


class Lags:
    """How long the event loop was kept from other work."""

    def __init__(self):
        self.longest = 0.0

    async def watch(self):
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(0.02)
            self.longest = max(self.longest, loop.time() - before - 0.02)
