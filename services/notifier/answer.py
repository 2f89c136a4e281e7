"""What a unit answered to a message, and for how long that pauses reminders and escalation."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from services.notifier.concern import Concern
from services.notifier.policy import Acknowledging
from services.notifier.workdays_of import Days
from shared.clock import CHINA, local
from shared.contracts.event import Fact, Moment


class Answer(Fact):
    """One answer. The same answer twice is one."""

    id: str
    warning_id: str
    unit_id: str
    """The unit the message went to."""
    concern_ids: tuple[str, ...]
    at: Moment
    by: str = ""
    promised_on: date | None = None
    appeal: str = ""
    via: str = ""


class Reason(StrEnum):
    """Why a concern is left alone for a while, or is not."""

    NONE = "none"
    ACKNOWLEDGED = "acknowledged"
    PROMISED = "promised"
    APPEALED = "appealed"
    BROKEN = "broken"
    """The promised day has passed, and it is not mended."""


class Hold(Fact):
    """Until when nothing is urged, and why."""

    reason: Reason = Reason.NONE
    until: Moment | None = None
    promised_on: date | None = None
    """The day the unit promised last, as far as promises still count."""


def hold_of(concern: Concern, answers: Sequence[Answer], *, now: datetime, policy: Acknowledging, days: Days) -> Hold:
    """What the answers of the responsible unit amount to now. Those of others are recorded only."""
    own = [a for a in answers if a.unit_id == concern.unit_id and concern.id in a.concern_ids]
    ends: list[tuple[datetime, Reason]] = []
    if seen := [a for a in own if a.promised_on is None and not a.appeal][:1]:
        ends.append((_end_of(days.add_or_guess(_day(seen[0].at), policy.holds)), Reason.ACKNOWLEDGED))
    if objected := [a for a in own if a.appeal][:1]:
        ends.append((_end_of(days.add_or_guess(_day(objected[0].at), policy.appeal_holds)), Reason.APPEALED))
    promised_on = _promised(own, policy, days)
    if promised_on is not None:
        ends.append((_end_of(promised_on), Reason.PROMISED))
    if not ends:
        return Hold()
    until, reason = max(ends)
    if until <= now:
        broken = promised_on is not None
        return Hold(reason=Reason.BROKEN if broken else Reason.NONE, until=until, promised_on=promised_on)
    return Hold(reason=reason, until=until, promised_on=promised_on)


def latest_promise(today: date, policy: Acknowledging, days: Days) -> date:
    """The last day that may be promised today."""
    return days.add_or_guess(today, policy.promise_longest)


def _promised(own: Sequence[Answer], policy: Acknowledging, days: Days) -> date | None:
    """The day promised last, among the promises that count; one that lies too far counts as the latest possible."""
    promises = [a for a in own if a.promised_on is not None][: policy.promises]
    if not promises:
        return None
    last = promises[-1]
    return min(last.promised_on or date.max, latest_promise(_day(last.at), policy, days))


def _day(at: datetime) -> date:
    return local(at).date()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=CHINA)
