"""What the `fields` of a `record` event hold, by its kind: the ledgers, and the steps of reviews and appeals."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, model_validator

from shared.contracts.event import Fact, Moment
from shared.contracts.observations import Message
from shared.contracts.target import Outcome, TargetKind


class RecordKind(StrEnum):
    """The kinds of records there are."""

    TICKET = "ticket"
    LETTER = "letter"
    FINDING = "finding"
    BONUS = "bonus"
    EXPORT = "export"
    REVIEW = "review"
    APPEAL = "appeal"
    HINT = "hint"


class RecordFields(Fact):
    """The fields of one kind of record."""


class Ticket(RecordFields):
    """我为政府网站找错: one message about a website, and what became of it."""

    received_at: Moment
    title: str = ""
    url: str = ""
    valid: bool | None = None
    """问题属实; None: not known yet. One that is not true still has to be answered."""
    answered_at: Moment | None = None
    closed_at: Moment | None = None
    """When it was finished (办结)."""
    reply: str = ""
    withdrawn: bool = False
    """It was entered by mistake."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _not_before("answered_at", self.answered_at, self.received_at)
        _not_before("closed_at", self.closed_at, self.received_at)
        return self


class LetterOutcome(StrEnum):
    """How a test letter ended, where a person says so."""

    SAME_DAY = "same_day"
    IN_TIME = "in_time"
    LATE = "late"
    NEVER = "never"
    BROKEN = "broken"


class LetterTest(RecordFields):
    """One letter that was sent to test how a website answers."""

    sent_at: Moment
    title: str = ""
    board_id: str | None = None
    """The board it was handed in at; None: not noted."""
    answered_at: Moment | None = None
    outcome: LetterOutcome | None = None
    """What the inspector noted; None: follows from the two times. Only a person knows that a form was broken."""
    poor: bool = False
    """The answer evades the question or says nothing (答非所问、敷衍推诿)."""
    url: str = ""
    reply: str = ""
    withdrawn: bool = False
    """It was entered by mistake."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _not_before("answered_at", self.answered_at, self.sent_at)
        if self.answered_at and self.outcome in {LetterOutcome.NEVER, LetterOutcome.BROKEN}:
            raise ValueError(f"outcome: {self.outcome.value} contradicts answered_at")
        if self.answered_at is None and self.outcome is LetterOutcome.LATE:
            raise ValueError("outcome: late needs answered_at, else it is never")
        return self


class _Given(RecordFields):
    """A person's word on one indicator."""

    indicator: str
    first_day: date | None = None
    """The first day it counts for; None: the day it was found or given."""
    last_day: date | None = None
    """The last day it counts for; None: until it is mended or withdrawn."""

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("last_day: before first_day")
        return self


class ManualFinding(_Given):
    """What a person found of one indicator: a fault, or that there is none."""

    found_at: Moment
    outcome: Outcome = Outcome.NOT_MET
    text: str
    """What was found, in Chinese."""
    urls: tuple[str, ...] = ()
    points: float | None = Field(default=None, ge=0)
    """Points it costs; None: as many as the pack says."""
    mended_at: Moment | None = None
    withdrawn: bool = False
    """It was entered by mistake."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _not_before("mended_at", self.mended_at, self.found_at)
        if self.outcome is Outcome.UNDETERMINED:
            raise ValueError("outcome: expected met or not_met")
        return self


class Bonus(_Given):
    """Points a person gives for one indicator."""

    given_at: Moment
    points: float = Field(gt=0)
    why: str
    urls: tuple[str, ...] = ()
    withdrawn: bool = False


class MessageExport(RecordFields):
    """Letters from the system behind a board, handed over by its owner: what a look at the board would have shown.

    They are joined to what the looks showed. An answer that was shown once stays, whatever a later export says.
    """

    board_id: str
    exported_at: Moment
    messages: tuple[Message, ...]
    complete_since: Moment | None = None
    """The export holds every letter asked since then; None: only some."""
    whole: bool = False
    """The export holds every letter there ever was."""


class ReviewStep(StrEnum):
    """What a person did with a finding."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    APPEAL = "appeal"
    REDUCE = "reduce"
    UPHOLD = "uphold"
    MEND = "mend"
    CLOSE = "close"


class Review(RecordFields):
    """One step in the review of a finding. Steps are never replaced: each has a `record_id` of its own."""

    indicator: str
    step: ReviewStep
    item_id: str = ""
    """The thing inside the finding it is about; empty: the finding has no things."""
    signature: str
    """What the evidence was: the step says nothing of a finding that rests on other evidence."""
    why: str = ""
    points: float | None = Field(default=None, ge=0)
    """With `reduce`: the points that are left; None: nothing is left of it."""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if not self.why.strip() and self.step not in {ReviewStep.CONFIRM, ReviewStep.MEND, ReviewStep.CLOSE}:
            raise ValueError(f"why: a step {self.step.value} gives its reason")
        return self


class Appeal(RecordFields):
    """A unit's appeal against findings it was told of. It moves what stands at that moment, not what comes later."""

    indicator: str
    item_ids: tuple[str, ...] = ()
    """Empty: everything the finding holds."""
    text: str = Field(min_length=1)
    """What the unit says."""
    unit_id: str = ""
    warning_id: str = ""
    """The message the unit answers."""


class Hint(RecordFields):
    """What a reader of texts suspects of one line or article. The record is of the look that showed it first."""

    indicator: str
    item_id: str
    """Made from the text itself, so that the same suspicion is the same thing for ever."""
    name: str
    """The title it is about."""
    text: str
    """What is suspected, in Chinese, beginning with 疑似."""
    url: str = ""
    page: str = ""
    """Where it stood: `home`, `column:<id>`, `feed`, `article`."""


FIELDS: Mapping[str, type[RecordFields]] = {
    RecordKind.TICKET: Ticket,
    RecordKind.LETTER: LetterTest,
    RecordKind.FINDING: ManualFinding,
    RecordKind.BONUS: Bonus,
    RecordKind.EXPORT: MessageExport,
    RecordKind.REVIEW: Review,
    RecordKind.APPEAL: Appeal,
    RecordKind.HINT: Hint,
}
"""What each kind of record holds."""

WEBSITES_ONLY: frozenset[str] = frozenset({RecordKind.TICKET, RecordKind.LETTER, RecordKind.EXPORT})
"""Kinds that say something of websites alone."""


def fields_of(kind: str, fields: Mapping[str, Any], target_kind: TargetKind | None = None) -> RecordFields:
    """The typed fields of a record.

    Raises:
        ValueError: nobody knows the kind, it says nothing of such targets, or (`pydantic.ValidationError`) a field is
            missing, unknown or wrong.
    """
    model = FIELDS.get(kind)
    if model is None:
        raise ValueError(f"kind: expected one of {', '.join(FIELDS)}, got {kind!r}")
    if kind in WEBSITES_ONLY and target_kind is TargetKind.ACCOUNT:
        raise ValueError(f"target_kind: a {kind} is about a website, got an account")
    return model.model_validate(fields)


def moments_of(record: RecordFields) -> list[tuple[str, datetime]]:
    """The moments at which something happened, by field: none of them can lie after the record was made."""
    found = ((name, getattr(record, name)) for name in type(record).model_fields)
    return [(name, value) for name, value in found if isinstance(value, datetime)]


def plain(record: RecordFields) -> dict[str, Any]:
    """The fields as an event carries them."""
    return record.model_dump(mode="json", exclude_defaults=True)


def _not_before(name: str, moment: datetime | None, start: datetime) -> None:
    if moment is not None and moment < start:
        raise ValueError(f"{name}: before the beginning")
