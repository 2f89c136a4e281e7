"""What is asked for beside a home page, once a day: the scripts it loads, and the page its services stand on."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from services.crawler.fetching.fetch import Answer
from services.crawler.fetching.outcome import verdict_of
from services.crawler.leaving import MOST_SCRIPTS, warning_in, with_scripts
from services.crawler.parsing.charset import decode
from services.crawler.parsing.page import Page
from services.crawler.politeness import Busy, Hidden
from services.crawler.service_entry import service_page, with_page
from services.crawler.visit import Web
from shared.contracts.target import Purpose

PATIENCE = timedelta(seconds=30)
"""For all of them together: the home page itself was seen, and must not be lost over what is slow beside it."""


async def asked_further(web: Web, marks: Mapping[str, Any], patience: timedelta = PATIENCE) -> dict[str, Any]:
    """What the further pages of a home page with these marks hold, to be kept until they are asked for again.

    What did not answer in time was not read.
    """
    found: dict[str, Any] = {"scripts": {}, "services": {}}
    with suppress(TimeoutError):
        async with asyncio.timeout(patience.total_seconds()):
            found["services"] = await _services(web, marks)
            for url in (marks.get("leaving") or {}).get("scripts", ())[:MOST_SCRIPTS]:
                answer = await _answer(web, url)
                if answer is not None:
                    found["scripts"][url] = warning_in(decode(answer.body, answer.header("content-type")).text)
    return found


def with_further(marks: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The marks with what is known of the further pages, if anything is."""
    found = dict(marks)
    if "leaving" in found:
        found["leaving"] = with_scripts(found["leaving"], known.get("scripts") or {})
    if "service" in found:
        found["service"] = with_page(found["service"], known.get("services") or {})
    return found


async def _services(web: Web, marks: Mapping[str, Any]) -> dict[str, Any]:
    """What the page behind the entry for services shows, unless it is another website's."""
    mark = marks.get("service") or {}
    entry = mark.get("entry")
    if not entry or mark.get("outside"):
        return {}
    answer = await _answer(web, entry)
    if answer is None or not verdict_of(answer, Purpose.COLUMN).ok:
        return {}
    return {"entry": entry, **service_page(Page(answer.body, answer.final_url, answer.header("content-type")))}


async def _answer(web: Web, url: str) -> Answer | None:
    with suppress(Hidden, Busy):
        answer = await web.get(url)
        return answer if answer.problem is None and answer.status == 200 else None
    return None
