"""Fetches pages over HTTP within limits of size, time and redirects, and says what went wrong when something did."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from services.crawler.adapters.http_transport import GuardedTransport, Lookup, system_lookup
from services.crawler.adapters.http_trouble import Trouble, distrusted, trouble_of
from services.crawler.fetching import decoding
from services.crawler.fetching.decoding import Ending
from services.crawler.fetching.fetch import Answer, Problem
from shared.clock import Clock, now
from shared.logs import get_logger

log = get_logger(__name__)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_URL = 2048
_HOST = re.compile(rb"[A-Za-z0-9._:-]+")
ENDINGS = {
    Ending.TOO_LARGE: Problem.TOO_LARGE,
    Ending.TRUNCATED: Problem.TRUNCATED,
    Ending.UNKNOWN: Problem.ENCODING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may cost."""

    total: timedelta = timedelta(seconds=20)
    connect: timedelta = timedelta(seconds=16)
    max_bytes: int = 8 * 1024 * 1024
    max_redirects: int = 10


@dataclass(slots=True)
class Course:
    """How far one fetch has come; what is known of it when it ends early."""

    url: str
    hops: list[str] = field(default_factory=list)
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    peer: str = ""
    certificate: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytearray = field(default_factory=bytearray)


class HttpFetcher:
    """The port `Fetcher` over httpx and aiohttp. Used as an asynchronous context."""

    def __init__(
        self,
        *,
        user_agent: str,
        limits: Limits | None = None,
        allow_private: bool = False,
        lookup: Lookup = system_lookup,
        clock: Clock = now,
    ) -> None:
        self._limits = limits or Limits()
        self._clock = clock
        self._trusting = GuardedTransport(verify=False, allow_private=allow_private, lookup=lookup)
        self._verifying = GuardedTransport(verify=True, allow_private=allow_private, lookup=lookup)
        self._headers = {
            "User-Agent": user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
            "Accept-Encoding": decoding.ACCEPTED,
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._verifying.aclose()
        await self._trusting.aclose()

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once, within the limits. Never raises: whatever goes wrong is in the answer."""
        started_at, started = self._clock(), perf_counter()
        course = Course(url)
        body, trouble = b"", None
        try:
            async with asyncio.timeout(self._limits.total.total_seconds()):
                body = await self._follow(course, {**self._headers, **(headers or {})})
        except TimeoutError:
            trouble = Trouble(Problem.TIMEOUT, f"not complete within {self._limits.total.total_seconds():g} s")
        except Trouble as met:
            trouble = met
        except Exception as error:
            log.exception("fetch.failed_unexpectedly", url=course.url)
            trouble = Trouble(Problem.BAD_RESPONSE, repr(error)[:300])
        elapsed = timedelta(seconds=perf_counter() - started)
        return answer_of(course, body, trouble, asked=url, started_at=started_at, elapsed=elapsed)

    async def _follow(self, course: Course, headers: dict[str, str]) -> bytes:
        seen: set[tuple[str, str]] = set()
        while True:
            mark = (course.url, repr(sorted((c.name, c.value) for c in course.cookies.jar)))
            if mark in seen:
                raise Trouble(Problem.REDIRECT_LOOP, course.url)
            seen.add(mark)
            leads_to, body = await self._step(course, headers)
            if leads_to is None:
                return body
            course.hops.append(course.url)
            if len(course.hops) > self._limits.max_redirects:
                raise Trouble(Problem.TOO_MANY_REDIRECTS, leads_to[:200])
            course.url = leads_to

    async def _step(self, course: Course, headers: dict[str, str]) -> tuple[str | None, bytes]:
        """One request without following: where it leads on to, or its body."""
        request = self._request(course, headers)
        response = await self._sent(course, request)
        try:
            course.status = response.status_code
            course.headers = tuple(_texts(response.headers))
            course.peer = str(response.extensions.get("peer", ""))
            course.certificate = {**response.extensions.get("certificate", {}), **course.certificate}
            course.cookies.extract_cookies(response)
            if response.status_code in REDIRECTS and "location" in response.headers:
                return target_of(course.url, response.headers["location"]), b""
            return None, await self._body(course, response)
        finally:
            await _closed(response)

    def _request(self, course: Course, headers: dict[str, str]) -> httpx.Request:
        if len(course.url) > _LONGEST_URL or urlsplit(course.url).scheme not in {"http", "https"}:
            raise Trouble(Problem.BAD_REDIRECT if course.hops else Problem.BAD_URL, course.url[:200])
        seconds = {"connect": self._limits.connect.total_seconds(), "read": None, "write": None, "pool": None}
        try:
            request = httpx.Request("GET", course.url, headers=headers, extensions={"timeout": seconds})
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise Trouble(Problem.BAD_REDIRECT if course.hops else Problem.BAD_URL, str(error)) from error
        if not _HOST.fullmatch(request.url.raw_host):
            raise Trouble(Problem.BAD_REDIRECT if course.hops else Problem.BAD_URL, course.url[:200])
        course.cookies.set_cookie_header(request)
        return request

    async def _sent(self, course: Course, request: httpx.Request) -> httpx.Response:
        """The answer's head. A bad certificate or old TLS is noted, and the page is read all the same."""
        course.certificate = {}
        try:
            return await self._verifying.handle_async_request(request)
        except Exception as error:
            distrust = distrusted(error)
            if distrust is None:
                raise trouble_of(error) from error
            course.certificate = {"problem": distrust}
        try:
            return await self._trusting.handle_async_request(request)
        except Exception as error:
            raise trouble_of(error) from error

    async def _body(self, course: Course, response: httpx.Response) -> bytes:
        limit = self._limits.max_bytes
        try:
            async for chunk in response.stream:  # type: ignore[union-attr]
                course.raw += chunk
                if len(course.raw) > limit:
                    break
        except Exception as error:
            raise trouble_of(error, underway=True) from error
        if len(course.raw) > limit:
            raise Trouble(Problem.TOO_LARGE, f"more than {limit} bytes")
        encodings = ",".join(response.headers.get_list("content-encoding"))
        body = decoding.decoded(bytes(course.raw), encodings, limit=limit)
        if body.ending in ENDINGS:
            raise Trouble(ENDINGS[body.ending], f"content-encoding: {encodings[:100]}")
        return body.content


def answer_of(
    course: Course, body: bytes, trouble: Trouble | None, *, asked: str, started_at: datetime, elapsed: timedelta
) -> Answer:
    """What came of a fetch that went this far."""
    return Answer(
        url=asked,
        final_url=course.url,
        started_at=started_at,
        elapsed=elapsed,
        status=course.status,
        headers=course.headers,
        body=body,
        problem=trouble.problem if trouble else None,
        detail=trouble.detail if trouble else "",
        hops=tuple(course.hops),
        peer=course.peer,
        certificate=course.certificate,
        received=len(course.raw),
    )


def _texts(headers: httpx.Headers) -> Iterator[tuple[str, str]]:
    for name, value in headers.raw:
        yield name.decode("latin-1"), text_of(value)


def text_of(value: bytes) -> str:
    """A header's value, which is UTF-8 more often than the Latin-1 it should be."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def target_of(base: str, location: str) -> str:
    """Where a redirect leads, as a browser would read it."""
    spelt = location.strip().replace("\\", "/")
    try:
        raw = spelt.encode("latin-1").decode("utf-8")
    except UnicodeError:
        raw = spelt
    try:
        return str(httpx.URL(base).join(raw).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError) as error:
        raise Trouble(Problem.BAD_REDIRECT, f"{location[:200]!r}: {error}") from error


async def _closed(response: httpx.Response) -> None:
    """Give the connection back, or cut it: what is left of a body must not be waited for."""
    raw: Any = getattr(response.stream, "_aiohttp_response", None)
    if raw is not None:
        raw.close()
