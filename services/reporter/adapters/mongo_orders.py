"""The orders and finished datasets in MongoDB: `reports` and `report_datasets`."""

import zlib

from services.reporter.ports import Order, State
from services.reporter.report import Report
from shared.contracts import ReportRequested
from shared.contracts.collections import REPORTS
from shared.mongo import Database, Document, DuplicateKeyError

DATASETS = "report_datasets"


class MongoOrders:
    """Orders by report id; datasets compressed beside them, so that a large one fits a document."""

    def __init__(self, database: Database) -> None:
        self._orders = database[REPORTS]
        self._datasets = database[DATASETS]

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._orders.create_index([("regime", 1), ("period_to", -1), ("version", -1)])

    async def open(self, request: ReportRequested) -> Order:
        """The order of this request; a new one, with the next version of its period and regime, the first time."""
        if known := await self.get(request.report_id):
            return known
        same = {"regime": request.regime, "period_from": str(request.period_from), "period_to": str(request.period_to)}
        newest = await self._orders.find_one(same, sort=[("version", -1)])
        order = Order(request=request, state=State.REQUESTED, version=newest["version"] + 1 if newest else 1)
        try:
            await self._orders.insert_one({"_id": request.report_id, **same, **_stored(order)})
        except DuplicateKeyError:  # the same request was delivered twice at once
            return await self.get(request.report_id) or order
        return order

    async def get(self, report_id: str) -> Order | None:
        """The order of a report; None if nobody asked for it."""
        document = await self._orders.find_one({"_id": report_id})
        return Order.model_validate(document["order"]) if document else None

    async def finish(self, order: Order, report: Report | None) -> None:
        """Write the dataset down first, then that the report is finished."""
        if report is not None:
            packed = zlib.compress(report.model_dump_json(by_alias=True).encode())
            await self._datasets.replace_one({"_id": order.request.report_id}, {"packed": packed}, upsert=True)
        await self._orders.update_one({"_id": order.request.report_id}, {"$set": _stored(order)})

    async def previous(self, request: ReportRequested) -> Report | None:
        """The newest dataset of the latest period under the same regime that ended before this one began."""
        earlier = {
            "regime": request.regime,
            "state": State.WRITTEN.value,
            "period_to": {"$lt": str(request.period_from)},
        }
        document = await self._orders.find_one(earlier, sort=[("period_to", -1), ("version", -1)])
        packed = await self._datasets.find_one({"_id": document["_id"]}) if document else None
        return Report.model_validate_json(zlib.decompress(packed["packed"])) if packed else None


def _stored(order: Order) -> Document:
    return {"state": order.state.value, "version": order.version, "order": order.model_dump(mode="json")}
