"""What every event is: a CloudEvents 1.0 event with a typed, frozen body."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, WrapValidator

EVENT_IDS = UUID("6f2c1c0e-6a0b-5a57-9d5e-8b6f5d1f7a10")
"""The namespace of all event ids: an id is the uuid5 of what the event says, so saying it twice is saying it once."""

_CHINA = ZoneInfo("Asia/Shanghai")


def _aware_utc(moment: datetime) -> datetime:
    """UTC to the millisecond, which is what MongoDB keeps; a moment without a zone is China's own time."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)
    utc = aware.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


@lru_cache(maxsize=16_384)
def _as_written(text: str) -> datetime | None:
    """A moment as events write it, 2026-10-01T00:00:00Z with or without milliseconds; None for any other text."""
    if len(text) not in {20, 24} or (text[4], text[7], text[10], text[-1]) != ("-", "-", "T", "Z"):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _moment(value: Any, read: Callable[[Any], datetime]) -> datetime:
    """The same dates come look after look: what an event wrote is read once."""
    known = _as_written(value) if type(value) is str else None
    return known if known is not None else _aware_utc(read(value))


Moment = Annotated[datetime, WrapValidator(_moment)]
"""An instant: aware, in UTC, to the millisecond. Read without a zone it is Asia/Shanghai."""


class Fact(BaseModel):
    """A frozen piece of an event. Unknown fields are refused, so that nothing is dropped in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Fact):
    """The body of an event. Fields are only ever added, with a default; anything else is a new event."""

    TYPE: ClassVar[str]
    """The CloudEvents type, such as `page.visited`."""
    STREAM: ClassVar[str]
    """The JetStream stream that keeps it."""

    @property
    def target(self) -> str:
        """The last token of the subject: whom the event is about."""
        raise NotImplementedError

    @property
    def occurred_at(self) -> datetime:
        """When it happened."""
        raise NotImplementedError

    @property
    def subject(self) -> str:
        """The NATS subject it is published on."""
        return f"{self.TYPE}.{self.target}"

    def content(self) -> dict[str, Any]:
        """The body as plain JSON values, defaults left out, so that a field added later changes no old id."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def event_id(self) -> UUID:
        """The uuid5 of type, subject and content."""
        return content_id(self.TYPE, self.subject, self.content())

    @classmethod
    def read(cls, body: bytes | str) -> Self:
        """The event in a JSON body.

        Raises:
            pydantic.ValidationError: the body is not JSON, misses a field or has one nobody knows.
        """
        return cls.model_validate_json(body)


def content_id(*parts: object) -> UUID:
    """The uuid5 of the parts in canonical JSON: equal parts, equal id, on every machine."""
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return uuid5(EVENT_IDS, canonical)
