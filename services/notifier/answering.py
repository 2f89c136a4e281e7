"""Taking in what units answer: kept once, the unit looked at anew, an objection passed on to the review."""

from collections.abc import Iterator

from services.notifier.answer import Answer
from services.notifier.ledger import Entry
from services.notifier.metrics import ANSWERS
from services.notifier.ports import Publisher, Stores
from services.notifier.wording import one_line
from shared.clock import Clock
from shared.contracts.event import content_id
from shared.contracts.notices import NoticeAcknowledged
from shared.contracts.observations import Recorded
from shared.errors import Permanent
from shared.logs import get_logger

log = get_logger(__name__)

LONGEST_NAME = 60
LONGEST_APPEAL = 2_000


class Answering:
    """Keeps answers. Taking one twice changes nothing; what is cut off in between is done when it comes again."""

    def __init__(self, *, stores: Stores, publisher: Publisher, clock: Clock) -> None:
        self._stores = stores
        self._publisher = publisher
        self._clock = clock

    async def take(self, event: NoticeAcknowledged) -> Answer:
        """Publish the objection, keep the answer, and have the unit looked at.

        Raises:
            Permanent: there is no such message.
        """
        entry = await self._stores.ledger.get(event.warning_id)
        if entry is None or entry.unit_id != event.unit_id:
            raise Permanent(f"notice.acknowledged: there is no warning {event.warning_id} to {event.unit_id}")
        answer = answer_of(event, entry)
        for appeal in appeals(answer, entry):
            await self._publisher.publish(appeal)
        if await self._stores.answers.save(answer):
            ANSWERS.labels(kind_of(answer)).inc()
            log.info("answer.kept", warning_id=entry.id, unit_id=entry.unit_id, kind=kind_of(answer), via=answer.via)
        await self._stores.agendas.schedule(entry.unit_id, self._clock())
        return answer


def answer_of(event: NoticeAcknowledged, entry: Entry) -> Answer:
    """The answer to a message. Pressing the button again, later, is the same answer."""
    by, appeal = one_line(event.by, LONGEST_NAME), one_line(event.appeal, LONGEST_APPEAL)
    promised = event.promised_on.isoformat() if event.promised_on else None
    told = tuple(dict.fromkeys(line.concern_id for line in entry.lines))
    about = tuple(one for one in told if one in event.about) or told
    identity = ["answer", event.warning_id, by, promised, appeal, *(sorted(about) if about != told else ())]
    return Answer(
        id=str(content_id(*identity)),
        warning_id=entry.id,
        unit_id=entry.unit_id,
        concern_ids=about,
        at=event.at,
        by=by,
        promised_on=event.promised_on,
        appeal=appeal,
        via=event.via,
    )


def kind_of(answer: Answer) -> str:
    """What kind of answer it is: an objection before a promise before a mere acknowledgement."""
    if answer.appeal:
        return "appeal"
    return "promise" if answer.promised_on else "acknowledgement"


def appeals(answer: Answer, entry: Entry) -> Iterator[Recorded]:
    """One record for each finding the objection is about, for the review; the same answer makes the same records."""
    if not answer.appeal:
        return
    for line in (line for line in entry.lines if line.concern_id in answer.concern_ids):
        yield Recorded(
            kind="appeal",
            target_kind=line.target_kind,
            target_id=line.target_id,
            record_id=str(content_id("appeal", answer.id, line.concern_id)),
            recorded_at=answer.at,
            recorded_by=answer.by or None,
            fields={
                "indicator": line.indicator,
                "item_ids": list(line.item_ids),
                "text": answer.appeal,
                "unit_id": entry.unit_id,
                "warning_id": entry.id,
            },
        )
