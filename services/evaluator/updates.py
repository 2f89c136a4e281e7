"""How the updates of a page are asked for, and how near silence is to its limit."""

from contextlib import suppress
from datetime import date

from services.evaluator.indicator import Case, Stands
from services.evaluator.sections import PageSight
from services.evaluator.staleness import Question, Staleness, State
from services.evaluator.window import Window, day_in_china
from shared.contracts.verdicts import Near
from shared.workdays import UnknownYear


def question(
    case: Case,
    window: Window,
    sight: PageSight,
    *,
    edge_inclusive: bool,
    empty_counts: bool = False,
    dated: bool = False,
) -> Question:
    """What is asked of one page under the rules in force.

    `dated`: every platform dates its posts; one without a date was lost on the way to us, no fault of the account.
    """
    return Question(
        as_of=case.as_of,
        window=window,
        sight=sight,
        is_workday=case.is_workday,
        edge_inclusive=edge_inclusive,
        undated_is_stale=case.rules.sight.undated_is_stale and not dated,
        wholly_undated_is_stale=case.rules.sight.wholly_undated_is_stale,
        empty_counts=empty_counts,
        looks=case.rules.sight.stale_looks,
    )


def stands_of(case: Case, updates: Staleness, warn_after: Window | None) -> Stands:
    """How long what is told of a page stays as it is.

    An update inside the window stays one, whatever comes; and where even a look of this moment would not make the
    silence worth a warning, none does today.
    """
    if updates.state is not State.FRESH or updates.newest_on is None:
        return Stands.AS_READ
    if updates.crosses_at is None or case.as_of >= updates.crosses_at:
        # Its window ran out after the last look: the next one shows whether anything came.
        return Stands.AS_READ
    if warn_after is None:
        return Stands.WHATEVER_COMES
    with suppress(UnknownYear):
        if not _long_enough(case, updates.newest_on, day_in_china(case.as_of), warn_after):
            return Stands.WHATEVER_COMES
    return Stands.AS_READ


def near_silence(case: Case, updates: Staleness, window: Window, warn_after: Window) -> Near | None:
    """How much of the window the silence has used, as far as it was seen; a warning only where it was watched."""
    if updates.state is not State.FRESH or not (updates.newest_on and updates.crosses_at and updates.seen_until):
        return None
    seen_on = day_in_china(min(updates.seen_until, case.as_of))
    silent = max(0, (seen_on - updates.newest_on).days)
    allowed = max(1, (day_in_china(updates.crosses_at) - updates.newest_on).days - 1)
    return Near(
        share=round(silent / allowed, 3),
        crosses_at=updates.crosses_at,
        text=f"已 {silent} 天未更新（上限 {window}）",
        warn=updates.proven and _long_enough(case, updates.newest_on, seen_on, warn_after),
    )


def _long_enough(case: Case, newest_on: date, seen_on: date, warn_after: Window) -> bool:
    return newest_on <= warn_after.start(seen_on, case.is_workday)
