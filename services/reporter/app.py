"""The reporter put together: the only place that knows what is real."""

from collections.abc import Mapping

from services.reporter.adapters.disk_folder import DiskFolder
from services.reporter.adapters.mongo_judgements import MongoJudgements, MongoPlans, MongoRegistries
from services.reporter.adapters.mongo_orders import MongoOrders
from services.reporter.adapters.mongo_told import MongoTold
from services.reporter.adapters.process_press import ProcessPress
from services.reporter.deadlines import DeadlineWatch
from services.reporter.handlers import Handlers
from services.reporter.regime import Templates
from services.reporter.settings import ReporterSettings
from shared import clock
from shared.bus import Bus
from shared.health import Check
from shared.mongo import Database
from shared.streams import REPORTER_ASSESSMENTS, REPORTER_NOTICES, REPORTER_REQUESTS


class Reporter:
    """Its work is answering events; what is heavy of it is done by the press. Beside that it watches deadlines."""

    def __init__(self, press: ProcessPress, deadlines: DeadlineWatch) -> None:
        self._press, self._deadlines = press, deadlines

    async def start(self) -> None:
        """Watch the deadlines; the press starts with the first report."""
        self._deadlines.start()

    async def stop(self) -> None:
        """End the press; a report under way is delivered again to whoever comes next."""
        await self._deadlines.stop()
        await self._press.close()

    def checks(self) -> Mapping[str, Check]:
        """Bus and database are all it needs."""
        return {}


async def build(settings: ReporterSettings, bus: Bus, database: Database) -> Reporter:
    """Wire the handlers to the bus."""
    press = ProcessPress(Templates(settings.reporter_templates_dir))
    orders, told = MongoOrders(database), MongoTold(database)
    await orders.prepare()
    await told.prepare()
    handlers = Handlers(
        orders=orders,
        told=told,
        judgements=MongoJudgements(database),
        registries=MongoRegistries(database),
        plans=MongoPlans(database),
        publisher=bus,
        press=press,
        folder=DiskFolder(),
        clock=clock.now,
    )
    bus.consume(REPORTER_REQUESTS, handlers.on_report_requested)
    bus.consume(REPORTER_ASSESSMENTS, handlers.on_assessment_ready)
    bus.consume(REPORTER_NOTICES, handlers.on_notice, workers=8)
    return Reporter(press, DeadlineWatch(orders, clock.now))
