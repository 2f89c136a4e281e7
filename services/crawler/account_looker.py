"""Visits to accounts, with an eye on posts that are there no more."""

from dataclasses import replace
from datetime import datetime

from services.crawler.facts import Facts
from services.crawler.link_visit import Looker
from services.crawler.ports import Memory, Remembered
from services.crawler.sighting import Sighting
from services.crawler.vanishing import Followed, followed, vanished
from services.crawler.watch import Watch
from shared.contracts.target import Purpose


class AccountLooker:
    """Makes the visits of another, and notes which posts of an account have vanished."""

    def __init__(self, pages: Looker, memory: Memory) -> None:
        self._pages = pages
        self._memory = memory

    async def visit(self, watch: Watch) -> Sighting:
        """What is seen now."""
        sighting = await self._pages.visit(watch)
        if watch.purpose is not Purpose.FEED or not sighting.verdict.ok:
            return sighting
        key = f"{watch.key}#posts"
        remembered = await self._memory.recall(key)
        known = _known(remembered) if remembered and remembered.url == watch.url else {}
        facts = sighting.facts
        now = followed(known, facts.posts, complete_since=facts.complete_since, now=sighting.observed_at)
        await self._memory.remember(key, _kept(watch, now, sighting.observed_at))
        return replace(sighting, facts=facts.model_copy(update={"vanished": vanished(now)}))


def _known(remembered: Remembered) -> dict[str, Followed]:
    return {name: Followed.model_validate(one) for name, one in remembered.facts.marks.items()}


def _kept(watch: Watch, known: dict[str, Followed], at: datetime) -> Remembered:
    marks = {name: one.model_dump(mode="json", exclude_defaults=True) for name, one in known.items()}
    return Remembered(url=watch.url, read_at=at, full_at=at, facts=Facts(marks=marks))
