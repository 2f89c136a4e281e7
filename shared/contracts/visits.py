"""VISITS: whom the crawler must look at in which slot."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.contracts.event import Event, Moment, content_id
from shared.contracts.target import Purpose, TargetKind


class VisitDue(Event):
    """A visit is due. One slot is one visit, however many schedulers say so: the id is of target, page and slot."""

    TYPE: ClassVar[str] = "visit.due"
    STREAM: ClassVar[str] = "VISITS"

    kind: TargetKind
    target_id: str
    purpose: Purpose
    url: str
    page_id: str | None = None
    """The column, board or guide to look at; none for the home page or a feed."""
    slot: str
    """Names the slot: its start for scheduled visits, `manual-…` for those somebody asked for."""
    due_at: Moment
    expires_at: Moment | None = None
    """After this moment the slot is late: it is skipped and counted, never piled up."""
    attempt: int = 1
    """2 for the repetition of a failed visit."""

    @property
    def target(self) -> str:
        return self.purpose.value

    @property
    def occurred_at(self) -> datetime:
        return self.due_at

    def event_id(self) -> UUID:
        """The same for every replica that schedules this slot."""
        return content_id(self.TYPE, self.target_id, self.purpose, self.page_id, self.slot, self.attempt)
