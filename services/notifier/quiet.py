"""When may something be sent to a contact of a unit? At once, or when its quiet hours are over."""

from datetime import date, datetime, time, timedelta

from services.notifier.ledger import kind_of
from services.notifier.policy import Quiet
from services.notifier.workdays_of import Days
from shared.clock import CHINA, local

_LONGEST = 40
"""Days looked ahead: longer than any holiday."""


def allowed_at(
    now: datetime, *, unit_id: str, channel: str, step: str, rules: tuple[Quiet, ...], days: Days
) -> datetime:
    """`now` if nothing speaks against it, else the first moment after. Rules that name the unit replace the others."""
    named = [rule for rule in rules if unit_id in rule.units]
    held = [rule for rule in named or [r for r in rules if not r.units] if _concerns(rule, channel, step)]
    at = now
    for _ in range(_LONGEST * 2):
        later = max((_end_of_quiet(at, rule, days) for rule in held), default=at)
        if later == at:
            return at
        at = later
    return at


def _concerns(rule: Quiet, channel: str, step: str) -> bool:
    return (not rule.channels or channel in rule.channels) and (not rule.steps or kind_of(step) in rule.steps)


def _end_of_quiet(at: datetime, rule: Quiet, days: Days) -> datetime:
    here = local(at)
    if rule.workdays_only and not days.works_or_guess(here.date()):
        return _at(here.date() + timedelta(days=1), time())
    clock = here.time()
    if rule.begin <= rule.end:
        return _at(here.date(), rule.end) if rule.begin <= clock < rule.end else at
    if clock >= rule.begin:
        return _at(here.date() + timedelta(days=1), rule.end)
    return _at(here.date(), rule.end) if clock < rule.end else at


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=CHINA)
