"""What could not be processed, kept with the reason until a person has looked at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PREFIX = "dead"
STREAM = "DEAD_LETTERS"


class Reason(StrEnum):
    """Why an event lies here."""

    MALFORMED = "malformed"
    """It is no event we know: unreadable, an unknown type or field, a value that cannot be."""
    REFUSED = "refused"
    """Its handler said that it will never work."""
    EXHAUSTED = "exhausted"
    """It was tried as often as its consumer allows."""


@dataclass(frozen=True, kw_only=True)
class DeadLetter:
    """One event that could not be processed, whole, with where it came from and why it is here."""

    stream: str
    subject: str
    consumer: str
    sequence: int
    reason: Reason
    detail: str
    tries: int
    at: datetime
    headers: Mapping[str, str]
    body: bytes

    @property
    def dead_subject(self) -> str:
        """`dead.<stream>.<subject>`."""
        return f"{PREFIX}.{self.stream}.{self.subject}"

    def dead_headers(self) -> dict[str, str]:
        """The event's own headers without the server's, and ours: `Nats-*` on a copy would have it refused."""
        own = {name: value for name, value in self.headers.items() if not name.lower().startswith("nats-")}
        return own | {
            "Nats-Msg-Id": f"dead:{self.stream}:{self.sequence}:{self.consumer}",
            "x-dead-reason": self.reason.value,
            "x-dead-detail": one_line(self.detail),
            "x-dead-consumer": self.consumer,
            "x-dead-stream": self.stream,
            "x-dead-subject": self.subject,
            "x-dead-sequence": str(self.sequence),
            "x-dead-tries": str(self.tries),
            "x-dead-at": self.at.isoformat(),
        }


def one_line(text: str, limit: int = 2_000) -> str:
    """The text without line breaks, so that it can stand in a header."""
    return " ".join(text.split())[:limit]


def from_headers(headers: Mapping[str, str], body: bytes) -> DeadLetter:
    """The dead letter that `dead_headers` described."""
    return DeadLetter(
        stream=headers["x-dead-stream"],
        subject=headers["x-dead-subject"],
        consumer=headers["x-dead-consumer"],
        sequence=int(headers["x-dead-sequence"]),
        reason=Reason(headers["x-dead-reason"]),
        detail=headers["x-dead-detail"],
        tries=int(headers["x-dead-tries"]),
        at=datetime.fromisoformat(headers["x-dead-at"]),
        headers={name: value for name, value in headers.items() if not name.lower().startswith(("x-dead-", "nats-"))},
        body=body,
    )


def requeue_headers(letter: DeadLetter, *, dead_sequence: int) -> dict[str, str]:
    """Headers to publish the event again with: a new message id, or the stream would take it for the old one."""
    return dict(letter.headers) | {"Nats-Msg-Id": f"requeued:{dead_sequence}"}
