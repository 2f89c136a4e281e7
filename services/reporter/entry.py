"""The targets and findings a report lists."""

from pydantic import Field

from services.reporter.part import Part
from services.reporter.plain import Address, Line
from shared.contracts.event import Moment
from shared.contracts.target import Outcome, Result, TargetKind


class Source(Part):
    """One look that a reader can trace."""

    text: Line
    url: Address = None
    observed_at: Moment | None = None
    event_id: str | None = None
    evidence_id: str | None = None


class Reason(Part):
    """One finding as the report tells it."""

    indicator: str
    text: Line
    evidence: tuple[Source, ...] = ()
    title: Line = ""
    clause: Line = ""
    limit: Line = ""
    remedy: Line = ""
    kind: str = "veto"
    provenance: str = "text"
    """`placeholder`: nobody has read the number of the rule; marked wherever it shows."""
    points: float | None = None
    code: str | None = None
    """Why it could not be determined, as a code that can be counted."""


class Entry(Part):
    """One target of the lists: who it is and who answers for it."""

    kind: TargetKind
    id: str
    name: Line
    platform: str | None = None
    unit_id: str = ""
    unit: Line = ""
    group: Line = ""
    url: Address = None


class Listed(Entry):
    """One registered target with its result."""

    result: Result | None = None
    """None: not drawn for this period."""
    score: float | None = None
    months: dict[str, str] = Field(default_factory=dict)


class Unqualified(Entry):
    """One target that failed, why, and on what evidence."""

    reasons: tuple[Reason, ...] = ()


class Undetermined(Entry):
    """One target that could not be judged, and why. It counts neither as checked nor as failed."""

    reason: Line
    reasons: tuple[Reason, ...] = ()


class Problem(Entry):
    """A finding that did not fail its target, or a limit that is near."""

    reason: Reason
    share: float | None = None
    """Used share of the limit, for a limit that is only near."""


class Duty(Part):
    """One question about the regulator's own work in the period, and what was found."""

    outcome: Outcome
    reason: Reason


class Monthly(Part):
    """One account judged month by month."""

    account_id: str
    name: Line
    platform: str | None
    unit: Line
    months: dict[str, str]
    group: Line = ""
    unit_id: str = ""


class ScoreItem(Part):
    """Points taken or given by one indicator."""

    indicator: str
    points: float
    why: Line


class Score(Part):
    """One scored unit: all its websites and accounts joined, or one website of it (`target`)."""

    unit_id: str
    unit: Line
    group: Line
    score: float
    items: tuple[ScoreItem, ...] = ()
    target_id: str = ""
    target: Line = ""
    printed: str = ""
    """The score with as many digits as the regime prints."""


class Changed(Part):
    """One target whose standing is not what it was in the period before."""

    kind: TargetKind
    id: str
    name: Line
    unit: Line = ""


class ScoreChange(Part):
    """A score beside the one before."""

    target_id: str
    target: Line
    before: float
    after: float


class Changes(Part):
    """This period beside the one before. Without one, `previous` is None and all lists are empty."""

    previous: str | None = None
    new: tuple[Changed, ...] = ()
    mended: tuple[Changed, ...] = ()
    still: tuple[Changed, ...] = ()
    unseen: tuple[Changed, ...] = ()
    """Failed before, and could not be judged now: not mended."""
    gone: tuple[Changed, ...] = ()
    """Failed before, and not in the registry or the plan any more."""
    scores: tuple[ScoreChange, ...] = ()


class Correction(Part):
    """What this version of a report says differently from the version before it."""

    version: int
    """The version it takes the place of."""
    digest: str
    """The sha256 of that version's report.json."""
    lines: tuple[Line, ...] = ()


class AnnualAccount(Part):
    """One account of a website's unit in its yearly report."""

    name: Line
    platform: str
    posts: int


class AnnualSite(Part):
    """What the data knows of one website for its yearly report (政府网站工作年度报表)."""

    id: str
    name: Line
    url: Address = None
    unit_id: str
    unit: Line
    site_kind: str = ""
    site_code: Line = ""
    icp: Line = ""
    psb: Line = ""
    columns: int = 0
    published: int = 0
    by_category: dict[str, int] = Field(default_factory=dict)
    answered: int | None = None
    """None: the registry has no boards of it."""
    open: int | None = None
    mean_days: float | None = None
    accounts: tuple[AnnualAccount, ...] = ()


class Placeholder(Part):
    """A number of the rules that nobody has read in a text, used all the same."""

    indicator: str
    title: Line
    limit: Line = ""
    findings: int = 0
    """How many targets failed an indicator that rests on it."""
