"""What is asked for beside a home page, once a day: its scripts, the page its services stand on, its own search."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from services.crawler.facts import Facts
from services.crawler.fetching.fetch import Answer
from services.crawler.fetching.outcome import verdict_of
from services.crawler.leaving import MOST_SCRIPTS, warning_in, with_scripts
from services.crawler.parsing.charset import decode
from services.crawler.parsing.page import Page
from services.crawler.politeness import Busy, Hidden
from services.crawler.service_entry import service_page, with_page
from services.crawler.site_search import address_of, result_of, search_mark, searched, searched_for
from services.crawler.visit import Web
from shared.contracts.target import Purpose

PATIENCE = timedelta(seconds=30)
"""For all of them together: the home page itself was seen, and must not be lost over what is slow beside it."""


async def asked_further(
    web: Web, facts: Facts, before: Mapping[str, Any], now: datetime, patience: timedelta = PATIENCE
) -> tuple[dict[str, Any], list[Answer]]:
    """What the further pages of a home page with these facts hold, to be kept until they are asked for again.

    With the answers it rests on. What did not answer in time was not read. `before`: what was kept the last time.
    """
    marks = facts.marks
    scripts: dict[str, str] = {}
    services: dict[str, Any] = {}
    search: dict[str, Any] = {}
    answers: list[Answer] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(patience.total_seconds()):
            for url in _entry(marks):
                if answer := await _answer(web, url):
                    services |= _services(url, answer)
                    answers.append(answer)
            for url in (marks.get("leaving") or {}).get("scripts", ())[:MOST_SCRIPTS]:
                if answer := await _answer(web, url):
                    scripts[url] = warning_in(decode(answer.body, answer.header("content-type")).text)
                    answers.append(answer)
            search, shown = await _searched(web, facts, before.get("search") or {}, now)
            answers += shown
    return {"scripts": scripts, "services": services, "search": search}, answers


def with_further(marks: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The marks with what is known of the further pages, if anything is."""
    found = dict(marks)
    if "leaving" in found:
        found["leaving"] = with_scripts(found["leaving"], known.get("scripts") or {})
    if "service" in found:
        found["service"] = with_page(found["service"], known.get("services") or {})
    if said := search_mark(known.get("search") or {}, found.get("searchable") or {}):
        found["search"] = said
    return found


async def _searched(
    web: Web, facts: Facts, before: Mapping[str, Any], now: datetime
) -> tuple[dict[str, Any], list[Answer]]:
    """What the website's own search finds of what the home page lists; what was known, where it cannot be tried."""
    form = facts.marks.get("searchable")
    wanted = searched_for(facts.entries or (), form["url"], now) if form else None
    if not form or not wanted:
        return {}, []
    try:
        answer = await web.get(address_of(form, wanted.title))
    except (Hidden, Busy):
        return {}, []
    result = result_of(answer, wanted)
    return searched(before, result, form), [answer] if result else []


def _entry(marks: Mapping[str, Any]) -> tuple[str, ...]:
    """The address behind the entry for services, unless it is another website's."""
    mark = marks.get("service") or {}
    return (mark["entry"],) if mark.get("entry") and not mark.get("outside") else ()


def _services(entry: str, answer: Answer) -> dict[str, Any]:
    if not verdict_of(answer, Purpose.COLUMN).ok:
        return {}
    return {"entry": entry, **service_page(Page(answer.body, answer.final_url, answer.header("content-type")))}


async def _answer(web: Web, url: str) -> Answer | None:
    """The answer, if there is one worth reading."""
    with suppress(Hidden, Busy):
        answer = await web.get(url)
        return answer if answer.problem is None and answer.status == 200 else None
    return None
