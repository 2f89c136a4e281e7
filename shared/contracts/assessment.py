"""What the evaluator leaves in the collection `assessments` for those who asked: one document per target."""

from datetime import date
from typing import Any

from pydantic import Field

from shared.contracts.event import Fact, Moment
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import Verdict


class Publication(Fact):
    """What one column or account published in the period, as far as it was seen."""

    id: str
    name: str
    category: str
    """The column's category, or `account`."""
    unit_id: str
    count: int


class Letters(Fact):
    """The letters of one website in the period."""

    open: int = 0
    overdue: int = 0
    answered: int = 0
    answer_days: tuple[float, ...] = ()
    """Days from question to answer, one for each answered letter whose both times are known."""


class Assessment(Fact):
    """One target judged for one request, with the facts a report counts."""

    request_id: str
    target_kind: TargetKind
    target_id: str
    verdict: Verdict
    months: dict[str, str] = Field(default_factory=dict)
    """For accounts judged by month: `2023-08` to 合格, 不合格 or 无法判定."""
    publications: tuple[Publication, ...] = ()
    letters: Letters | None = None
    checked: bool = True
    """Was it looked at in the period at all?"""


class AssessmentSummary(Fact):
    """What the judgements of one request rest on. Kept in the collection `assessment_runs`."""

    request_id: str
    pack_id: str
    pack_version: str
    as_of: Moment
    period_from: date | None = None
    period_to: date | None = None
    events: int
    """Observations that went into it."""
    digest: str
    """sha256 over the pack and, target by target, the sorted ids of those observations."""
    registry_version: int
    targets: int
    notes: tuple[str, ...] = ()
    """What a reader must know, such as placeholder numbers in use or a registry younger than the period."""
    report_rules: dict[str, Any] = Field(default_factory=dict)
    """The pack's `[report]` section, as it stands: how the reporter rounds, groups and words."""
    answered_at: Moment | None = None
    """When the last judgement was written."""
