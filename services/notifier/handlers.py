"""What the notifier does with events: each handler safe to call twice, late and out of order."""

from collections.abc import Sequence

from services.notifier.answering import Answering
from services.notifier.intake import Intake
from shared.bus import Bus
from shared.contracts.notices import NoticeAcknowledged
from shared.contracts.verdicts import VerdictChanged
from shared.deliveries import Received
from shared.errors import Permanent
from shared.streams import NOTIFIER_ANSWERS, NOTIFIER_VERDICTS

AT_A_TIME = 100
"""Verdicts taken in together: a docket of a large portal is a megabyte."""


def subscribe(bus: Bus, intake: Intake, answering: Answering) -> None:
    """Have the bus hand every change of a verdict to the intake, and every answer of a unit to those who keep them."""

    async def on_verdicts_changed(received: Sequence[Received]) -> None:
        changes = []
        for one in received:
            if not isinstance(one.event, VerdictChanged):
                raise Permanent(f"expected verdict.changed, got {one.event.TYPE}")
            changes.append(one.event)
        await intake.take_all(changes)

    async def on_acknowledged(received: Received) -> None:
        if not isinstance(received.event, NoticeAcknowledged):
            raise Permanent(f"expected notice.acknowledged, got {received.event.TYPE}")
        await answering.take(received.event)

    bus.consume_batches(NOTIFIER_VERDICTS, on_verdicts_changed, size=AT_A_TIME)
    bus.consume(NOTIFIER_ANSWERS, on_acknowledged, workers=1)
