"""Was important information of the State Council reprinted late, by what the websites of the registry show?

Nobody here sees when the original was published. But it was published before its first reprint anywhere: whoever
reprints it so long after another website is late, whenever the original was.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.evaluator.hints.line import Line, Suspicion
from services.evaluator.questions.hinted import Hints
from services.evaluator.questions.hosts import host_of
from services.evaluator.section import Count, Names
from services.evaluator.window import LAST, day_in_china
from shared.clock import local
from shared.contracts.event import content_id

REPRINT = "guide.reprint_24h"

NEAR_DAYS = 30
"""A text of the same title that appears later is read as another matter than its reprinting."""

_SHORTEST_TITLE = 12
_NOISE = re.compile(r"[\W_]+")
_ORIGINAL = "www.gov.cn"


class ReprintNumbers(Hints):
    """How soon, and which sources a reprint names."""

    hours: Count
    sources: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """One text that names the State Council's website as its source, or stands on it."""

    line: Line
    published_at: datetime

    @property
    def id(self) -> str:
        """One for each address."""
        return content_id("reprint", *self.line.name).hex

    @property
    def key(self) -> str:
        """What reprints of one text have in common: its title without punctuation."""
        return f"r:{content_id('title', _NOISE.sub('', self.line.title)).hex[:12]}"

    @property
    def day(self) -> date:
        """The day it is dated."""
        return day_in_china(self.published_at)

    @property
    def latest(self) -> datetime:
        """The latest moment its date may mean: a date without a time is a whole day."""
        return self.published_at + timedelta(days=1) - LAST if _is_day(self.published_at) else self.published_at


def reprint_of(line: Line, numbers: ReprintNumbers) -> Reprint | None:
    """The reprint a text is; None for one of another source, without a date, or with a title many texts have.

    A line that leads to the State Council's own page is one too, with the day it shows: it needs no page of its own.
    """
    if line.published_at is None or len(_NOISE.sub("", line.title)) < _SHORTEST_TITLE:
        return None
    source = str((line.article or {}).get("source") or "")
    if not any(name in source for name in numbers.sources) and host_of(line.url) != _ORIGINAL:
        return None
    return Reprint(line=line, published_at=line.published_at)


def late_reprints(one: Reprint, others: Iterable[Reprint], numbers: ReprintNumbers) -> Iterator[Suspicion]:
    """A suspicion against each website whose first reprint of this text came so long after the first one of all."""
    near = [each for each in (one, *others) if abs(each.day - one.day) <= timedelta(days=NEAR_DAYS)]
    first = min(near, key=lambda reprint: (reprint.latest, *reprint.line.name))
    own: dict[str, Reprint] = {}
    for each in sorted(near, key=lambda reprint: (reprint.published_at, *reprint.line.name)):
        own.setdefault(each.line.target_id, each)
    for later in own.values():
        # What a date without a time leaves open counts for the website.
        if later.published_at - first.latest > timedelta(hours=numbers.hours):
            yield later.line.hint(REPRINT, _words(later, first, numbers))


def _words(later: Reprint, first: Reprint, numbers: ReprintNumbers) -> str:
    where = host_of(first.line.url) or first.line.target_id
    return f"疑似超过{numbers.hours}小时转载：{_moment(later)} 发布，而 {where} 已于 {_moment(first)} 发布同题信息"


def _moment(reprint: Reprint) -> str:
    moment = local(reprint.published_at)
    return f"{moment:%Y-%m-%d}" if _is_day(reprint.published_at) else f"{moment:%Y-%m-%d %H:%M}"


def _is_day(moment: datetime) -> bool:
    return local(moment).time() == time()
