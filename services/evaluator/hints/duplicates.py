"""Do two websites publish nearly the same text, and is it not one that everybody reprints?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from services.evaluator.hints.line import Line, Suspicion
from services.evaluator.window import day_in_china
from shared.contracts.event import content_id
from shared.textprint import BANDS, bands, difference

INDICATOR = "website.info.hints.duplicate"

REPRINTED = 4
"""Sites beside its own from which on a text is one that everybody reprints."""

NEAR_DAYS = 7
"""Texts further apart are not compared."""

_SHORTEST_TITLE = 18
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """One text as it is compared with those of other targets."""

    line: Line
    unit_id: str
    day: date
    value: int | None
    """The print of its body; None: only its title is known."""

    @property
    def id(self) -> str:
        """One for each text of each target."""
        return content_id("print", *self.line.name, *filter(None, [self.line.read_as])).hex

    @property
    def keys(self) -> tuple[str, ...]:
        """What texts that may be the same have in common with it."""
        title = _NOISE.sub("", self.line.title)
        own = (f"t:{content_id('title', title).hex[:12]}",) if len(title) >= _SHORTEST_TITLE else ()
        return (*own, *(bands(self.value) if self.value is not None else ()))

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Who was first."""
        return self.line.published_at or self.line.seen_at, self.line.target_id, self.line.url


def print_of_line(line: Line, unit_id: str) -> Print | None:
    """The print of a text that can be compared: it is dated, long enough, and does not name another source."""
    article = line.article or {}
    if line.published_at is None or article.get("source"):
        return None
    told = article.get("text_print")
    value = int(told, 16) if isinstance(told, str) and re.fullmatch(r"[0-9a-f]{1,16}", told) else None
    found = Print(line=line, unit_id=unit_id, day=day_in_china(line.published_at), value=value)
    return found if found.keys else None


def suspected(one: Print, others: Iterable[Print]) -> Iterator[Suspicion]:
    """A suspicion against the later of two nearly equal texts of different units; none if many have it."""
    alike = [other for other in others if _alike(one, other)]
    if len({other.line.target_id for other in alike}) >= REPRINTED:
        return
    for other in sorted(alike, key=lambda each: each.order):
        first, later = sorted((one, other), key=lambda each: each.order)
        text = f"疑似与 {first.line.url or first.line.target_id} {first.day} 发布的“{first.line.title[:40]}”雷同"
        yield later.line.hint(INDICATOR, text, key=first.id)


def _alike(one: Print, other: Print) -> bool:
    if other.line.target_id == one.line.target_id or other.unit_id == one.unit_id:
        return False
    if abs((other.day - one.day).days) > NEAR_DAYS:
        return False
    if one.value is not None and other.value is not None:
        return difference(one.value, other.value) < BANDS
    return _NOISE.sub("", one.line.title) == _NOISE.sub("", other.line.title)
