"""The plain case of a fetch without httpx's objects: one request, one answer that leads nowhere else.

Most pages are that. Where one leads on, the thorough way goes on from there; what is odd (a certificate nobody should
trust, an address spelt in an unusual way) is asked the thorough way. Guard, size cap, time limits and decoding are the
same.
"""

import asyncio
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

import aiohttp
import httpx
from yarl import URL

from services.crawler.adapters.http_fetch import (
    ENDINGS,
    REDIRECTS,
    Course,
    HttpFetcher,
    answer_of,
    target_of,
    text_of,
)
from services.crawler.adapters.http_transport import facts_of
from services.crawler.adapters.http_trouble import Trouble, distrusted, trouble_of
from services.crawler.fetching import decoding
from services.crawler.fetching.fetch import Answer, Problem

_PLAIN = re.compile(
    r"https?://[A-Za-z0-9._-]+(?::(?:\d{2,4}|[1-5]\d{4}))?/(?!.*/\.)[A-Za-z0-9._~:/?@!$&'()*+,;=%-]{0,1900}"
)


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
        started_at, started = self._clock(), perf_counter()
        trouble: Trouble | None = None
        response: Any = None
        course: Course | None = None
        body, received = b"", 0
        try:
            async with asyncio.timeout(self._limits.total.total_seconds()):
                response = await self._asked(method, url, headers)
                if response.status not in REDIRECTS or "location" not in response.headers:
                    body, received = await self._whole(response)
                elif method == "HEAD":
                    return None
                else:
                    course = led_on(url, response)
                    body = await self._follow(course, {**self._headers, **(headers or {})})
        except TimeoutError as error:
            trouble = _timed_out(error, self._limits.total)
        except Trouble as met:
            trouble = met
        except Exception as error:  # noqa: BLE001 - whatever broke is told in the answer
            if response is None and distrusted(error):
                return None
            trouble = trouble_of(error, underway=response is not None)
        finally:
            if response is not None:
                response.close()
        elapsed = timedelta(seconds=perf_counter() - started)
        if course is not None:
            return answer_of(course, body, trouble, asked=url, started_at=started_at, elapsed=elapsed)
        return _answer(url, response, body, trouble, received=received, started_at=started_at, elapsed=elapsed)

    async def _asked(self, method: str, url: str, headers: Mapping[str, str] | None) -> Any:
        return await self._verifying.session.request(
            method,
            URL(url, encoded=True),
            headers={**self._headers, **headers} if headers else self._headers,
            allow_redirects=False,
            auto_decompress=False,
            timeout=self._patience,
        )

    async def _whole(self, response: Any) -> tuple[bytes, int]:
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
        encodings = ",".join(response.headers.getall("content-encoding"))
        body = decoding.decoded(raw, encodings, limit=limit)
        if body.ending in ENDINGS:
            raise Trouble(ENDINGS[body.ending], f"content-encoding: {encodings[:100]}")
        return body.content, received

    @property
    def _patience(self) -> aiohttp.ClientTimeout:
        if self._timeout is None:
            self._timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect.total_seconds())
        return self._timeout

    _timeout: aiohttp.ClientTimeout | None = None


def led_on(url: str, response: Any) -> Course:
    """The fetch after an answer that leads elsewhere, with the cookies it set.

    Raises:
        Trouble: it leads to no address.
    """
    course = Course(url, hops=[url])
    request = httpx.Request("GET", url)
    course.cookies.extract_cookies(httpx.Response(response.status, headers=response.raw_headers, request=request))
    course.url = target_of(url, response.headers["location"])
    response.close()
    return course


def _timed_out(error: TimeoutError, total: timedelta) -> Trouble:
    """Aiohttp's own time limits are timeouts too, and say which."""
    if isinstance(error, aiohttp.ClientError):
        return trouble_of(error)
    return Trouble(Problem.TIMEOUT, f"not complete within {total.total_seconds():g} s")


def _answer(
    url: str,
    response: Any,
    body: bytes,
    trouble: Trouble | None,
    *,
    received: int,
    started_at: datetime,
    elapsed: timedelta,
) -> Answer:
    return Answer(
        url=url,
        final_url=url,
        started_at=started_at,
        elapsed=elapsed,
        status=response.status if response is not None else None,
        headers=tuple((name.decode("latin-1"), text_of(value)) for name, value in response.raw_headers)
        if response is not None
        else (),
        body=body,
        problem=trouble.problem if trouble else None,
        detail=trouble.detail if trouble else "",
        peer=response.peer if response is not None else "",
        certificate=facts_of(response.certificate, response.certificate_bytes) if response is not None else {},
        received=received,
    )
