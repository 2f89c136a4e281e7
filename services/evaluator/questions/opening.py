"""Whether a registered page opens, by the latest look at it."""

from typing import Literal

from services.evaluator.facts.look import Look
from services.evaluator.indicator import Case


def closed_since(case: Case, key: str) -> Look | Literal[False] | None:
    """The latest look if the page did not open at it; False if it opened; None if nobody could see."""
    page = case.dossier.page(key)
    if page is None:
        return None
    looks = [look for look in (page.good, page.bad) if look and look.at <= case.as_of]
    latest = max(looks, key=lambda look: look.order, default=None)
    if latest is None:
        return None
    if latest.reason is None:
        return False
    return latest if latest.failed else None
