"""NOTICES: what a unit was told, when, through which channel."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.event import Event, Fact, Moment


class ToldFinding(Fact):
    """A finding as it was told."""

    target_id: str
    indicator: str
    item_ids: tuple[str, ...] = ()
    step: str = ""
    """The step of this finding, where one message tells several: `early`, `fault`, `reminder-2`, `recovery`."""


class _Notice(Event):
    """What both ends of a delivery have in common."""

    STREAM: ClassVar[str] = "NOTICES"

    warning_id: str
    unit_id: str
    channel: str
    """`smtp`, `wecom`, …"""
    step: str
    """`early`, `fault`, `reminder-2`, `recovery`, …"""
    told: tuple[ToldFinding, ...] = ()
    at: Moment
    message_id: str | None = None
    detail: str | None = None
    """The provider's answer, or what went wrong."""

    @property
    def target(self) -> str:
        return self.unit_id

    @property
    def occurred_at(self) -> datetime:
        return self.at


class NoticeSent(_Notice):
    """The provider took the message and said so."""

    TYPE: ClassVar[str] = "notice.sent"


class NoticeFailed(_Notice):
    """The message could not be delivered and will not be tried again by itself."""

    TYPE: ClassVar[str] = "notice.failed"
