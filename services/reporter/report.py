"""The frozen dataset of one report: report.json, and the only thing any output is rendered from."""

import json
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from pydantic import Field

from services.reporter.entry import (
    AnnualSite,
    Changes,
    Correction,
    Duty,
    Listed,
    Monthly,
    Placeholder,
    Problem,
    Score,
    Undetermined,
    Unqualified,
)
from services.reporter.part import Part
from services.reporter.plain import Line
from services.reporter.tally import (
    AccountCounts,
    ClassCounts,
    Counts,
    Group,
    IndicatorCount,
    LetterTests,
    Messages,
    Publications,
    RateRule,
    Tickets,
    TrendPoint,
    Warnings,
)
from shared.contracts.event import Moment


class Period(Part):
    """The days that count, both ends included."""

    label: Line
    first: date = Field(alias="from")
    last: date = Field(alias="to")


class Pack(Part):
    """The rule pack that judged."""

    id: Line
    version: Line


class GeneratedFrom(Part):
    """What the judgements rest on."""

    events: int
    digest: Line
    registry_version: int = 0
    as_of: Moment | None = None


class Check(Part):
    """One internal check: what must be equal (or not above), and whether it is."""

    id: str
    text: Line
    left: Line
    right: Line
    holds: bool


class NoticeWords(Part):
    """What the notice says around the numbers."""

    title: Line = ""
    addressee: Line = ""
    issuer: Line = ""
    document_number: Line = ""
    red_head: Line = ""
    area: Line = ""
    scope: Line = ""
    """How the inspection was done, such as 100%全覆盖检查."""
    template: str = "national"
    issued_on: date | None = None
    mend_by: date | None = None
    mend_to: Line = ""
    """To whom and how the mending is reported."""
    print_rates: bool = True
    publish_by: date | None = None
    """By when the results are to be published, in regimes that say so."""
    annual_due: date | None = None
    """By when the yearly reports are to be filed; only in notices of a last quarter."""
    bands: tuple[float, ...] = ()


class Report(Part):
    """Everything a report says. Equal input makes equal bytes; nothing in it depends on when it was made."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    period: Period
    regime: Line
    pack: Pack
    generated_from: GeneratedFrom
    websites: Counts
    accounts: AccountCounts
    unqualified: tuple[Unqualified, ...] = ()
    undetermined: tuple[Undetermined, ...] = ()
    monthly: tuple[Monthly, ...] = ()
    scores: tuple[Score, ...] = ()
    messages: Messages = Messages()
    tickets: Tickets = Tickets()
    letters: LetterTests = LetterTests()
    publication: Publications = Publications()
    warnings: Warnings = Warnings()
    changes_since_last: Changes = Changes()
    placeholders_used: tuple[Placeholder, ...] = ()
    notice: NoticeWords = NoticeWords()
    rates: RateRule = RateRule()
    groups: tuple[Group, ...] = ()
    targets: tuple[Listed, ...] = ()
    problems: tuple[Problem, ...] = ()
    near: tuple[Problem, ...] = ()
    indicators: tuple[IndicatorCount, ...] = ()
    trend: tuple[TrendPoint, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[Line, ...] = ()
    platform_names: dict[str, str] = Field(default_factory=dict)
    """What the regime calls each platform that occurs."""
    classes: tuple[ClassCounts, ...] = ()
    """By level and kind, in regimes that count so."""
    version: int = 1
    """A report of the same period and regime that says something else is the next version."""
    corrects: Correction | None = None
    """The version before, and what is different; None for the first."""
    parts: tuple[TrendPoint, ...] = ()
    """The shorter periods inside of this one that were reported, such as the quarters of a year."""
    annual: tuple[AnnualSite, ...] = ()
    """For the yearly reports of the websites; only in reports of a whole year."""
    provisional: bool = False
    """Judged before the period was over."""
    cautions: tuple[Line, ...] = ()
    """What a reader must know before the numbers, such as that nothing could be judged."""
    supervision: tuple[Duty, ...] = ()
    """The regulator's own work (监管工作): inspected shares, publication, 找错, yearly reports; only of whole lists."""
    edition: Literal["office", "public"] = "office"
    """Whether it is all of the report or the part that everybody may read."""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values under the names of report.json."""
        return self.model_dump(mode="json", by_alias=True)

    def canonical(self) -> bytes:
        """The one spelling of this dataset, byte for byte the file report.json."""
        return f"{json.dumps(self.as_json(), ensure_ascii=False, indent=1)}\n".encode()

    @property
    def digest(self) -> str:
        """sha256 of report.json: names this very dataset, printed in every output, checked with `sha256sum`."""
        return sha256(self.canonical()).hexdigest()
