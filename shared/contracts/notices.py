"""NOTICES: what a unit was told, when, through which channel."""

from datetime import date, datetime
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


class NoticeAcknowledged(Event):
    """A unit has answered a message: seen, promised to mend by a day, or objected. The same answer twice is one."""

    TYPE: ClassVar[str] = "notice.acknowledged"
    STREAM: ClassVar[str] = "NOTICES"

    warning_id: str
    unit_id: str
    """The unit the message went to."""
    at: Moment
    by: str = ""
    """Who says so, in their own words."""
    promised_on: date | None = None
    """The day by which it is to be mended (整改承诺)."""
    appeal: str = ""
    """Why the unit holds the finding to be wrong; goes to the review too."""
    via: str = "console"
    """`link` or `console`."""
    about: tuple[str, ...] = ()
    """The findings of the message it answers, by their ids there; empty: all of them."""

    @property
    def target(self) -> str:
        return self.unit_id

    @property
    def occurred_at(self) -> datetime:
        return self.at


class ContactDisabled(Event):
    """A provider says that nothing will ever arrive at a contact: it is used no more until somebody mends it."""

    TYPE: ClassVar[str] = "notice.undeliverable"
    STREAM: ClassVar[str] = "NOTICES"

    unit_id: str
    channel: str
    contact: str
    """The mailbox, or the fingerprint of an address that carries a secret."""
    at: Moment
    detail: str = ""
    """The provider's answer."""

    @property
    def target(self) -> str:
        return self.unit_id

    @property
    def occurred_at(self) -> datetime:
        return self.at
