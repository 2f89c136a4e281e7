"""What the evaluator leaves in the collection `assessments` for those who asked: one document per target."""

from datetime import date
from typing import Any

from pydantic import Field

from shared.contracts.event import Fact, Moment
from shared.contracts.target import TargetKind
from shared.contracts.verdicts import Finding, Verdict


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


class TicketCounts(Fact):
    """我为政府网站找错: the messages about one website in the period, as the ledger says."""

    received: int = 0
    valid: int = 0
    """Those that were right (问题属实)."""
    overdue: int = 0
    """Answered late or not at all."""


class LetterTestCounts(Fact):
    """The test letters sent to one website in the period, as the ledger says."""

    sent: int = 0
    same_day: int = 0
    """Answered on the day they were sent; they are among `in_time`."""
    in_time: int = 0
    late: int = 0
    never: int = 0
    broken: int = 0
    """Could not be handed in."""


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
    tickets: TicketCounts | None = None
    """None: the ledger says nothing of this target."""
    letter_tests: LetterTestCounts | None = None
    checked: bool = True
    """Was it looked at in the period at all?"""


class UnitScoreItem(Fact):
    """Points one thing gave to, or took from, the score of a unit."""

    indicator: str
    points: float
    why: str
    target_id: str | None = None


class UnitScore(Fact):
    """The joined score of one unit's websites and accounts, in regimes that score units."""

    unit_id: str
    score: float
    items: tuple[UnitScoreItem, ...] = ()


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
    unit_scores: tuple[UnitScore, ...] = ()
    """One for each unit, where the pack scores units."""
    org_findings: tuple[Finding, ...] = ()
    """What is to be told of the regulator's own work in the period (监管工作年度考核指标); none without a period."""
    answered_at: Moment | None = None
    """When the last judgement was written."""
