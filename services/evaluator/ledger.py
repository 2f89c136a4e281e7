"""What people entered about one target, typed, as far as it holds at the moment judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from services.evaluator.facts.record import Record
from services.evaluator.indicator import Case
from services.evaluator.window import Window, day_in_china, midnight
from shared.contracts.assessment import LetterTestCounts, TicketCounts
from shared.contracts.records import (
    FIELDS,
    Bonus,
    LetterOutcome,
    LetterTest,
    ManualFinding,
    RecordFields,
    RecordKind,
    Ticket,
)

FieldsT = TypeVar("FieldsT", bound=RecordFields)
GivenT = TypeVar("GivenT", ManualFinding, Bonus)


@dataclass(frozen=True, slots=True)
class TicketState:
    """One 找错 ticket at a moment, with its two limits."""

    id: str
    ticket: Ticket
    reply_due: datetime
    """The moment the time to answer is over."""
    close_due: datetime
    """The moment the time to finish it is over."""
    answered: bool
    closed: bool
    reply_late: bool
    """Answered late, or not answered though its time is over."""
    close_late: bool
    """Finished late, or not finished though its time is over."""

    @property
    def overdue(self) -> bool:
        """Late in any of the two."""
        return self.reply_late or self.close_late


@dataclass(frozen=True, slots=True)
class LetterState:
    """One test letter at a moment."""

    id: str
    letter: LetterTest
    due: datetime
    """The moment the time to answer is over."""
    outcome: LetterOutcome | None
    """None: no answer yet, and still time."""

    @property
    def failed(self) -> bool:
        """Not answered in time, or not at all."""
        return self.outcome in {LetterOutcome.LATE, LetterOutcome.NEVER, LetterOutcome.BROKEN}


def tickets(case: Case) -> list[TicketState]:
    """The tickets received in the period (else: all that are kept), oldest first.

    Raises:
        UnknownYear: a limit leads into a year whose workdays nobody knows.
    """
    found = [(id_, ticket) for id_, ticket in _of_kind(case, RecordKind.TICKET, Ticket) if _within(case, ticket)]
    return [
        _ticket_state(case, id_, ticket) for id_, ticket in sorted(found, key=lambda one: (one[1].received_at, one[0]))
    ]


def letter_tests(case: Case) -> list[LetterState]:
    """The test letters sent in the period (else: all that are kept), oldest first.

    Raises:
        UnknownYear: a limit leads into a year whose workdays nobody knows.
    """
    found = [(id_, letter) for id_, letter in _of_kind(case, RecordKind.LETTER, LetterTest) if _within(case, letter)]
    return [_letter_state(case, id_, letter) for id_, letter in sorted(found, key=lambda one: (one[1].sent_at, one[0]))]


def manual_findings(case: Case, indicator: str) -> list[tuple[str, ManualFinding]]:
    """What people found of an indicator and what holds at the moment judged, or at any time of the period; by age."""
    found = [one for one in _given(case, RecordKind.FINDING, ManualFinding, indicator) if _unmended(case, one[1])]
    return sorted(found, key=lambda one: (one[1].found_at, one[0]))


def bonuses(case: Case, indicator: str) -> list[tuple[str, Bonus]]:
    """The points people gave for an indicator, as far as they count for the period or the moment; by age."""
    found = _given(case, RecordKind.BONUS, Bonus, indicator)
    return sorted(found, key=lambda one: (one[1].given_at, one[0]))


def ticket_counts(case: Case) -> TicketCounts | None:
    """The tickets of the period as numbers; None when the ledger says nothing of the target."""
    if not _any(case, RecordKind.TICKET):
        return None
    states = tickets(case)
    return TicketCounts(
        received=len(states),
        valid=sum(1 for state in states if state.ticket.valid),
        overdue=sum(1 for state in states if state.overdue),
    )


def letter_test_counts(case: Case) -> LetterTestCounts | None:
    """The test letters of the period as numbers; None when the ledger says nothing of the target."""
    if not _any(case, RecordKind.LETTER):
        return None
    ended = [state.outcome for state in letter_tests(case)]
    same_day = ended.count(LetterOutcome.SAME_DAY)
    return LetterTestCounts(
        sent=len(ended),
        same_day=same_day,
        in_time=same_day + ended.count(LetterOutcome.IN_TIME),
        late=ended.count(LetterOutcome.LATE),
        never=ended.count(LetterOutcome.NEVER),
        broken=ended.count(LetterOutcome.BROKEN),
    )


def typed(record: Record, kind: type[FieldsT]) -> FieldsT:
    """The fields of a record, which were checked when it came in."""
    return kind.model_validate(record.fields)


def _of_kind(case: Case, kind: RecordKind, model: type[FieldsT]) -> Iterator[tuple[str, FieldsT]]:
    assert FIELDS[kind] is model, "each kind has one model"
    for record in case.dossier.records.values():
        if record.kind == kind:
            yield record.id, typed(record, model)


def _any(case: Case, kind: RecordKind) -> bool:
    return any(record.kind == kind for record in case.dossier.records.values())


def _given(case: Case, kind: RecordKind, model: type[GivenT], indicator: str) -> Iterator[tuple[str, GivenT]]:
    first, last = _days(case)
    for id_, given in _of_kind(case, kind, model):
        begun = given.first_day or day_in_china(given.found_at if isinstance(given, ManualFinding) else given.given_at)
        ended = given.last_day
        if given.indicator == indicator and not given.withdrawn and begun <= last and (not ended or ended >= first):
            yield id_, given


def _days(case: Case) -> tuple[date, date]:
    """The days that are judged: those of the period up to the moment, or its one day."""
    today = day_in_china(case.as_of)
    return (case.period.first, min(case.period.last, today)) if case.period else (today, today)


def _unmended(case: Case, found: ManualFinding) -> bool:
    """A fault that was there in the period counts for it; of the present one, only what is there still."""
    if found.mended_at is None:
        return True
    return found.mended_at >= midnight(case.period.first) if case.period else found.mended_at > case.as_of


def _within(case: Case, record: Ticket | LetterTest) -> bool:
    begun = record.received_at if isinstance(record, Ticket) else record.sent_at
    if begun > case.as_of or record.withdrawn:
        return False
    return case.period is None or case.period.first <= day_in_china(begun) <= case.period.last


def _due(case: Case, begun: datetime, window: Window) -> datetime:
    return midnight(window.last_day(day_in_china(begun), case.is_workday) + timedelta(days=1))


def _done(case: Case, moment: datetime | None) -> bool:
    return moment is not None and moment <= case.as_of


def _late(case: Case, moment: datetime | None, due: datetime) -> bool:
    done = moment if _done(case, moment) else None
    return (done or case.as_of) >= due


def _ticket_state(case: Case, id_: str, ticket: Ticket) -> TicketState:
    limits = case.rules.ledgers
    reply_due = _due(case, ticket.received_at, limits.ticket_reply)
    close_due = _due(case, ticket.received_at, limits.ticket_close)
    # What is finished has been answered, whether or not somebody noted when.
    answered_at = ticket.answered_at or ticket.closed_at
    return TicketState(
        id=id_,
        ticket=ticket,
        reply_due=reply_due,
        close_due=close_due,
        answered=_done(case, answered_at),
        closed=_done(case, ticket.closed_at),
        reply_late=_late(case, answered_at, reply_due),
        close_late=_late(case, ticket.closed_at, close_due),
    )


def _letter_state(case: Case, id_: str, letter: LetterTest) -> LetterState:
    due = _due(case, letter.sent_at, case.rules.ledgers.letter_reply)
    return LetterState(id_, letter, due, letter.outcome or _outcome(case, letter, due))


def _outcome(case: Case, letter: LetterTest, due: datetime) -> LetterOutcome | None:
    answered_at = letter.answered_at
    if answered_at is None or answered_at > case.as_of:
        return LetterOutcome.NEVER if case.as_of >= due else None
    if day_in_china(answered_at) == day_in_china(letter.sent_at):
        return LetterOutcome.SAME_DAY
    return LetterOutcome.IN_TIME if answered_at < due else LetterOutcome.LATE
