"""The reporter put together: the only place that knows what is real."""

from collections.abc import Mapping

from services.reporter.adapters.disk_folder import DiskFolder
from services.reporter.adapters.mongo_judgements import MongoJudgements, MongoRegistries
from services.reporter.adapters.mongo_orders import MongoOrders
from services.reporter.adapters.mongo_told import MongoTold
from services.reporter.handlers import Handlers
from services.reporter.outputs import OUTPUTS
from services.reporter.settings import ReporterSettings
from shared import clock
from shared.bus import Bus
from shared.health import Check
from shared.mongo import Database
from shared.streams import REPORTER_ASSESSMENTS, REPORTER_NOTICES, REPORTER_REQUESTS


class Reporter:
    """All its work is answering events: there is nothing to start or stop beside the bus."""

    async def start(self) -> None:
        """Nothing runs in the background."""

    async def stop(self) -> None:
        """Nothing runs in the background."""

    def checks(self) -> Mapping[str, Check]:
        """Bus and database are all it needs."""
        return {}


async def build(settings: ReporterSettings, bus: Bus, database: Database) -> Reporter:
    """Wire the handlers to the bus."""
    del settings
    orders, told = MongoOrders(database), MongoTold(database)
    await orders.prepare()
    await told.prepare()
    handlers = Handlers(
        orders=orders,
        told=told,
        judgements=MongoJudgements(database),
        registries=MongoRegistries(database),
        publisher=bus,
        folder=DiskFolder(),
        outputs=OUTPUTS,
        clock=clock.now,
    )
    bus.consume(REPORTER_REQUESTS, handlers.on_report_requested)
    bus.consume(REPORTER_ASSESSMENTS, handlers.on_assessment_ready)
    bus.consume(REPORTER_NOTICES, handlers.on_notice, workers=8)
    return Reporter()
