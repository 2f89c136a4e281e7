"""What is still to be said of one concern to one contact? Decided from what the ledger says they were told."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from services.notifier.answer import Hold
from services.notifier.concern import Closing, Concern, Standing
from services.notifier.escalation import AddWorkdays, reminder_due, warning_due
from services.notifier.ladder import Rung
from services.notifier.ledger import EARLY, FAULT, RECOVERY, REMINDER, UPWARD, Entry, Line, State, kind_of
from services.notifier.policy import Policy
from services.notifier.routing import UNSEEN
from shared.contracts.event import Fact, Moment
from shared.workdays import add_workdays

NO_HOLD = Hold()
"""Nothing the unit has said keeps anybody from reminding it."""


class Reason(StrEnum):
    """Why something is said now, or is not."""

    FIRST_EARLY = "first_early"
    FIRST_FAULT = "first_fault"
    NEW_ITEMS = "new_items"
    REMINDER = "reminder"
    RECOVERY = "recovery"
    ALREADY_SAID = "already_said"
    IN_FLIGHT = "in_flight"
    """A message about it is with a sender: its end decides."""
    NEVER_TOLD = "never_told"
    """It ended before this contact heard of it."""
    NOT_YET = "not_yet"
    """Its time has not come: a limit still far off, or something only just out of sight."""
    HELD = "held"
    """A reminder would be due, and the unit has acknowledged, promised or objected."""
    CLIMBED = "climbed"
    """A fault has come up the organisation tree."""
    OTHER_ROLE = "other_role"
    """The step is told to other contacts of the unit."""

    @property
    def speaks(self) -> bool:
        """Whether something is to be said now."""
        return self not in _SILENT


_SILENT = frozenset(
    {Reason.ALREADY_SAID, Reason.IN_FLIGHT, Reason.NEVER_TOLD, Reason.NOT_YET, Reason.HELD, Reason.OTHER_ROLE}
)


class Decision(Fact):
    """What to say now, or why nothing, and when to ask again."""

    reason: Reason
    step: str = ""
    item_ids: tuple[str, ...] = ()
    due_at: Moment | None = None
    """When a reminder will be due; None: not before something happens."""


class Told(Fact):
    """One line of one message to the contact in question. Withdrawn messages do not count as told."""

    line: Line
    state: State
    at: Moment
    message_id: str = ""


def told_of(concern: Concern, entries: Sequence[Entry]) -> tuple[Told, ...]:
    """What these messages, all to one contact, say of the concern; oldest first."""
    return tuple(
        Told(line=line, state=entry.state, at=_said_at(entry), message_id=entry.message_id)
        for entry in sorted(entries, key=lambda entry: entry.sequence)
        if entry.state is not State.WITHDRAWN
        for line in entry.lines
        if line.concern_id == concern.id
    )


def _said_at(entry: Entry) -> datetime:
    """When the message was said. What became known of it later, such as that it was read, moves nothing."""
    return next((c.at for c in entry.history if c.state.has_reached), entry.history[-1].at)


def decide(
    concern: Concern,
    told: Sequence[Told],
    *,
    now: datetime,
    policy: Policy,
    add: AddWorkdays = add_workdays,
    hold: Hold = NO_HOLD,
) -> Decision:
    """What is to be said of the concern to the contact that was told this. The same question has the same answer."""
    if not concern.is_open:
        return _of_ended(concern, told)
    if (begins_at := _begins_at(concern, policy, add)) is not None and now < begins_at and not told:
        return Decision(reason=Reason.NOT_YET, due_at=begins_at)
    if concern.standing is Standing.EARLY:
        return _early(concern, told, policy)
    faults = [t for t in told if kind_of(t.line.step) in {FAULT, REMINDER}]
    if not faults:
        items = tuple(item.id for item in concern.items)
        return Decision(reason=Reason.FIRST_FAULT, step=FAULT, item_ids=items)
    if new := _new_items(concern, faults, policy):
        return Decision(reason=Reason.NEW_ITEMS, step=FAULT, item_ids=new)
    if any(_is_under_way(t) for t in faults):
        return Decision(reason=Reason.IN_FLIGHT)
    told_at = max(t.at for t in faults)
    return _reminder(concern, told_at, _reminders(faults), now=now, policy=policy, add=add, hold=hold)


def decide_beside(
    concern: Concern,
    told: Sequence[Told],
    others: Sequence[Told],
    *,
    now: datetime,
    policy: Policy,
    add: AddWorkdays = add_workdays,
    hold: Hold = NO_HOLD,
) -> Decision:
    """What is to be said of an open fault to a contact that is only reminded of it, and not told of it first.

    Its reminders are those of the unit: the latest that any contact was told (`others`, itself included), once; when
    it has that, the next by the same clock.
    """
    faults = [t for t in others if kind_of(t.line.step) in {FAULT, REMINDER}]
    if not faults:
        return Decision(reason=Reason.OTHER_ROLE)
    count = _reminders(faults)
    if count > _reminders(told):
        resumes_at = warning_due(hold.until, 0, policy.remind.at, add) if hold.until else now
        return _reminding(concern, count) if resumes_at <= now else Decision(reason=Reason.HELD, due_at=resumes_at)
    latest = [t for t in faults if _number(t.line.step) == count]
    if all(_is_under_way(t) for t in latest):
        return Decision(reason=Reason.IN_FLIGHT)
    told_at = min(t.at for t in latest if not _is_under_way(t))
    return _reminder(concern, told_at, count, now=now, policy=policy, add=add, hold=hold)


def decide_upward(concern: Concern, told: Sequence[Told], rungs: Sequence[Rung]) -> Decision:
    """What is to be said to those above, whom these rungs have led to: the highest once, and the end."""
    if not concern.is_open:
        return _of_ended(concern, told, heard=UPWARD)
    highest = max(rungs, key=lambda rung: rung.number, default=None)
    upward = [_number(t.line.step) for t in told if kind_of(t.line.step) in UPWARD]
    if highest is None or any(number >= highest.number for number in upward):
        return Decision(reason=Reason.ALREADY_SAID)
    return Decision(reason=Reason.CLIMBED, step=highest.name, item_ids=tuple(item.id for item in concern.items))


def _number(step: str) -> int:
    """The number of a reminder or of a rung; 0 for steps without one."""
    number = step.partition("-")[2]
    return int(number) if number.isdigit() else 0


def _reminders(told: Sequence[Told]) -> int:
    """The number of the last reminder. One who is reminded of what others were told does not begin with the first."""
    return max((_number(t.line.step) for t in told if kind_of(t.line.step) == REMINDER), default=0)


def _is_under_way(told: Told) -> bool:
    return told.state.is_waiting or told.state is State.CLAIMED


def _begins_at(concern: Concern, policy: Policy, add: AddWorkdays) -> datetime | None:
    """Before this nothing is said of it: what is only just out of sight, and a thing whose limit is far off."""
    if concern.indicator == UNSEEN:
        return concern.opened_at + policy.blind.after
    near = concern.share.finding.near
    if concern.item_id and concern.standing is Standing.EARLY and near and near.crosses_at:
        return warning_due(near.crosses_at, policy.reply.warn, policy.remind.at, add)
    return None


def _of_ended(
    concern: Concern, told: Sequence[Told], *, heard: frozenset[str] = frozenset({FAULT, REMINDER})
) -> Decision:
    """The recovery goes to exactly those who got the fault; while that is with a sender, nobody knows."""
    if any(t.line.step == RECOVERY for t in told):
        return Decision(reason=Reason.ALREADY_SAID)
    faults = [t for t in told if kind_of(t.line.step) in heard]
    if concern.closing is not Closing.MENDED or not faults:
        return Decision(reason=Reason.NEVER_TOLD)
    if any(_is_under_way(t) for t in faults):
        return Decision(reason=Reason.IN_FLIGHT)
    if any(t.state.has_reached for t in faults):
        return Decision(reason=Reason.RECOVERY, step=RECOVERY)
    return Decision(reason=Reason.NEVER_TOLD)


def _early(concern: Concern, told: Sequence[Told], policy: Policy) -> Decision:
    """Once for the warning as a whole, then once for each thing that comes near later: each has its own deadline."""
    warned = [t for t in told if t.line.step == EARLY]
    if not warned:
        return Decision(reason=Reason.FIRST_EARLY, step=EARLY, item_ids=tuple(item.id for item in concern.items))
    if new := _new_items(concern, warned, policy):
        return Decision(reason=Reason.NEW_ITEMS, step=EARLY, item_ids=new)
    return Decision(reason=Reason.ALREADY_SAID)


def _new_items(concern: Concern, told: Sequence[Told], policy: Policy) -> tuple[str, ...]:
    said = {item_id for t in told for item_id in t.line.item_ids}
    quiet = policy.mute.item_kinds
    return tuple(item.id for item in concern.items if item.id not in said and item.kind not in quiet)


def _reminder(
    concern: Concern,
    last_told_at: datetime,
    reminders: int,
    *,
    now: datetime,
    policy: Policy,
    add: AddWorkdays,
    hold: Hold,
) -> Decision:
    """The next reminder, not while the unit's own word holds. One that has broken its word is reminded at once."""
    due_at = reminder_due(last_told_at, reminders, policy.remind, add)
    if hold.until is not None and last_told_at < hold.until:
        resumes_at = warning_due(hold.until, 0, policy.remind.at, add)
        held = now < hold.until
        due_at = resumes_at if hold.promised_on else max(due_at, resumes_at)
        if held:
            return Decision(reason=Reason.HELD, due_at=due_at)
    if now < due_at:
        return Decision(reason=Reason.ALREADY_SAID, due_at=due_at)
    return _reminding(concern, reminders + 1)


def _reminding(concern: Concern, number: int) -> Decision:
    items = tuple(item.id for item in concern.items)
    return Decision(reason=Reason.REMINDER, step=f"{REMINDER}-{number}", item_ids=items)


def outdated(line: Line, concern: Concern | None) -> bool:
    """Whether a message that still waits says what is not so any more. A recovery stays true."""
    if concern is None or line.step == RECOVERY:
        return False
    if not concern.is_open:
        return True
    return line.step == EARLY and concern.standing is Standing.FAULT
