"""Visits to home pages, with a look at the website itself: is it still whose it was, and how can it be reached?

Now and then the page is asked for once more as a reader who comes from a search engine would ask: a website that was
broken into often shows its own page to everybody else.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.crawler.facts import Facts
from services.crawler.fetching.fetch import Answer
from services.crawler.further import asked_further, with_further
from services.crawler.link_visit import Looker
from services.crawler.parsing.page import Page
from services.crawler.politeness import Busy, Hidden
from services.crawler.ports import Memory, Remembered
from services.crawler.sighting import Sighting
from services.crawler.suspicions import (
    Alert,
    bad_words,
    changed_alerts,
    cloaking_alerts,
    is_encrypted,
    is_government,
    redirect_alerts,
)
from services.crawler.visit import Web
from services.crawler.watch import Watch
from shared.clock import Clock
from shared.contracts.target import Purpose

Reachable = Callable[[str], Awaitable[dict[str, Any]]]
"""How the host of an address can be reached over IPv6: `address`, and `reachable` where the machine has it."""

_AS_A_READER = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 "
    "Safari/537.36 Xunjian/1.0",
    "Referer": "https://www.baidu.com/s?wd=gov",
}
_COMPARED = ("site_code", "icp", "psb_number", "sponsor")
_DOUBTED = timedelta(days=30)
"""Marks that changed raise an alert for so long, then they are the website's own."""


class HomeLooker:
    """Makes the visits of another, and adds to those of home pages what is to be said of the website."""

    def __init__(
        self, pages: Looker, web: Web, memory: Memory, *, reachable: Reachable, compare_after: timedelta, clock: Clock
    ) -> None:
        self._pages = pages
        self._web = web
        self._memory = memory
        self._reachable = reachable
        self._compare_after = compare_after
        self._clock = clock

    async def visit(self, watch: Watch) -> Sighting:
        """What is seen now."""
        sighting = await self._pages.visit(watch)
        if watch.purpose is not Purpose.HOME or not sighting.verdict.ok or not sighting.answers:
            return sighting
        known = await self._memory.recall(_key(watch))
        before = dict(known.facts.marks) if known and known.url == watch.url else {}
        now = self._clock()
        shown, answers = sighting.answers[-1], sighting.answers
        state = dict(before)
        if self._compare_after and (not known or now - known.read_at >= self._compare_after):
            other = await self._as_a_reader(watch.url)
            state |= await self._compared(watch.url, shown, other)
            further, beside = await asked_further(self._web, sighting.facts, before, now)
            state |= further
            answers = (*answers, *([other] if other and state["cloaking"] else []), *beside)
        changed = self._changed(watch.url, state, sighting.facts.marks, now)
        if state != before:
            await self._memory.remember(_key(watch), _remembered(watch, now, known, state))
        marks = _marks(watch, shown, sighting.facts.marks, state, changed)
        return replace(sighting, facts=sighting.facts.model_copy(update={"marks": marks}), answers=answers)

    async def _compared(self, url: str, shown: Answer, other: Answer | None) -> dict[str, Any]:
        found: dict[str, Any] = {"ipv6": await self._reachable(url), "compared_at": self._clock().isoformat()}
        found["cloaking"] = cloaking_alerts(url, _look(shown), _look(other)) if other else []
        return found

    async def _as_a_reader(self, url: str) -> Answer | None:
        try:
            answer = await self._web.get(url, headers=_AS_A_READER)
        except (Hidden, Busy):
            return None
        return answer if answer.problem is None and answer.status == 200 else None

    def _changed(self, url: str, state: dict[str, Any], marks: Mapping[str, Any], now: datetime) -> list[Alert]:
        """Alerts for marks that are another's. What they were stays known until the doubt is over."""
        own = {name: marks[name] for name in _COMPARED if marks.get(name)}
        trusted = state.get("trusted") or {}
        alerts = changed_alerts(url, trusted, own)
        if not alerts:
            state["trusted"] = trusted | own
            state.pop("doubted_at", None)
            return []
        since = datetime.fromisoformat(state.setdefault("doubted_at", now.isoformat()))
        if now - since < _DOUBTED:
            return alerts
        state["trusted"] = own
        state.pop("doubted_at", None)
        return []


def _marks(
    watch: Watch, shown: Answer, marks: Mapping[str, Any], state: Mapping[str, Any], changed: list[Alert]
) -> dict[str, Any]:
    alerts = [
        *marks.get("alerts", ()),
        *redirect_alerts(watch.url, shown.final_url),
        *changed,
        *state.get("cloaking", ()),
    ]
    found = {**marks, "gov_cn": is_government(watch.url), "https": is_encrypted(shown.final_url)}
    found = with_further(found | {"alerts": alerts, "ipv6": state.get("ipv6")}, state)
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _look(answer: Answer) -> dict[str, Any]:
    """What one answer shows, for comparing."""
    page = Page(answer.body, answer.final_url, answer.header("content-type"))
    texts = [page.title, *(page.metas.get("description", ())), *(page.metas.get("keywords", ()))]
    return {"final_url": answer.final_url, "words": bad_words(texts)}


def _key(watch: Watch) -> str:
    return f"{watch.key}#self"


def _remembered(watch: Watch, now: datetime, known: Remembered | None, state: Mapping[str, Any]) -> Remembered:
    compared = state.get("compared_at")
    read_at = datetime.fromisoformat(compared) if compared else (known.read_at if known else now)
    return Remembered(url=watch.url, read_at=read_at, full_at=now, facts=Facts(marks=dict(state)))
