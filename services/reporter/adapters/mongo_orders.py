"""The orders and finished datasets in MongoDB: `reports` and `report_datasets`."""

import zlib
from datetime import date

from services.reporter.ports import Order, State
from services.reporter.report import Report
from shared.contracts import ReportRequested
from shared.contracts.collections import REPORTS
from shared.mongo import Database, Document, DuplicateKeyError

DATASETS = "report_datasets"

_NEWEST_FIRST = [("period_to", -1), ("version", -1), ("finished_at", -1), ("_id", -1)]

_FINISHED = {"order.is_provisional": {"$ne": True}}
"""Written after its period was over."""


class MongoOrders:
    """Orders by report id; datasets by their digest, compressed, so that a large one fits a document."""

    def __init__(self, database: Database) -> None:
        self._orders = database[REPORTS]
        self._datasets = database[DATASETS]

    async def prepare(self) -> None:
        """Create the index."""
        await self._orders.create_index([("regime", 1), *_NEWEST_FIRST])

    async def open(self, request: ReportRequested) -> Order:
        """The order of this request; a new one the first time it is seen."""
        if known := await self.get(request.report_id):
            return known
        order = Order(request=request, state=State.REQUESTED)
        try:
            await self._orders.insert_one({"_id": request.report_id, **_period(request), **_stored(order)})
        except DuplicateKeyError:  # the same request was delivered twice at once
            return await self.get(request.report_id) or order
        return order

    async def get(self, report_id: str) -> Order | None:
        """The order of a report; None if nobody asked for it."""
        document = await self._orders.find_one({"_id": report_id})
        return Order.model_validate(document["order"]) if document else None

    async def finish(self, order: Order, report: Report | None) -> Order:
        """Write the dataset down first, then that the report is finished; the first to say so wins."""
        report_id = order.request.report_id
        if report is not None:
            packed = zlib.compress(report.canonical())
            await self._datasets.update_one({"_id": report.digest}, {"$setOnInsert": {"packed": packed}}, upsert=True)
        waiting = {"_id": report_id, "state": State.REQUESTED.value}
        won = await self._orders.update_one(waiting, {"$set": _stored(order)})
        return order if won.modified_count else await self.get(report_id) or order

    async def previous(self, request: ReportRequested) -> Report | None:
        """The newest dataset of the latest period under the same regime that ended before this one began."""
        found = await self._newest(request, {"period_to": {"$lt": str(request.period_from)}, **_FINISHED})
        return found[0] if found else None

    async def corrected(self, request: ReportRequested) -> Report | None:
        """The newest dataset of the same period and regime."""
        found = await self._newest(request, _period(request))
        return found[0] if found else None

    async def within(self, request: ReportRequested) -> tuple[Report, ...]:
        """The newest dataset of each shorter period inside of this one under the same regime, in their order."""
        first, last = str(request.period_from), str(request.period_to)
        inside = {"period_from": {"$gte": first}, "period_to": {"$lte": last}}
        shorter = {**inside, "$nor": [{"period_from": first, "period_to": last}]}
        return tuple(await self._newest(request, {**shorter, **_FINISHED}, every=True))

    async def publish_by(self) -> dict[str, date]:
        """For each regime that has such a deadline, that of its newest report."""
        newest: dict[str, date | None] = {}
        async for document in self._orders.find({"state": State.WRITTEN.value}).sort(_NEWEST_FIRST):
            newest.setdefault(document["regime"], Order.model_validate(document["order"]).publish_by)
        return {regime: day for regime, day in newest.items() if day}

    async def _newest(self, request: ReportRequested, which: Document, *, every: bool = False) -> list[Report]:
        """The datasets of those orders, of each period the newest only; only the first unless `every`."""
        written = {"regime": request.regime, "state": State.WRITTEN.value, "_id": {"$ne": request.report_id}, **which}
        newest: dict[tuple[str, str], Document] = {}
        async for document in self._orders.find(written).sort(_NEWEST_FIRST):
            newest.setdefault((document["period_from"], document["period_to"]), document)
            if not every:
                break
        return [await self._dataset(document["order"]["digest"]) for _, document in sorted(newest.items())]

    async def _dataset(self, digest: str) -> Report:
        document = await self._datasets.find_one({"_id": digest})
        assert document is not None, "a written order has a dataset: it is written first"
        return Report.model_validate_json(zlib.decompress(document["packed"]))


def _period(request: ReportRequested) -> Document:
    return {
        "regime": request.regime,
        "period_from": str(request.period_from),
        "period_to": str(request.period_to),
    }


def _stored(order: Order) -> Document:
    return {
        "state": order.state.value,
        "version": order.version,
        "finished_at": order.finished_at,
        "order": order.model_dump(mode="json"),
    }
