"""When is a unit told? All its findings together, a short while after the first one changed."""

from datetime import datetime, timedelta
from enum import StrEnum

from shared.contracts.event import Fact, Moment


class Reason(StrEnum):
    """Why a unit's window is opened, or is not."""

    CHANGED = "changed"
    """Something may have to be said: the window opens, or stays open."""
    DELIVERED_AGAIN = "delivered_again"
    """The same verdict came again, perhaps because the window was never saved the first time: it is saved again."""
    QUIET = "quiet"
    """Nothing changed for the unit."""


class Window(Fact):
    """Until when a unit's findings are collected; None: there is nothing to collect."""

    reason: Reason
    closes_at: Moment | None = None


def group(*, changed: bool, delivered_again: bool, now: datetime, wait: timedelta) -> Window:
    """The window of a unit. One that is open already is never made longer: the agenda keeps the earlier end."""
    if changed:
        return Window(reason=Reason.CHANGED, closes_at=now + wait)
    if delivered_again:
        return Window(reason=Reason.DELIVERED_AGAIN, closes_at=now + wait)
    return Window(reason=Reason.QUIET)
