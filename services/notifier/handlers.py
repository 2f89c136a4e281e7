"""What the notifier does with events: each handler safe to call twice, late and out of order."""

from services.notifier.answering import Answering
from services.notifier.intake import Intake
from shared.bus import Bus
from shared.contracts.notices import NoticeAcknowledged
from shared.contracts.verdicts import VerdictChanged
from shared.deliveries import Received
from shared.errors import Permanent
from shared.streams import NOTIFIER_ANSWERS, NOTIFIER_VERDICTS


def subscribe(bus: Bus, intake: Intake, answering: Answering, *, workers: int) -> None:
    """Have the bus hand every change of a verdict to the intake, and every answer of a unit to those who keep them."""

    async def on_verdict_changed(received: Received) -> None:
        if not isinstance(received.event, VerdictChanged):
            raise Permanent(f"expected verdict.changed, got {received.event.TYPE}")
        await intake.take(received.event)

    async def on_acknowledged(received: Received) -> None:
        if not isinstance(received.event, NoticeAcknowledged):
            raise Permanent(f"expected notice.acknowledged, got {received.event.TYPE}")
        await answering.take(received.event)

    bus.consume(NOTIFIER_VERDICTS, on_verdict_changed, workers=workers)
    bus.consume(NOTIFIER_ANSWERS, on_acknowledged, workers=1)
