"""REPORTS: a period to write down, what was judged for it, and where the finished report is."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import Field

from shared.contracts.event import Event, Moment

PACK_TEXT_LIMIT = 200_000
"""Characters of a rule pack that is tried: it travels in a message."""


class AssessmentRequested(Event):
    """Judge targets as of a moment (or over a period) under a pack, from what had been observed by then.

    What people entered later about it counts too; of a period also what was seen of it soon afterwards, where it could
    not be judged without.

    The evaluator answers with `assessment.ready`; the judgements lie in the collection `assessments`
    (shared.contracts.assessment), because they may be larger than a message.
    """

    TYPE: ClassVar[str] = "assessment.requested"
    STREAM: ClassVar[str] = "REPORTS"

    request_id: str
    pack: str | None = None
    """Id of the pack; None: the pack in force for the system."""
    as_of: Moment
    period_from: date | None = None
    """First day of the period, with `period_to`: everything that happened in it counts, not only its last day."""
    period_to: date | None = None
    target_ids: tuple[str, ...] = ()
    """Empty: all of the registry."""
    unit_ids: tuple[str, ...] = ()
    requested_at: Moment
    keep: bool = False
    """Keep the judgements for good, as a report needs; otherwise they are removed after some days."""
    known_by: Moment | None = None
    """Only what had been received by then counts: what could be known at that time. None: whatever is known now."""
    pack_text: str | None = Field(default=None, max_length=PACK_TEXT_LIMIT)
    """A rule pack that is only tried: its TOML, judged by in place of the edition in force, whatever days it names."""

    @property
    def target(self) -> str:
        return self.request_id

    @property
    def occurred_at(self) -> datetime:
        return self.requested_at


class AssessmentReady(Event):
    """The judgements that were asked for lie in `assessments`, or could not be made."""

    TYPE: ClassVar[str] = "assessment.ready"
    STREAM: ClassVar[str] = "REPORTS"

    request_id: str
    targets: int = 0
    at: Moment
    problem: str | None = None
    """Why it could not be done, in Chinese, with the remedy; None when it was."""

    @property
    def target(self) -> str:
        return self.request_id

    @property
    def occurred_at(self) -> datetime:
        return self.at


class ReportRequested(Event):
    """Write down a period under a regime."""

    TYPE: ClassVar[str] = "report.requested"
    STREAM: ClassVar[str] = "REPORTS"

    report_id: str
    label: str
    """Such as `2023Q4`."""
    regime: str
    period_from: date
    period_to: date
    """The last day that counts, itself included."""
    out: str
    """The folder the console asked for, an absolute path on the reporter's machine."""
    requested_at: Moment

    @property
    def target(self) -> str:
        return self.report_id

    @property
    def occurred_at(self) -> datetime:
        return self.requested_at


class ReportReady(Event):
    """The report is written, or why it is not."""

    TYPE: ClassVar[str] = "report.ready"
    STREAM: ClassVar[str] = "REPORTS"

    report_id: str
    at: Moment
    files: tuple[str, ...] = ()
    digest: str | None = None
    """Of the frozen dataset all outputs were rendered from."""
    problem: str | None = None

    @property
    def target(self) -> str:
        return self.report_id

    @property
    def occurred_at(self) -> datetime:
        return self.at
