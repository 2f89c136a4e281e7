"""Every message that crosses a process boundary, and nothing else."""

from shared.contracts.event import Event
from shared.contracts.notices import ContactDisabled, NoticeAcknowledged, NoticeFailed, NoticeSent
from shared.contracts.observations import PageVisited, PostListed, Recorded
from shared.contracts.reports import AssessmentReady, AssessmentRequested, ReportReady, ReportRequested
from shared.contracts.verdicts import VerdictChanged
from shared.contracts.visits import VisitDue

__all__ = [
    "EVENTS",
    "EVENTS_BY_TYPE",
    "AssessmentReady",
    "AssessmentRequested",
    "ContactDisabled",
    "Event",
    "NoticeAcknowledged",
    "NoticeFailed",
    "NoticeSent",
    "PageVisited",
    "PostListed",
    "Recorded",
    "ReportReady",
    "ReportRequested",
    "VerdictChanged",
    "VisitDue",
]

EVENTS: tuple[type[Event], ...] = (
    VisitDue,
    PageVisited,
    PostListed,
    Recorded,
    VerdictChanged,
    NoticeSent,
    NoticeFailed,
    NoticeAcknowledged,
    ContactDisabled,
    AssessmentRequested,
    AssessmentReady,
    ReportRequested,
    ReportReady,
)
"""All events, in the order they flow."""

EVENTS_BY_TYPE = {event.TYPE: event for event in EVENTS}
