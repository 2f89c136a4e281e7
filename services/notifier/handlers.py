"""What the notifier does with events: one handler, safe to call twice, late and out of order."""

from services.notifier.intake import Intake
from shared.bus import Bus
from shared.contracts.verdicts import VerdictChanged
from shared.deliveries import Received
from shared.errors import Permanent
from shared.streams import NOTIFIER_VERDICTS


def subscribe(bus: Bus, intake: Intake, *, workers: int) -> None:
    """Have the bus hand every change of a verdict to the intake."""

    async def on_verdict_changed(received: Received) -> None:
        if not isinstance(received.event, VerdictChanged):
            raise Permanent(f"expected verdict.changed, got {received.event.TYPE}")
        await intake.take(received.event)

    bus.consume(NOTIFIER_VERDICTS, on_verdict_changed, workers=workers)
