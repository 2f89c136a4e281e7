"""The plain case of a fetch without httpx's objects: one request, one answer, or one that leads on to another.

Most pages are that. Where an answer sets cookies on the way, the thorough way goes on from there; what is odd (a
certificate nobody should trust, an address spelt in an unusual way) is asked the thorough way. Guard, size cap, time
limits and decoding are the same.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from time import perf_counter

import aiohttp
import httpx

from services.crawler.adapters.http_fetch import (
    ENDINGS,
    REDIRECTS,
    Course,
    HttpFetcher,
    answer_of,
    target_of,
    text_of,
)
from services.crawler.adapters.http_trouble import Trouble, distrusted, trouble_of
from services.crawler.adapters.straight import Reply, Straight
from services.crawler.fetching import decoding
from services.crawler.fetching.fetch import Answer, Problem

_PLAIN = re.compile(
    r"https?://[A-Za-z0-9._-]+(?::(?:\d{2,4}|[1-5]\d{4}))?/(?!.*/\.)[A-Za-z0-9._~:/?@!$&'()*+,;=%-]{0,1900}(?<!\?)"
)

_ENCODING = b"content-encoding"


class QuickFetcher(HttpFetcher):
    """The port `Fetcher`; also asks for heads only."""

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once, within the limits. Never raises: whatever goes wrong is in the answer."""
        answer = await self._quick("GET", url, headers)
        return answer if answer is not None else await super().get(url, headers=headers)

    async def head(self, url: str) -> Answer:
        """Ask whether the address answers, without its body; where that is not a plain matter, ask for the page."""
        answer = await self._quick("HEAD", url, None)
        return answer if answer is not None else await super().get(url)

    async def _quick(self, method: str, url: str, headers: Mapping[str, str] | None) -> Answer | None:
        if not _PLAIN.fullmatch(url):
            return None
        way = _Way(url, started_at=self._clock())
        started = perf_counter()
        trouble: Trouble | None = None
        try:
            async with asyncio.timeout(self._limits.total.total_seconds()):
                if not await self._walk(way, method, {**self._headers, **headers} if headers else self._headers):
                    return None
        except TimeoutError as error:
            trouble = _timed_out(error, self._limits.total)
        except Trouble as met:
            trouble = met
        except Exception as error:  # noqa: BLE001 - whatever broke is told in the answer
            if way.asking and distrusted(error):
                return None
            trouble = trouble_of(error, underway=not way.asking)
        finally:
            if way.reply is not None:
                way.reply.close()
        elapsed = timedelta(seconds=perf_counter() - started)
        if way.course is not None:
            return answer_of(way.course, way.body, trouble, asked=url, started_at=way.started_at, elapsed=elapsed)
        return way.answer(url, trouble, elapsed)

    async def _walk(self, way: "_Way", method: str, headers: Mapping[str, str]) -> bool:
        """Ask, also where the answer leads on to; False if that is no plain matter for a question of this kind."""
        while True:
            way.asking = True
            way.reply = reply = await self._straight.ask(method, way.url, headers)
            way.asking = False
            if reply.status not in REDIRECTS or "location" not in reply.headers:
                way.body, way.received = await self._whole(reply)
                return True
            if method == "HEAD":
                return False
            way.led_on(target_of(way.url, reply.headers["location"]), most=self._limits.max_redirects)
            if "set-cookie" in reply.headers or not _PLAIN.fullmatch(way.url):
                way.course = _course(way)
                way.body = await self._follow(way.course, dict(headers))
                return True

    @cached_property
    def _straight(self) -> Straight:
        return Straight(self._verifying, connect_seconds=self._limits.connect.total_seconds())

    async def _whole(self, response: Reply) -> tuple[bytes, int]:
        """The decoded body and how many bytes came, at most so many before and after decoding."""
        limit = self._limits.max_bytes
        chunks: list[bytes] = []
        received = 0
        while chunk := await response.content.readany():
            received += len(chunk)
            chunks.append(chunk)
            if received > limit:
                raise Trouble(Problem.TOO_LARGE, f"more than {limit} bytes")
        raw = b"".join(chunks)
        encodings = response.headers.get("content-encoding")
        if not encodings:
            return raw, received
        encodings = ",".join(
            value.decode("latin-1") for name, value in response.raw_headers if name.lower() == _ENCODING
        )
        body = decoding.decoded(raw, encodings, limit=limit)
        if body.ending in ENDINGS:
            raise Trouble(ENDINGS[body.ending], f"content-encoding: {encodings[:100]}")
        return body.content, received


@dataclass(slots=True)
class _Way:
    """How far a fetch has come."""

    url: str
    started_at: datetime
    hops: list[str] = field(default_factory=list)
    asking: bool = True
    """No head of an answer has come since it was last asked."""
    reply: Reply | None = None
    body: bytes = b""
    received: int = 0
    course: Course | None = None
    """The thorough way on from here."""

    def led_on(self, target: str, *, most: int) -> None:
        """The answer leads elsewhere.

        Raises:
            Trouble: where it came from, or once too often.
        """
        self.hops.append(self.url)
        if len(self.hops) > most:
            raise Trouble(Problem.TOO_MANY_REDIRECTS, target[:200])
        self.url = target
        if target in self.hops:
            raise Trouble(Problem.REDIRECT_LOOP, target)
        if self.reply is not None:
            self.reply.close()

    def answer(self, asked: str, trouble: Trouble | None, elapsed: timedelta) -> Answer:
        """What came of it."""
        reply = self.reply
        return Answer(
            url=asked,
            final_url=self.url,
            started_at=self.started_at,
            elapsed=elapsed,
            status=reply.status if reply is not None else None,
            headers=_texts(reply.raw_headers) if reply is not None else (),
            body=self.body,
            problem=trouble.problem if trouble else None,
            detail=trouble.detail if trouble else "",
            hops=tuple(self.hops),
            peer=reply.peer if reply is not None else "",
            certificate=reply.certificate if reply is not None and not self.asking else {},
            received=self.received,
        )


def _texts(headers: tuple[tuple[bytes, bytes], ...]) -> tuple[tuple[str, str], ...]:
    return tuple([(name.decode("latin-1"), text_of(value)) for name, value in headers])


def _course(way: _Way) -> Course:
    """The fetch after an answer that leads on and sets cookies, or leads to an address spelt in an unusual way."""
    course = Course(way.url, hops=way.hops)
    if way.reply is not None:
        request = httpx.Request("GET", way.hops[-1])
        answer = httpx.Response(way.reply.status, headers=list(way.reply.raw_headers), request=request)
        course.cookies.extract_cookies(answer)
    return course


def _timed_out(error: TimeoutError, total: timedelta) -> Trouble:
    """Aiohttp's own time limits are timeouts too, and say which."""
    if isinstance(error, aiohttp.ClientError):
        return trouble_of(error)
    return Trouble(Problem.TIMEOUT, f"not complete within {total.total_seconds():g} s")
