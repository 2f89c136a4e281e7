"""When an article was published: every date that could say so, and the one that can be trusted, if any.

The order of trust was measured on real pages: government meta tags, then structured data and script variables, then a
date that calls itself 发布日期, then the first date beside the title. A made-up date accuses somebody: where witnesses
contradict each other and no majority stands, the answer is none.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.crawler.dates import full_dates, narrow
from services.crawler.dating.address_dates import AddressDate, address_date
from services.crawler.dating.stated_dates import VAGUE, changed_days, stated_witnesses
from services.crawler.dating.visible_dates import visible_witnesses
from services.crawler.dating.witness import Certainty, Trust, Witness
from services.crawler.parsing.page import Page
from shared.clock import CHINA

_LONGEST_TEXT = 100_000
TOLERANCE = timedelta(days=3)
"""Two witnesses this close mean the same publication: written one day, put on the site the next."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The chosen moment (None when no witness can be trusted), where it came from, how sure, and all witnesses."""

    at: datetime | None
    origin: str
    certainty: Certainty
    witnesses: tuple[Witness, ...]
    future: bool = False
    why_none: str = ""


def publication_of(page: Page, title: str, observed_at: datetime | None = None) -> Publication:
    """What the page says about its publication. A date after the moment of looking is kept and flagged."""
    address = address_date(page.url) or address_date(page.meta("url", "og:url") or "")
    known = [*changed_days(page), *([address.at.date()] if address else [])]
    visible = visible_witnesses(page, title, known)
    # templates leave a date of their own in a tag of this name
    stated = [item for item in stated_witnesses(page) if not visible or item.origin not in VAGUE]
    witnesses = [*stated, *visible]
    shown = (*witnesses, Witness("url", address.at, Trust.ADDRESS)) if address else tuple(witnesses)
    if witnesses:
        chosen, certainty = _judge(witnesses, address)
        why = "" if chosen else "日期互相矛盾：" + "，".join(f"{item.origin}={item.on}" for item in shown)
    else:
        chosen = shown[0] if address and _confirmed(page, address) else None
        certainty = Certainty.LOW
        why = "" if chosen else "页面上没有可信的发布日期"
    if chosen is None:
        return Publication(None, "", Certainty.LOW, shown, why_none=why)
    at = _most_exact(chosen, witnesses)
    future = observed_at is not None and at.astimezone(CHINA).date() > observed_at.astimezone(CHINA).date()
    return Publication(at, chosen.origin, certainty, shown, future)


def _judge(witnesses: list[Witness], address: AddressDate | None) -> tuple[Witness | None, Certainty]:
    """The best witness that is not outvoted by the others; nobody when the votes are even."""
    ranked = sorted(witnesses, key=lambda item: item.trust)
    best = ranked[0]
    votes = {item: _votes(item, ranked, address) for item in ranked}
    against = [item for item in ranked if abs(item.on - best.on) > TOLERANCE and item.trust is not Trust.UPDATED]
    if not against:
        sure = best.trust <= Trust.LABELLED or votes[best] > 1
        return best, Certainty.HIGH if sure else Certainty.MEDIUM
    if best.trust <= Trust.SCRIPT and all(item.weak and item.on < best.on for item in against):
        return best, Certainty.MEDIUM
    winner = max(ranked, key=lambda item: (votes[item], -item.trust))
    rivals = [item for item in ranked if abs(item.on - winner.on) > TOLERANCE]
    if any(votes[item] >= votes[winner] for item in rivals):
        return None, Certainty.LOW
    return winner, Certainty.MEDIUM


def _votes(item: Witness, witnesses: list[Witness], address: AddressDate | None) -> int:
    named = sum(1 for other in witnesses if abs(other.on - item.on) <= TOLERANCE)
    return named + (1 if address and abs(address.at.date() - item.on) <= TOLERANCE else 0)


def _most_exact(chosen: Witness, witnesses: list[Witness]) -> datetime:
    """The same day with a time of day, if another witness knows it."""
    if chosen.timed:
        return chosen.at
    return next((item.at for item in witnesses if item.timed and item.on == chosen.on), chosen.at)


def _confirmed(page: Page, address: AddressDate) -> bool:
    """An address alone is believed only if the text names the same day and no later one."""
    days: set[date] = {written.on for written in full_dates(narrow(page.visible[:_LONGEST_TEXT]))}
    day = address.at.date()
    if not address.folder or any(other > day for other in days):
        return False
    return day in days or bool(re.search(rf"(?<!\d){day.month}月{day.day}日", page.visible[:4000]))
