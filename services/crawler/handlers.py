"""What the crawler does with events: one handler, safe to call twice, late and out of order."""

from services.crawler.worker import Worker
from shared.bus import Bus
from shared.contracts.visits import VisitDue
from shared.deliveries import Received
from shared.errors import Permanent
from shared.streams import CRAWLER_VISITS, Consumer


def subscribe(bus: Bus, worker: Worker, *, workers: int, consumer: Consumer = CRAWLER_VISITS) -> None:
    """Have the bus hand every visit that is due to the worker, so many at a time."""

    async def on_visit_due(received: Received) -> None:
        if not isinstance(received.event, VisitDue):
            raise Permanent(f"expected visit.due, got {received.event.TYPE}")
        await worker.take(received.event)

    bus.consume(consumer, on_visit_due, workers=workers)
