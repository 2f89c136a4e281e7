"""VERDICTS: what was judged of one target, why, and on what evidence."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shared.contracts.event import Event, Fact, Moment
from shared.contracts.target import Outcome, Result, TargetKind


class Evidence(Fact):
    """What a finding rests on: a look that anybody can trace."""

    text: str
    """What was seen, in Chinese, for people."""
    url: str | None = None
    observed_at: Moment | None = None
    event_id: str | None = None
    """The observation it came from."""
    evidence_id: str | None = None
    """The stored raw response, if kept."""


class ReviewState(StrEnum):
    """Where a finding that needs a person, or was appealed, stands. An automatic one that nobody touched has none."""

    PENDING = "pending"
    """待核: nobody has looked at it yet. It is neither told nor counted."""
    CONFIRMED = "confirmed"
    """确认"""
    DISMISSED = "dismissed"
    """误报: it does not come back unless its evidence changes."""
    APPEALED = "appealed"
    """申诉中: the unit contests it. It counts until that is decided."""
    REDUCED = "reduced"
    """核减: the appeal was granted; what is left of it are its points, if any."""
    UPHELD = "upheld"
    """维持: the appeal was refused."""
    MENDING = "mending"
    """整改中: the unit is at work on it."""
    CLOSED = "closed"
    """销号: mended, and seen to be."""


STANDING = frozenset({ReviewState.CONFIRMED, ReviewState.APPEALED, ReviewState.UPHELD, ReviewState.MENDING})
"""The states in which a finding counts."""


class Item(Fact):
    """One thing inside a finding: a stale column, an unanswered letter, a bad month."""

    id: str
    name: str
    kind: str
    """`column`, `message`, `month`, `window`, `link` …"""
    outcome: Outcome
    text: str = ""
    url: str | None = None
    unit_id: str | None = None
    """The unit responsible for this thing, if it is not the target's own."""
    due_at: Moment | None = None
    """When its limit is, or was, crossed."""
    observed_at: Moment | None = None
    review: str | None = None
    """Where it stands in the review of its finding: a `ReviewState`; None: no person was asked."""


class Near(Fact):
    """How close a limit is that is not crossed yet: the ground of an early warning."""

    share: float
    """Used share of the limit: 0 at ease, 1 at the limit."""
    crosses_at: Moment | None = None
    """When the limit will be crossed if nothing happens; None when time alone does not cross it."""
    text: str
    """How close, in Chinese, such as 已 10 天未更新（上限 14 天）."""
    warn: bool = False
    """The pack's early-warning level is reached."""


class IndicatorKind(StrEnum):
    """What an indicator does to the result."""

    VETO = "veto"
    DEDUCTION = "deduction"
    BONUS = "bonus"
    INFO = "info"


class Finding(Fact):
    """What one indicator says of one target at one moment."""

    indicator: str
    """The indicator's id, such as `website.veto.homepage_stale`."""
    title: str
    """首页不更新"""
    clause: str
    """The clause of the standard it comes from."""
    kind: IndicatorKind
    outcome: Outcome
    reason: str | None = None
    """Why it is undetermined (always then), or why it does not apply."""
    text: str
    """What was found, one Chinese sentence with numbers and dates."""
    limit: str = ""
    """The rule in force in Chinese, with its numbers."""
    remedy: str = ""
    """How to mend it, in Chinese."""
    provenance: str = "text"
    """Where the numbers come from: `text`, `notice`, or `placeholder` when nobody has read them."""
    points: float | None = None
    """Points deducted or given, where the indicator scores."""
    near: Near | None = None
    since: Moment | None = None
    """The moment the fault began, if known."""
    items: tuple[Item, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    review: str | None = None
    """Where a finding that needs a person stands: a `ReviewState`; None: automatic."""

    @property
    def counts(self) -> bool:
        """Whether it is a fault that may be told, scored and reported: automatic, or confirmed by a person."""
        return self.outcome is Outcome.NOT_MET and (self.review is None or self.review in STANDING)


class PackRef(Fact):
    """Which edition of which rule pack judged."""

    id: str
    version: str


class Verdict(Fact):
    """All findings on one target at one moment under one pack."""

    verdict_id: str
    target_kind: TargetKind
    target_id: str
    target_name: str
    unit_id: str
    """The unit that answers for the target."""
    as_of: Moment
    result: Result
    score: float | None = None
    """100 − deductions + bonus, where the target is scored."""
    pack: PackRef
    findings: tuple[Finding, ...] = ()


class VerdictChanged(Event):
    """The judgement of a target is not what it was: its result, a finding, its things, or an early warning."""

    TYPE: ClassVar[str] = "verdict.changed"
    STREAM: ClassVar[str] = "VERDICTS"

    verdict: Verdict
    previous_result: Result | None = None
    """None for the first verdict on the target."""
    previous_verdict_id: str | None = None
    changed: tuple[str, ...] = ()
    """Ids of the indicators whose finding changed."""

    @property
    def target(self) -> str:
        return self.verdict.target_id

    @property
    def occurred_at(self) -> datetime:
        return self.verdict.as_of
